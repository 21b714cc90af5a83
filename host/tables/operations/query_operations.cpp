// Query and Scan: rows of a range of keys, in pages of at most 1 MB and at most Limit rows judged.
#include <algorithm>

#include "host/tables/expressions/document.hpp"
#include "host/tables/expressions/evaluate.hpp"
#include "host/tables/expressions/parser.hpp"
#include "host/tables/operations/key_condition.hpp"
#include "host/tables/operations/request.hpp"
#include "host/tables/protocol/value_json.hpp"
#include "host/tables/storage/keys.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::size_t max_page_bytes = 1024 * 1024;
constexpr std::int64_t max_segments = 1'000'000;

struct Listing {
    const Schema* schema;
    const IndexSchema* index = nullptr;
    KeyRange range;
    std::optional<Projection> narrowing;  // to what the index holds
    std::optional<Condition> filter;
    std::optional<Projection> projection;
    bool only_count = false;
    std::optional<std::size_t> limit;

    [[nodiscard]] const KeyAttribute& partition() const {
        return index == nullptr ? schema->declared.partition : index->declared.partition;
    }
    [[nodiscard]] const std::optional<KeyAttribute>& sort() const {
        return index == nullptr ? schema->declared.sort : index->declared.sort;
    }
    [[nodiscard]] bool is_key_of_listing(std::string_view attribute) const {
        return schema->is_key(attribute) || partition().name == attribute || (sort() && sort()->name == attribute);
    }
};

// Attributes that an index has besides the table's and its own keys.
std::optional<Projection> narrowing_of(const Schema& schema, const Index& index) {
    if (index.projection == "all") return std::nullopt;
    std::vector<std::string> names = index.included;
    for (const auto* key : {&schema.declared.partition, &index.partition}) names.push_back(key->name);
    for (const auto* key : {&schema.declared.sort, &index.sort})
        if (*key) names.push_back((*key)->name);
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    Projection paths;
    for (std::string& name : names) paths.push_back({Step{std::move(name)}});
    return paths;
}

// The table, and the index where one is named.
Result<Listing> listing_of(const Caller& caller, const Members& request, std::string_view action) {
    const auto schema = caller.table(request, action);
    if (!schema) return std::unexpected(schema.error());
    Listing out{.schema = *schema, .range = {}, .narrowing = {}, .filter = {}, .projection = {}, .limit = {}};
    const auto name = request.text("IndexName");
    const auto consistent = request.flag("ConsistentRead", false);
    if (!name) return std::unexpected(name.error());
    if (!consistent) return std::unexpected(consistent.error());
    if (!*name) return out;
    out.index = (*schema)->index(**name);
    if (out.index == nullptr) return invalid("The table does not have the specified index: " + std::string(**name));
    if (*consistent) return invalid("Consistent reads are not supported on global secondary indexes");
    out.narrowing = narrowing_of(**schema, out.index->declared);
    return out;
}

Result<void> take_limit(const Members& request, Listing& out) {
    const auto limit = request.integer("Limit");
    if (!limit) return std::unexpected(limit.error());
    if (!*limit) return {};
    if (**limit < 1)
        return invalid("1 validation error detected: Value '" + std::to_string(**limit) +
                       "' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1");
    out.limit = static_cast<std::size_t>(**limit);
    return {};
}

Result<void> take_select(const Members& request, Listing& out) {
    const auto select = request.text("Select");
    if (!select) return std::unexpected(select.error());
    const std::string_view chosen = select->value_or("");
    if (chosen == "COUNT") {
        if (out.projection)
            return invalid("Cannot specify the ProjectionExpression when choosing to get only the Count");
        out.only_count = true;
    } else if (chosen == "SPECIFIC_ATTRIBUTES") {
        if (!out.projection)
            return invalid(
                "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
    } else if (chosen == "ALL_ATTRIBUTES") {
        if (out.projection)
            return invalid("Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES");
        if (out.narrowing)
            return invalid(
                "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for "
                "global secondary index " +
                out.index->declared.name + " because its projection type is not ALL");
    } else if (chosen == "ALL_PROJECTED_ATTRIBUTES") {
        if (out.index == nullptr)
            return invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
    } else if (!chosen.empty()) {
        return invalid("1 validation error detected: Value '" + std::string(chosen) +
                       "' at 'select' failed to satisfy constraint: Member must satisfy enum value set: "
                       "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]");
    }
    return {};
}

Result<void> check_projected(const Listing& out) {
    if (!out.projection || !out.narrowing) return {};
    for (const Path& path : *out.projection)
        if (std::ranges::find(*out.narrowing, Path{path.front()}) == out.narrowing->end())
            return invalid("One or more parameter values were invalid: Global secondary index " +
                           out.index->declared.name + " does not project " + to_string({path.front()}));
    return {};
}

// The attributes at the root of every path in a condition.
struct TopLevelNames {
    std::vector<std::string>& names;

    void add(const Path& path) const { names.push_back(std::get<std::string>(path.front())); }
    void add(const Operand& operand) const {
        if (const auto* path = std::get_if<Path>(&operand)) add(*path);
        if (const auto* size = std::get_if<SizeOf>(&operand)) add(size->path);
    }
    void operator()(const Compare& c) const { add(c.left), add(c.right); }
    void operator()(const Between& c) const { add(c.what), add(c.low), add(c.high); }
    void operator()(const In& c) const {
        add(c.what);
        for (const Operand& operand : c.among) add(operand);
    }
    void operator()(const Exists& c) const { add(c.path); }
    void operator()(const HasType& c) const { add(c.path); }
    void operator()(const BeginsWith& c) const { add(c.what), add(c.prefix); }
    void operator()(const Contains& c) const { add(c.what), add(c.member); }
    void operator()(const All& c) const { each(c.of); }
    void operator()(const Any& c) const { each(c.of); }
    void operator()(const Not& c) const { each(c.of); }
    void each(const std::vector<Condition>& of) const {
        for (const Condition& condition : of) std::visit(*this, condition.node);
    }
};

Result<void> check_filter_of_query(const Listing& out) {
    if (!out.filter) return {};
    std::vector<std::string> names;
    std::visit(TopLevelNames{names}, out.filter->node);
    for (const std::string& name : names)
        if (out.partition().name == name || (out.sort() && out.sort()->name == name))
            return invalid("Filter Expression can only contain non-primary key attributes: Primary key attribute: " +
                           name);
    return {};
}

// ExclusiveStartKey as the key that it stands for, in the table or the index.
Result<std::optional<std::string>> start_key(const Members& request, const Listing& of) {
    const auto* json = request.find("ExclusiveStartKey");
    if (json == nullptr) return std::nullopt;
    const auto key = read_item(*json);
    if (!key) return std::unexpected(key.error());
    const Schema& schema = *of.schema;
    const auto wrong = [&](const KeyAttribute& attribute) {
        const auto found = key->find(attribute.name);
        return found == key->end() || !has_type(found->second, attribute.type);
    };
    const bool misfit =
        wrong(schema.declared.partition) || (schema.declared.sort && wrong(*schema.declared.sort)) ||
        wrong(of.partition()) || (of.sort() && wrong(*of.sort())) ||
        std::ranges::any_of(*key, [&](const auto& member) { return !of.is_key_of_listing(member.first); });
    if (misfit) return invalid("The provided starting key is invalid");
    std::string own = item_key(schema, *key);
    return of.index == nullptr ? own : index_key(of.index->declared, *key, own);
}

// Goes on after `start`; false where that is outside of what is asked for.
bool continue_after(KeyRange& range, std::string start) {
    if (start < range.low || start >= range.high) return false;
    if (range.forward)
        range.low = just_after(std::move(start));
    else
        range.high = std::move(start);
    return true;
}

// What a page has so far.
class Page {
public:
    explicit Page(const Listing& of) : of_(of) {}

    // False: the page is full.
    bool take(const Row& row) {
        ++scanned_;
        size_ += row.size;
        if (auto failure = keep(row)) {
            failure_ = std::move(failure);
            return false;
        }
        full_ = size_ >= max_page_bytes || (of_.limit && scanned_ >= *of_.limit);
        if (full_) last_ = std::string(row.text);
        return !full_;
    }

    [[nodiscard]] Result<std::string> answer() && {
        if (failure_) return std::unexpected(std::move(*failure_));
        std::string out = "{\"Count\":" + std::to_string(matched_) + ",\"ScannedCount\":" + std::to_string(scanned_);
        if (!of_.only_count) {
            out += ",\"Items\":[";
            out += items_;
            out += ']';
        }
        if (full_) {
            const auto last = stored_item(last_);
            if (!last) return std::unexpected(last.error());
            Item key;
            for (const auto& [name, value] : *last)
                if (of_.is_key_of_listing(name)) key.emplace(name, value);
            out += ",\"LastEvaluatedKey\":";
            write_item(out, key);
        }
        return out + '}';
    }

private:
    std::optional<Failure> keep(const Row& row) {
        const bool as_stored = !of_.filter && !of_.projection && !of_.narrowing;
        if (as_stored || (of_.only_count && !of_.filter)) {
            append(row.text);
            return std::nullopt;
        }
        auto item = stored_item(row.text);
        if (!item) return item.error();
        if (of_.narrowing) item = project(*item, *of_.narrowing);
        if (of_.filter && !matches(*of_.filter, *item)) return std::nullopt;
        append(of_.only_count ? "" : item_text(of_.projection ? project(*item, *of_.projection) : *item));
        return std::nullopt;
    }
    void append(std::string_view text) {
        if (matched_++ > 0 && !of_.only_count) items_ += ',';
        if (!of_.only_count) items_ += text;
    }

    const Listing& of_;
    std::string items_;
    std::string last_;
    std::size_t matched_ = 0;
    std::size_t scanned_ = 0;
    std::size_t size_ = 0;
    bool full_ = false;
    std::optional<Failure> failure_;
};

// What both operations read of a request once the range of keys is known.
Result<void> take_common(const Members& request, Placeholders& placeholders, Listing& out) {
    auto filter = condition_member(request, "FilterExpression", placeholders);
    if (!filter) return std::unexpected(std::move(filter.error()));
    out.filter = std::move(*filter);
    auto projection = projection_member(request, placeholders);
    if (!projection) return std::unexpected(std::move(projection.error()));
    out.projection = std::move(*projection);
    if (auto done = take_limit(request, out); !done) return done;
    if (auto done = take_select(request, out); !done) return done;
    return check_projected(out);
}

// `outside` says what is wrong with a start that is none.
Result<std::string> list(const Members& request, Listing of, Storage& storage,
                         const std::function<std::string_view(std::string_view start)>& outside) {
    auto start = start_key(request, of);
    if (!start) return std::unexpected(std::move(start.error()));
    if (*start && !continue_after(of.range, **start)) return invalid(std::string(outside(**start)));
    Page page(of);
    storage.range(*of.schema, of.index, of.range, [&](const Row& row) { return page.take(row); });
    return std::move(page).answer();
}

Result<void> take_segment(const Members& request, Listing& out) {
    const auto segment = request.integer("Segment");
    const auto total = request.integer("TotalSegments");
    if (!segment) return std::unexpected(segment.error());
    if (!total) return std::unexpected(total.error());
    if (*segment && !*total)
        return invalid(
            "The TotalSegments parameter is required but was not present in the request when Segment parameter is "
            "present");
    if (*total && !*segment)
        return invalid(
            "The Segment parameter is required but was not present in the request when parameter TotalSegments is "
            "present");
    const std::int64_t part = segment->value_or(0);
    const std::int64_t parts = total->value_or(1);
    if (parts < 1 || parts > max_segments)
        return invalid(
            "1 validation error detected: Value '" + std::to_string(parts) +
            "' at 'totalSegments' failed to satisfy constraint: Member must have value between 1 and 1000000");
    if (part < 0 || part >= parts)
        return invalid("The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: " +
                       std::to_string(part) + " is not less than TotalSegments: " + std::to_string(parts));
    const auto count = static_cast<std::uint64_t>(parts);
    const auto number = static_cast<std::uint64_t>(part);
    out.range = {segment_start(number, count), segment_start(number + 1, count), true};
    return {};
}

}  // namespace

Result<std::string> query(const Caller& caller, const Members& request, Storage& storage) {
    auto listing = listing_of(caller, request, "dynamodb:Query");
    if (!listing) return std::unexpected(std::move(listing.error()));
    auto placeholders = Placeholders::read(request);
    if (!placeholders) return std::unexpected(std::move(placeholders.error()));
    const auto condition = condition_member(request, "KeyConditionExpression", *placeholders);
    if (!condition) return std::unexpected(condition.error());
    if (!*condition)
        return invalid(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
    if (auto taken = take_common(request, *placeholders, *listing); !taken) return std::unexpected(taken.error());
    if (auto used = placeholders->check_all_used(true, ""); !used) return std::unexpected(used.error());
    if (auto checked = check_filter_of_query(*listing); !checked) return std::unexpected(checked.error());
    auto bounds = key_bounds(**condition, listing->partition(), listing->sort());
    if (!bounds) return std::unexpected(std::move(bounds.error()));
    const auto forward = request.flag("ScanIndexForward", true);
    if (!forward) return std::unexpected(forward.error());
    listing->range = {std::move(bounds->low), std::move(bounds->high), *forward};
    const auto outside = [&](std::string_view start) -> std::string_view {
        return start.starts_with(bounds->partition)
                   ? "The provided starting key does not match the range key predicate"
                   : "The provided starting key is outside query boundaries based on provided conditions";
    };
    return list(request, std::move(*listing), storage, outside);
}

Result<std::string> scan(const Caller& caller, const Members& request, Storage& storage) {
    auto listing = listing_of(caller, request, "dynamodb:Scan");
    if (!listing) return std::unexpected(std::move(listing.error()));
    auto placeholders = Placeholders::read(request);
    if (!placeholders) return std::unexpected(std::move(placeholders.error()));
    if (auto taken = take_common(request, *placeholders, *listing); !taken) return std::unexpected(taken.error());
    if (auto used = placeholders->check_all_used(listing->filter || listing->projection, "FilterExpression is null");
        !used)
        return std::unexpected(used.error());
    if (auto taken = take_segment(request, *listing); !taken) return std::unexpected(taken.error());
    const auto outside = [](std::string_view) -> std::string_view {
        return "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with "
               "correct Segment.";
    };
    return list(request, std::move(*listing), storage, outside);
}

}  // namespace vitrine::host::tables
