#include "services/shop/json_text.hpp"

#include <utility>

#include "lib/overloaded.hpp"

namespace shop {
void ValueBuilder::close() {
    store::Value finished = std::move(open_.back().container);
    open_.pop_back();
    add(std::move(finished));
}

void ValueBuilder::add(store::Value value) {
    if (open_.empty()) {
        done_ = std::move(value);
    } else if (auto* list = std::get_if<store::List>(&open_.back().container.v)) {
        list->push_back(std::move(value));
    } else {
        std::get<store::Map>(open_.back().container.v)
            .insert_or_assign(std::exchange(open_.back().key, {}), std::move(value));
    }
}

void write_value(JsonText& out, const store::Value& value) {
    std::visit(vitrine::Overloaded{
                   [&](std::nullptr_t) { out.null(); },
                   [&](bool flag) { out.flag(flag); },
                   [&](std::int64_t number) { out.number(number); },
                   [&](const std::string& text) { out.text(text); },
                   [&](const store::List& list) {
                       out.begin_list();
                       for (const auto& element : list) write_value(out, element);
                       out.end_list();
                   },
                   [&](const store::Map& map) {
                       out.begin_object();
                       for (const auto& [name, member] : map) {
                           out.key(name);
                           write_value(out, member);
                       }
                       out.end_object();
                   },
               },
               value.v);
}

std::string json_of(const store::Value& value) {
    std::string text;
    JsonText out(text);
    write_value(out, value);
    return text;
}

}  // namespace shop
