// JSON written straight into a string: for what is written often, where a document tree would cost more than the rest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine {

// Appends one value to a text. Puts the commas and escapes; what is written must come in a sensible order.
class JsonText {
public:
    explicit JsonText(std::string& out) : out_(out) {}

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_list() { open('['); }
    void end_list() { close(']'); }
    void key(std::string_view name);
    void text(std::string_view value);
    void number(std::int64_t value);
    void flag(bool value) { raw(value ? "true" : "false"); }
    void null() { raw("null"); }
    // A value that is JSON already.
    void raw(std::string_view json);

private:
    void open(char bracket);
    void close(char bracket);
    void separate();

    std::string& out_;
    bool first_ = true;  // nothing stands yet where the next value goes
};

}  // namespace vitrine
