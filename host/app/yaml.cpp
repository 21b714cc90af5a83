#include "host/app/yaml.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>

#include "host/app/regex.hpp"

namespace vitrine::host {

namespace {

// What a plain scalar is in YAML's core schema.
enum class Plain { text, null, flag, number };

Plain kind_of(const YAML::Node& node) {
    if (node.Tag() == "!") return Plain::text;  // quoted
    static const Regex number(R"([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+)");
    static constexpr std::array nulls{"", "~", "null", "Null", "NULL"};
    static constexpr std::array flags{"true", "True", "TRUE", "false", "False", "FALSE"};
    const std::string& text = node.Scalar();
    if (std::ranges::find(nulls, text) != nulls.end()) return Plain::null;
    if (std::ranges::find(flags, text) != flags.end()) return Plain::flag;
    return number.matches(text) ? Plain::number : Plain::text;
}

std::string_view describe(const YAML::Node& node) {
    if (node.IsMap()) return "a map";
    if (node.IsSequence()) return "a list";
    if (node.IsNull()) return "empty";
    switch (kind_of(node)) {
        case Plain::null:
            return "empty";
        case Plain::flag:
            return "true or false";
        case Plain::number:
            return "a number";
        case Plain::text:
            break;
    }
    return "a text";
}

void wrong_type(const YAML::Node& node, const std::string& what, std::string_view wanted, Mistakes& mistakes) {
    mistakes.add(node.Mark(), fmt::format("{} must be {}, not {}", what, wanted, describe(node)));
}

std::string spoken(std::chrono::seconds span) {
    using namespace std::chrono;
    const auto say = [](auto count, std::string_view unit) {
        return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
    };
    if (span % days{1} == 0s) return say(span / days{1}, "day");
    if (span % hours{1} == 0s) return say(span / hours{1}, "hour");
    if (span % minutes{1} == 0s) return say(span / minutes{1}, "minute");
    return say(span.count(), "second");
}

}  // namespace

std::vector<Entry> entries(const YAML::Node& node, const std::string& what, Mistakes& mistakes) {
    std::vector<Entry> found;
    if (!node.IsDefined()) return found;
    if (!node.IsMap()) {
        wrong_type(node, what, "a map", mistakes);
        return found;
    }
    for (const auto& pair : node) {
        if (!pair.first.IsScalar()) {
            mistakes.add(pair.first.Mark(), fmt::format("a key of {} must be a text", what));
            continue;
        }
        Entry entry{pair.first.Scalar(), pair.first.Mark(), pair.second};
        const auto same = [&](const Entry& other) { return other.key == entry.key; };
        if (const auto first = std::ranges::find_if(found, same); first != found.end()) {
            mistakes.add(entry.mark,
                         fmt::format("'{}' is already in {}, at line {}", entry.key, what, first->mark.line + 1));
        } else {
            found.push_back(std::move(entry));
        }
    }
    return found;
}

Fields::Fields(const YAML::Node& node, std::string what, std::vector<std::string> known, Mistakes& mistakes)
    : what_(std::move(what)), mark_(node.Mark()), entries_(entries(node, what_, mistakes)), mistakes_(mistakes) {
    for (const Entry& entry : entries_) {
        if (std::ranges::find(known, entry.key) != known.end()) continue;
        mistakes_.add(entry.mark,
                      fmt::format("unknown key '{}' in {}{}", entry.key, what_, did_you_mean(entry.key, known)));
    }
}

YAML::Node Fields::optional(std::string_view key) const {
    const auto found = std::ranges::find_if(entries_, [&](const Entry& entry) { return entry.key == key; });
    return found == entries_.end() ? YAML::Node(YAML::NodeType::Undefined) : found->value;
}

YAML::Node Fields::required(std::string_view key) const {
    YAML::Node node = optional(key);
    if (!node.IsDefined()) mistakes_.add(mark_, fmt::format("{} has no '{}'", what_, key));
    return node;
}

std::string Fields::name_of(std::string_view key) const {
    return fmt::format("{}.{}", what_, key);
}

std::optional<std::string> read_text(const YAML::Node& node, const std::string& what, Mistakes& mistakes) {
    if (!node.IsDefined()) return std::nullopt;
    if (node.IsScalar() && kind_of(node) == Plain::text) return node.Scalar();
    const bool quotes_help = node.IsScalar() && kind_of(node) != Plain::null;
    wrong_type(node, what, quotes_help ? "a text (put it in quotes)" : "a text", mistakes);
    return std::nullopt;
}

std::optional<std::string> read_choice(const YAML::Node& node, const std::string& what,
                                       const std::vector<std::string>& choices, Mistakes& mistakes) {
    auto text = read_text(node, what, mistakes);
    if (!text || std::ranges::find(choices, *text) != choices.end()) return text;
    mistakes.add(node.Mark(), fmt::format("{} is '{}', not one of {}", what, *text, fmt::join(choices, ", ")));
    return std::nullopt;
}

std::optional<int> read_integer(const YAML::Node& node, const std::string& what, std::pair<int, int> range,
                                Mistakes& mistakes) {
    if (!node.IsDefined()) return std::nullopt;
    int value = 0;
    const std::string text = node.IsScalar() ? node.Scalar() : "";
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (!node.IsScalar() || node.Tag() == "!" || failed != std::errc{} || end != text.data() + text.size()) {
        wrong_type(node, what, "a whole number", mistakes);
        return std::nullopt;
    }
    if (value >= range.first && value <= range.second) return value;
    mistakes.add(node.Mark(), fmt::format("{} must be {} to {}, not {}", what, range.first, range.second, value));
    return std::nullopt;
}

std::optional<bool> read_flag(const YAML::Node& node, const std::string& what, Mistakes& mistakes) {
    if (!node.IsDefined()) return std::nullopt;
    if (node.IsScalar() && kind_of(node) == Plain::flag)
        return node.Scalar().front() == 't' || node.Scalar().front() == 'T';
    wrong_type(node, what, "true or false", mistakes);
    return std::nullopt;
}

std::optional<std::chrono::seconds> read_duration(const YAML::Node& node, const std::string& what,
                                                  std::pair<std::chrono::seconds, std::chrono::seconds> range,
                                                  Mistakes& mistakes) {
    const auto text = read_text(node, what, mistakes);
    if (!text) return std::nullopt;
    static const Regex form("([1-9][0-9]{0,6}) (second|minute|hour|day)s?");
    const auto parts = form.parts_of(*text);
    if (!parts) {
        mistakes.add(
            node.Mark(),
            fmt::format("{} is '{}', not a duration such as '30 seconds', '1 minute' or '2 hours'", what, *text));
        return std::nullopt;
    }
    const std::string& unit = (*parts)[2];
    const int seconds = unit == "second" ? 1 : unit == "minute" ? 60 : unit == "hour" ? 3600 : 86400;
    const std::chrono::seconds span{std::int64_t{std::stol((*parts)[1])} * seconds};
    if (span >= range.first && span <= range.second) return span;
    mistakes.add(node.Mark(),
                 fmt::format("{} must be {} to {}, not {}", what, spoken(range.first), spoken(range.second), *text));
    return std::nullopt;
}

bool check_name(const Entry& entry, std::string_view kind, Mistakes& mistakes) {
    static const Regex form("[a-z][a-z0-9-]{0,47}");
    if (form.matches(entry.key)) return true;
    mistakes.add(entry.mark, fmt::format("'{}' is no name for a {}: lower-case letters, digits and hyphens, a letter "
                                         "first, 48 at most",
                                         entry.key, kind));
    return false;
}

void read_yaml(const std::filesystem::path& file, Mistakes& mistakes,
               const std::function<void(const YAML::Node&)>& read) {
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return mistakes.add(YAML::Mark::null_mark(), fmt::format("cannot be read: {}", std::strerror(errno)));
    try {
        read(YAML::Load(text.str()));
    } catch (const YAML::Exception& broken) {
        mistakes.add(broken.mark, fmt::format("not YAML: {}", broken.msg));
    }
}

std::vector<YAML::Node> read_list(const YAML::Node& node, const std::string& what, Mistakes& mistakes) {
    std::vector<YAML::Node> found;
    if (!node.IsDefined()) return found;
    if (!node.IsSequence()) {
        wrong_type(node, what, "a list", mistakes);
        return found;
    }
    for (const auto& element : node) found.push_back(element);
    return found;
}

}  // namespace vitrine::host
