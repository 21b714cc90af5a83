#include "host/faults/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "host/app/regex.hpp"
#include "host/app/yaml.hpp"

namespace vitrine::host {

namespace {

constexpr std::array parts{"tables", "functions", "batches", "schedules", "disk"};
constexpr std::array kinds{"conflict", "throttle", "error", "latency",    "drop",        "kill",      "fail",
                           "repeat",   "stop",     "full",  "read-error", "write-error", "sync-error"};
constexpr std::array moments{"before", "during", "after"};

constexpr std::array single_writes{"PutItem", "UpdateItem", "DeleteItem"};
constexpr std::array transactions{"TransactWriteItems", "TransactGetItems"};
constexpr std::array other_operations{"GetItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem", "DescribeTable"};

// Which faults a part can have, and what a rule of each may say besides `fault` and `rate`.
struct Form {
    Part part;
    FaultKind kind;
    std::vector<std::string> keys;
};

const std::vector<Form>& forms() {
    using enum FaultKind;
    static const std::vector<Form> all{
        {Part::tables, conflict, {"tables", "operations", "functions"}},
        {Part::tables, throttle, {"tables", "operations", "functions"}},
        {Part::tables, error, {"tables", "operations", "functions", "when"}},
        {Part::tables, latency, {"tables", "operations", "functions", "delay"}},
        {Part::tables, drop, {"tables", "operations", "functions"}},
        {Part::functions, kill, {"functions", "when", "delay"}},
        {Part::functions, latency, {"functions", "delay"}},
        {Part::batches, fail, {"tables", "functions", "when"}},
        {Part::batches, repeat, {"tables", "functions"}},
        {Part::schedules, stop, {"functions"}},
        {Part::disk, full, {"room"}},
        {Part::disk, read_error, {}},
        {Part::disk, write_error, {}},
        {Part::disk, sync_error, {}},
    };
    return all;
}

template <typename Names>
std::vector<std::string> texts(const Names& names) {
    return {names.begin(), names.end()};
}

std::vector<std::string> all_operations() {
    std::vector<std::string> all = texts(single_writes);
    all.insert(all.end(), transactions.begin(), transactions.end());
    all.insert(all.end(), other_operations.begin(), other_operations.end());
    return all;
}

template <typename Section>
std::vector<std::string> keys_of(const Section& section) {
    std::vector<std::string> names;
    names.reserve(section.size());
    for (const auto& [name, _] : section) names.push_back(name);
    return names;
}

std::vector<std::string> read_names(const YAML::Node& node, const std::string& what,
                                    const std::vector<std::string>& known, Mistakes& mistakes) {
    std::vector<std::string> names;
    for (const YAML::Node& element : read_list(node, what, mistakes)) {
        const auto name = read_text(element, what, mistakes);
        if (!name) continue;
        if (std::ranges::find(known, *name) == known.end()) {
            mistakes.add(element.Mark(),
                         fmt::format("'{}' in {} is not known{}", *name, what, did_you_mean(*name, known)));
        }
        names.push_back(*name);
    }
    if (node.IsDefined() && node.IsSequence() && node.size() == 0) {
        mistakes.add(node.Mark(), fmt::format("{} is empty: leave it out for all", what));
    }
    return names;
}

// "20 %", "0.5 %"
double read_rate(const YAML::Node& node, const std::string& what, Mistakes& mistakes) {
    const auto text = read_text(node, what, mistakes);
    if (!text) return 1;
    static const Regex form(R"(((100|[0-9]{1,2})(\.[0-9]{1,4})?) ?%)");
    const auto share = form.parts_of(*text);
    const double percent = share ? std::stod((*share)[1]) : 0;
    if (percent > 0 && percent <= 100) return percent / 100;
    mistakes.add(node.Mark(), fmt::format("{} is '{}', not a share of calls such as '20 %' or '0.5 %'", what, *text));
    return 1;
}

// "50 ms", "5 to 50 ms"
Delay read_delay(const YAML::Node& node, const std::string& what, Mistakes& mistakes) {
    const auto text = read_text(node, what, mistakes);
    if (!text) return {};
    static const Regex form(R"(([0-9]{1,6})( to ([0-9]{1,6}))? ms)");
    if (const auto spans = form.parts_of(*text)) {
        const std::string &min = (*spans)[1], &max = (*spans)[3];
        const Delay delay{std::chrono::milliseconds{std::stoi(min)},
                          std::chrono::milliseconds{std::stoi(max.empty() ? min : max)}};
        if (delay.min <= delay.max) return delay;
    }
    mistakes.add(node.Mark(), fmt::format("{} is '{}', not a span such as '50 ms' or '5 to 50 ms'", what, *text));
    return {};
}

class RuleReader {
public:
    RuleReader(const App& app, Mistakes& mistakes) : app_(app), mistakes_(mistakes) {}

    void read(Part part, const YAML::Node& node, FaultPlan& plan) {
        const std::string what = fmt::format("a rule of {}", name_of(part));
        const Form* form = form_of(part, what, node);
        if (form == nullptr) return;
        std::vector<std::string> known = form->keys;
        known.insert(known.end(), {"fault", "rate"});
        const Fields fields(node, what, known, mistakes_);
        const auto at = [&](std::string_view key) { return fields.optional(key); };
        FaultRule rule{.part = part, .kind = form->kind};
        rule.rate = read_rate(at("rate"), fields.name_of("rate"), mistakes_);
        rule.tables = read_names(at("tables"), fields.name_of("tables"), keys_of(app_.tables), mistakes_);
        rule.functions = read_names(at("functions"), fields.name_of("functions"), keys_of(app_.functions), mistakes_);
        rule.operations = read_names(at("operations"), fields.name_of("operations"), all_operations(), mistakes_);
        for (const std::string& operation : rule.operations) {
            if (!can_have(operation, rule.kind))
                mistakes_.add(at("operations").Mark(),
                              fmt::format("{} cannot end with '{}'", operation, name_of(rule.kind)));
        }
        if (const auto when = read_choice(at("when"), fields.name_of("when"), texts(moments), mistakes_))
            rule.when = static_cast<When>(std::ranges::find(moments, *when) - moments.begin());
        const YAML::Node delay = rule.kind == FaultKind::latency ? fields.required("delay") : at("delay");
        rule.delay = read_delay(delay, fields.name_of("delay"), mistakes_);
        rule.room = static_cast<std::uint64_t>(
            read_integer(at("room"), fields.name_of("room"), {0, 1'000'000'000}, mistakes_).value_or(0));
        plan.rules.push_back(std::move(rule));
    }

private:
    // The fault decides which keys a rule may have, so it is read before the others.
    const Form* form_of(Part part, const std::string& what, const YAML::Node& node) {
        if (!node.IsMap() || !node["fault"].IsDefined()) {
            mistakes_.add(node.Mark(), fmt::format("{} must be a map with a 'fault'", what));
            return nullptr;
        }
        std::vector<std::string> choices;
        for (const Form& form : forms())
            if (form.part == part) choices.emplace_back(name_of(form.kind));
        const auto name = read_choice(node["fault"], what + ".fault", choices, mistakes_);
        if (!name) return nullptr;
        return &*std::ranges::find_if(
            forms(), [&](const Form& form) { return form.part == part && name_of(form.kind) == *name; });
    }

    const App& app_;
    Mistakes& mistakes_;
};

}  // namespace

std::string_view name_of(Part part) {
    return parts[static_cast<std::size_t>(part)];
}

std::string_view name_of(FaultKind kind) {
    return kinds[static_cast<std::size_t>(kind)];
}

bool can_have(std::string_view operation, FaultKind kind) {
    if (kind != FaultKind::conflict) return true;
    return std::ranges::find(single_writes, operation) != single_writes.end() ||
           std::ranges::find(transactions, operation) != transactions.end();
}

std::expected<FaultPlan, std::vector<AppError>> load_faults(const std::filesystem::path& file, const App& app) {
    Mistakes mistakes(file);
    FaultPlan plan;
    read_yaml(file, mistakes, [&](const YAML::Node& document) {
        std::vector<std::string> known = texts(parts);
        known.emplace_back("seed");
        const Fields fields(document, "the file", known, mistakes);
        plan.seed = static_cast<std::uint64_t>(
            read_integer(fields.optional("seed"), "seed", {0, 1'000'000'000}, mistakes).value_or(1));
        RuleReader reader(app, mistakes);
        for (std::size_t i = 0; i < parts.size(); ++i)
            for (const YAML::Node& node : read_list(fields.optional(parts[i]), parts[i], mistakes))
                reader.read(static_cast<Part>(i), node, plan);
    });
    if (mistakes.none()) return plan;
    return std::unexpected(std::move(mistakes).in_order());
}

}  // namespace vitrine::host
