#include "lib/log.hpp"

#include <fmt/format.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <iterator>

#include "lib/encoding.hpp"

namespace vitrine {
namespace {

constexpr std::string_view level_names[] = {"Verbose", "Debug", "Information", "Warning", "Error", "Fatal"};

bool same_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b,
                              [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

void append_field(std::string& out, std::string_view name, std::string_view text) {
    out += ",\"";
    out += name;
    out += "\":";
    append_json_string(out, text);
}

struct AppendValue {
    std::string& out;
    void operator()(bool flag) const { out += flag ? "true" : "false"; }
    void operator()(std::int64_t number) const { fmt::format_to(std::back_inserter(out), "{}", number); }
    void operator()(const std::string& text) const { append_json_string(out, text); }
    void operator()(const Json& json) const { out += json.text; }
    // JSON has no infinities and no NaN.
    void operator()(double number) const {
        if (std::isfinite(number))
            fmt::format_to(std::back_inserter(out), "{}", number);
        else
            append_json_string(out, fmt::format("{}", number));
    }
};

void append_property(std::string& out, const Property& property) {
    out += ',';
    if (property.name.starts_with('@'))
        append_json_string(out, '@' + property.name);
    else
        append_json_string(out, property.name);
    out += ':';
    std::visit(AppendValue{out}, property.value);
}

bool names(const Properties& properties, std::string_view name) {
    return std::ranges::any_of(properties, [&](const Property& p) { return p.name == name; });
}

// A line that cannot be written is lost: a log never stops the program.
void write_line(int descriptor, std::string_view line) {
    std::string_view parts[] = {line, "\n"};
    while (!parts[0].empty() || !parts[1].empty()) {
        iovec vectors[2];
        for (std::size_t i = 0; i < 2; ++i) vectors[i] = {const_cast<char*>(parts[i].data()), parts[i].size()};
        const ssize_t written = writev(descriptor, vectors, 2);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return;
        auto count = static_cast<std::size_t>(written);
        for (auto& part : parts) {
            const std::size_t taken = std::min(count, part.size());
            part.remove_prefix(taken);
            count -= taken;
        }
    }
}

bool is_lower_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool all_zero(std::string_view text) {
    return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

std::optional<Level> level_from(std::string_view name) {
    for (std::size_t i = 0; i < std::size(level_names); ++i)
        if (same_ignoring_case(name, level_names[i])) return static_cast<Level>(i);
    return std::nullopt;
}

std::string_view name_of(Level level) {
    return level_names[static_cast<std::size_t>(level)];
}

Log::Log(Sink sink, Level minimum, Clock clock)
    : sink_(std::make_shared<const Sink>(std::move(sink))), minimum_(minimum), clock_(std::move(clock)) {}

Log Log::to_descriptor(int descriptor, Level minimum, Clock clock) {
    return Log([descriptor](Level, std::string_view line) { write_line(descriptor, line); }, minimum, std::move(clock));
}

Log Log::silent() {
    return Log([](Level, std::string_view) {}, static_cast<Level>(std::size(level_names)), [] { return Instant{}; });
}

Log Log::with(Properties more) const {
    Log copy = *this;
    std::erase_if(copy.context_, [&](const Property& p) { return names(more, p.name); });
    copy.context_.insert(copy.context_.end(), std::make_move_iterator(more.begin()),
                         std::make_move_iterator(more.end()));
    return copy;
}

Log Log::in_trace(std::string trace_id, std::string span_id) const {
    Log copy = *this;
    copy.trace_id_ = std::move(trace_id);
    copy.span_id_ = std::move(span_id);
    return copy;
}

void Log::write(Level level, std::string_view message_template, const Properties& properties,
                std::string_view exception) const {
    if (!enabled(level)) return;
    std::string line;
    line.reserve(256);
    line += "{\"@t\":\"";
    line += rfc3339(clock_());
    line += '"';
    append_field(line, "@mt", message_template);
    if (level != Level::information) append_field(line, "@l", name_of(level));
    if (!exception.empty()) append_field(line, "@x", exception);
    if (!trace_id_.empty()) append_field(line, "@tr", trace_id_);
    if (!span_id_.empty()) append_field(line, "@sp", span_id_);
    for (const Property& property : context_)
        if (!names(properties, property.name)) append_property(line, property);
    for (const Property& property : properties) append_property(line, property);
    line += '}';
    (*sink_)(level, line);
}

std::optional<TraceParent> parse_traceparent(std::string_view header) {
    constexpr std::size_t length = 55;
    if (header.size() < length) return std::nullopt;
    const std::string_view version = header.substr(0, 2);
    const std::string_view trace = header.substr(3, 32);
    const std::string_view span = header.substr(36, 16);
    const std::string_view flags = header.substr(53, 2);
    if (header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
    if (!is_lower_hex(version) || version == "ff" || !is_lower_hex(trace) || !is_lower_hex(span)) return std::nullopt;
    if (!is_lower_hex(flags) || all_zero(trace) || all_zero(span)) return std::nullopt;
    // A later version may say more after a dash; version 00 may not.
    if (header.size() > length && (version == "00" || header[length] != '-')) return std::nullopt;
    return TraceParent{std::string(trace), std::string(span), std::string(flags)};
}

}  // namespace vitrine
