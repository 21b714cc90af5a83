// JSON written straight into a string: the gateway makes one event a request, and a document tree would cost more than
// all the rest of its work.
#pragma once

#include <string>
#include <string_view>

namespace vitrine::host::gateway {

// An object or array in the making: puts the commas.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& end_array() { return close(']'); }

    // `name` is a literal of ours that needs no escaping.
    JsonWriter& key(std::string_view name);
    JsonWriter& any_key(std::string_view name);
    JsonWriter& text(std::string_view value);
    JsonWriter& number(long long value);
    JsonWriter& flag(bool value);

    JsonWriter& member(std::string_view name, std::string_view value) { return key(name).text(value); }

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();

    std::string& out_;
    bool first_ = true;  // nothing stands yet where the next element goes
};

}  // namespace vitrine::host::gateway
