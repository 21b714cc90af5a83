// JSON written straight into a string: for what is written often, where a document tree would cost more than the rest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine {

// Appends one value to a text. Writes the commas and escapes; that ends match beginnings and each key has one value is
// not checked.
class JsonText {
public:
    explicit JsonText(std::string& out) : out_(out) {}

    JsonText& begin_object() { return open('{'); }
    JsonText& end_object() { return close('}'); }
    JsonText& begin_list() { return open('['); }
    JsonText& end_list() { return close(']'); }
    JsonText& key(std::string_view name);
    JsonText& text(std::string_view value);
    JsonText& number(std::int64_t value);
    JsonText& flag(bool value) { return raw(value ? "true" : "false"); }
    JsonText& null() { return raw("null"); }
    // A value that is JSON already.
    JsonText& raw(std::string_view json);
    JsonText& member(std::string_view name, std::string_view value) { return key(name).text(value); }

private:
    JsonText& open(char bracket);
    JsonText& close(char bracket);
    void separate();

    std::string& out_;
    bool first_ = true;  // nothing stands yet where the next value goes
};

}  // namespace vitrine
