// Writing JSON and store values through one set of verbs, so that a shape is described once (see product_shape.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/json_text.hpp"
#include "services/store/store.hpp"

namespace shop {

using vitrine::JsonText;

// Builds the same shape as a store value.
class ValueBuilder {
public:
    void begin_object() { open(store::Map{}); }
    void end_object() { close(); }
    void begin_list() { open(store::List{}); }
    void end_list() { close(); }
    void key(std::string_view name) { open_.back().key = name; }
    void text(std::string_view value) { add(value); }
    void number(std::int64_t value) { add(value); }
    void flag(bool value) { add(value); }
    void null() { add({}); }
    // Once, when every object and list is ended.
    [[nodiscard]] store::Value take() { return std::move(done_); }

private:
    struct Open {
        store::Value container;
        std::string key;
    };
    void open(store::Value container) { open_.push_back({std::move(container), {}}); }
    void close();
    void add(store::Value value);

    std::vector<Open> open_;
    store::Value done_;
};

template <class Sink>
void write_texts(Sink& out, const std::vector<std::string>& texts) {
    out.begin_list();
    for (const auto& text : texts) out.text(text);
    out.end_list();
}

// One object: `write` is given the writer between its brackets. `size`: bytes to reserve.
template <typename Write>
[[nodiscard]] std::string json_object(std::size_t size, Write write) {
    std::string text;
    text.reserve(size);
    JsonText out(text);
    out.begin_object();
    write(out);
    out.end_object();
    return text;
}

// Members in the order of their names.
void write_value(JsonText& out, const store::Value& value);
// The same as a text of its own.
[[nodiscard]] std::string json_of(const store::Value& value);

}  // namespace shop
