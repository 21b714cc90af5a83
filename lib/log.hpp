// Structured logging: message templates with named properties, one CLEF line an event
// (Compact Log Event Format, https://clef-json.org: @t @mt @l @x @tr @sp and the properties).
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "lib/secret.hpp"
#include "lib/time.hpp"

namespace vitrine {

// Serilog's names; Information is written without @l, as CLEF has it.
enum class Level { verbose, debug, information, warning, error, fatal };
[[nodiscard]] std::optional<Level> level_from(std::string_view name);  // any case
[[nodiscard]] std::string_view name_of(Level level);

// A value that is JSON already and is written as it is.
struct Json {
    std::string text;
};

// A property of an event: name in PascalCase, value text, integer, number, boolean or JSON. A Secret shows as ***.
struct Property {
    using Value = std::variant<bool, std::int64_t, double, std::string, Json>;
    std::string name;
    Value value;

    Property(std::string property, std::string_view text) : name(std::move(property)), value(std::string(text)) {}
    Property(std::string property, const char* text) : name(std::move(property)), value(std::string(text)) {}
    Property(std::string property, Json json) : name(std::move(property)), value(std::move(json)) {}
    Property(std::string property, const Secret&) : name(std::move(property)), value(std::string("***")) {}
    Property(std::string property, bool flag) : name(std::move(property)), value(flag) {}
    Property(std::string property, double number) : name(std::move(property)), value(number) {}
    template <typename Integer>
        requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>)
    Property(std::string property, Integer number)
        : name(std::move(property)), value(static_cast<std::int64_t>(number)) {}
};
using Properties = std::vector<Property>;

// Cheap to copy. Thread-safe as far as its sink is. Lines end without '\n'; the sink adds what it needs.
class Log {
public:
    using Sink = std::function<void(Level, std::string_view line)>;

    Log(Sink sink, Level minimum, Clock clock);
    // One writev(2) a line, more where the descriptor takes a part only. A line that cannot be written is lost: a log
    // never stops the program.
    [[nodiscard]] static Log to_descriptor(int descriptor, Level minimum, Clock clock);
    [[nodiscard]] static Log silent();

    // The same log with these properties on every event; they replace those of the same name.
    [[nodiscard]] Log with(Properties more) const;
    // The same log in a trace (W3C ids: 32 and 16 hex digits).
    [[nodiscard]] Log in_trace(std::string trace_id, std::string span_id) const;
    [[nodiscard]] bool enabled(Level level) const { return level >= minimum_; }

    void write(Level level, std::string_view message_template, const Properties& properties = {},
               std::string_view exception = {}) const;
    void debug(std::string_view text, const Properties& p = {}) const { write(Level::debug, text, p); }
    void information(std::string_view text, const Properties& p = {}) const { write(Level::information, text, p); }
    void warning(std::string_view text, const Properties& p = {}) const { write(Level::warning, text, p); }
    void error(std::string_view text, const Properties& p = {}) const { write(Level::error, text, p); }

private:
    std::shared_ptr<const Sink> sink_;
    Level minimum_;
    Clock clock_;
    std::string trace_id_;
    std::string span_id_;
    Properties context_;
};

// W3C Trace Context, version 00: `00-TRACE-SPAN-FLAGS`.
struct TraceParent {
    std::string trace_id;
    std::string span_id;
    std::string flags;
};
// Of a later version what version 00 has. nullopt for any other form, and where an id is all zeros.
// https://www.w3.org/TR/trace-context/#traceparent-header
[[nodiscard]] std::optional<TraceParent> parse_traceparent(std::string_view header);

}  // namespace vitrine
