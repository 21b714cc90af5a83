#include "services/store/memory/item_rules.hpp"

#include <algorithm>
#include <compare>

#include "lib/overloaded.hpp"

namespace shop::store {
namespace {

std::unexpected<std::string> nowhere(const Path& path) {
    const auto* name = std::get_if<std::string>(&path.steps.front());
    return std::unexpected("the update names something that is not there, below '" + (name ? *name : "") + "'");
}

std::partial_ordering order(const Value& a, const Value& b) {
    if (a.number() && b.number()) return *a.number() <=> *b.number();
    if (a.text() && b.text()) return *a.text() <=> *b.text();
    return std::partial_ordering::unordered;
}

bool compares(const Value* actual, Compare how, const Value& wanted) {
    if (actual == nullptr) return false;
    const auto ordering = order(*actual, wanted);
    switch (how) {
        case Compare::equal:
            return *actual == wanted;
        case Compare::not_equal:
            return *actual != wanted;
        case Compare::less:
            return ordering < 0;
        case Compare::less_equal:
            return ordering <= 0;
        case Compare::greater:
            return ordering > 0;
        case Compare::greater_equal:
            return ordering >= 0;
    }
    return false;
}

// One step down; nullptr where there is nothing.
Value* child(Value& parent, const std::variant<std::string, std::size_t>& step) {
    if (const auto* name = std::get_if<std::string>(&step)) {
        auto* map = std::get_if<Map>(&parent.v);
        const auto at = map ? map->find(*name) : Map::iterator{};
        return map && at != map->end() ? &at->second : nullptr;
    }
    auto* list = std::get_if<List>(&parent.v);
    const std::size_t index = std::get<std::size_t>(step);
    return list && index < list->size() ? &(*list)[index] : nullptr;
}

// What holds the path's last step.
Value* parent_of(Value& root, const Path& path) {
    Value* at = &root;
    for (std::size_t i = 0; at && i + 1 < path.steps.size(); ++i) at = child(*at, path.steps[i]);
    return at;
}

bool set(Value& root, const Path& path, Value value) {
    Value* parent = parent_of(root, path);
    if (parent == nullptr) return false;
    if (const auto* name = std::get_if<std::string>(&path.steps.back())) {
        auto* map = std::get_if<Map>(&parent->v);
        if (map) map->insert_or_assign(*name, std::move(value));
        return map != nullptr;
    }
    auto* list = std::get_if<List>(&parent->v);
    const std::size_t index = std::get<std::size_t>(path.steps.back());
    if (list && index < list->size())
        (*list)[index] = std::move(value);
    else if (list)
        list->push_back(std::move(value));  // past the end means at the end
    return list != nullptr;
}

bool remove(Value& root, const Path& path) {
    Value* parent = parent_of(root, path);
    if (parent == nullptr) return path.steps.size() == 1;
    if (const auto* name = std::get_if<std::string>(&path.steps.back())) {
        if (auto* map = std::get_if<Map>(&parent->v)) map->erase(*name);
    } else if (auto* list = std::get_if<List>(&parent->v)) {
        const std::size_t index = std::get<std::size_t>(path.steps.back());
        if (index < list->size()) list->erase(list->begin() + static_cast<std::ptrdiff_t>(index));
    }
    return true;
}

const Path& path_of(const Change& change) {
    return std::visit([](const auto& c) -> const Path& { return c.path; }, change);
}

// One is the other's beginning, or the same.
bool overlap(const Path& a, const Path& b) {
    const std::size_t steps = std::min(a.steps.size(), b.steps.size());
    return std::equal(a.steps.begin(), a.steps.begin() + static_cast<std::ptrdiff_t>(steps), b.steps.begin());
}

bool is_consistent(const Update& update) {
    for (auto one = update.begin(); one != update.end(); ++one) {
        const auto with_it = [&](const Change& other) { return overlap(path_of(*one), path_of(other)); };
        if (std::any_of(std::next(one), update.end(), with_it)) return false;
    }
    return true;
}

}  // namespace

const Value* find(const Item& item, const Path& path) {
    const auto* name = std::get_if<std::string>(&path.steps.front());
    const auto first = name ? item.find(*name) : item.end();
    if (first == item.end()) return nullptr;
    const Value* at = &first->second;
    for (std::size_t i = 1; at && i < path.steps.size(); ++i) at = child(const_cast<Value&>(*at), path.steps[i]);
    return at;
}

bool holds(const Condition& condition, const Item& item) {
    const auto each = [&](const Condition& one) { return holds(one, item); };
    return std::visit(vitrine::Overloaded{
                          [&](const Exists& c) { return find(item, c.path) != nullptr; },
                          [&](const NotExists& c) { return find(item, c.path) == nullptr; },
                          [&](const Compares& c) { return compares(find(item, c.path), c.how, c.value); },
                          [&](const BeginsWith& c) {
                              const Value* value = find(item, c.path);
                              return value && value->text() && value->text()->starts_with(c.prefix);
                          },
                          [&](const All& c) { return std::ranges::all_of(c.of, each); },
                          [&](const Any& c) { return std::ranges::any_of(c.of, each); },
                      },
                      condition.node);
}

std::expected<Item, std::string> updated(const Item& item, const Update& update) {
    if (!is_consistent(update)) return std::unexpected("two of its paths overlap");
    Value root(item);
    for (const Change& change : update) {
        const bool done =
            std::visit(vitrine::Overloaded{
                           [&](const Set& c) { return set(root, c.path, c.value); },
                           [&](const Increase& c) {
                               const Value* before = find(item, c.path);
                               return before && before->number() && set(root, c.path, *before->number() + c.by);
                           },
                           [&](const Append& c) {
                               const Value* before = find(item, c.path);
                               if (!before || !before->list()) return false;
                               List list = *before->list();
                               list.insert(list.end(), c.values.begin(), c.values.end());
                               return set(root, c.path, std::move(list));
                           },
                           [&](const Remove& c) { return remove(root, c.path); },
                       },
                       change);
        if (!done) return nowhere(path_of(change));
    }
    return std::get<Map>(std::move(root.v));
}

}  // namespace shop::store
