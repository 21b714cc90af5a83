#include "host/tables/expressions/update.hpp"

#include <algorithm>
#include <utility>

#include "host/tables/expressions/document.hpp"

namespace vitrine::host::tables {
namespace {

std::unexpected<Failure> invalid_path() {
    return invalid("The document path provided in the update expression is invalid for update");
}
std::unexpected<Failure> wrong_type() {
    return invalid("An operand in the update expression has an incorrect data type");
}

Result<Value> value_of(const Term& term, const Item& item);

struct Compute {
    const Item& item;

    Result<Value> operator()(const Path& path) const {
        if (const Value* value = find(item, path)) return *value;
        return invalid("The provided expression refers to an attribute that does not exist in the item");
    }
    Result<Value> operator()(const Value& value) const { return value; }
    Result<Value> operator()(const IfNotExists& choice) const {
        if (const Value* value = find(item, choice.path)) return *value;
        return value_of(choice.otherwise.front(), item);
    }
    Result<Value> operator()(const ListAppend& append) const {
        auto first = value_of(append.lists[0], item);
        if (!first) return first;
        auto second = value_of(append.lists[1], item);
        if (!second) return second;
        List* head = first->as<List>();
        List* tail = second->as<List>();
        if (head == nullptr || tail == nullptr) return wrong_type();
        std::ranges::move(*tail, std::back_inserter(*head));
        return first;
    }
    Result<Value> operator()(const Sum& sum) const {
        const auto first = value_of(sum.terms[0], item);
        if (!first) return first;
        const auto second = value_of(sum.terms[1], item);
        if (!second) return second;
        const auto* a = first->as<Number>();
        const auto* b = second->as<Number>();
        if (a == nullptr || b == nullptr) return wrong_type();
        auto result = sum.minus ? a->minus(*b) : a->plus(*b);
        if (!result) return std::unexpected(std::move(result.error()));
        return Value{std::move(*result)};
    }
};

Result<Value> value_of(const Term& term, const Item& item) {
    return std::visit(Compute{item}, term.node);
}

// What holds the last step of a path: a map for a name, a list for a position. nullptr where the path leads nowhere.
Map* map_around(Item& item, const Path& path) {
    if (path.size() == 1) return &item;
    Value* parent = find(item, Path(path.begin(), path.end() - 1));
    return parent == nullptr ? nullptr : parent->as<Map>();
}
List* list_around(Item& item, const Path& path) {
    Value* parent = find(item, Path(path.begin(), path.end() - 1));
    return parent == nullptr ? nullptr : parent->as<List>();
}

Result<void> put(Item& item, const Path& path, Value value) {
    if (const auto* name = std::get_if<std::string>(&path.back())) {
        Map* map = map_around(item, path);
        if (map == nullptr) return invalid_path();
        map->insert_or_assign(*name, std::move(value));
        return {};
    }
    List* list = list_around(item, path);
    if (list == nullptr) return invalid_path();
    const std::size_t position = std::get<std::size_t>(path.back());
    if (position < list->size())
        (*list)[position] = std::move(value);
    else
        list->push_back(std::move(value));
    return {};
}

Result<void> drop(Item& item, const Path& path) {
    if (const auto* name = std::get_if<std::string>(&path.back())) {
        Map* map = map_around(item, path);
        if (map == nullptr) return invalid_path();
        map->erase(*name);
        return {};
    }
    List* list = list_around(item, path);
    if (list == nullptr) return invalid_path();
    const std::size_t position = std::get<std::size_t>(path.back());
    if (position < list->size()) list->erase(list->begin() + static_cast<std::ptrdiff_t>(position));
    return {};
}

template <typename Set>
bool unite(Value& into, const Value& more) {
    Set* set = into.as<Set>();
    const Set* members = more.as<Set>();
    if (set == nullptr || members == nullptr) return false;
    set->insert(members->begin(), members->end());
    return true;
}

template <typename Set>
bool take_out(Value& from, const Value& less) {
    Set* set = from.as<Set>();
    const Set* members = less.as<Set>();
    if (set == nullptr || members == nullptr) return false;
    for (const auto& member : *members) set->erase(member);
    return true;
}

bool is_empty_set(const Value& value) {
    const auto empty = [](const auto* set) { return set != nullptr && set->empty(); };
    return empty(value.as<StringSet>()) || empty(value.as<NumberSet>()) || empty(value.as<BinarySet>());
}

Result<void> add_to(Item& item, const PathAndValue& clause) {
    Value* present = find(item, clause.path);
    if (present == nullptr) return put(item, clause.path, clause.value);
    if (auto* number = present->as<Number>()) {
        const auto* more = clause.value.as<Number>();
        if (more == nullptr) return wrong_type();
        auto sum = number->plus(*more);
        if (!sum) return std::unexpected(std::move(sum.error()));
        *number = std::move(*sum);
        return {};
    }
    const bool united = unite<StringSet>(*present, clause.value) || unite<NumberSet>(*present, clause.value) ||
                        unite<BinarySet>(*present, clause.value);
    if (!united) return wrong_type();
    return {};
}

Result<void> erase_from(Item& item, const PathAndValue& clause) {
    Value* present = find(item, clause.path);
    if (present == nullptr) return {};
    const bool taken = take_out<StringSet>(*present, clause.value) || take_out<NumberSet>(*present, clause.value) ||
                       take_out<BinarySet>(*present, clause.value);
    if (!taken) return wrong_type();
    return is_empty_set(*present) ? drop(item, clause.path) : Result<void>{};
}

}  // namespace

Result<Item> updated(const Item& item, const Update& update) {
    Item out = item;
    // What is set beyond a list's end goes to its end in the order of the positions.
    std::vector<const Assignment*> assignments;
    for (const Assignment& assignment : update.set) assignments.push_back(&assignment);
    std::ranges::sort(assignments, {}, [](const Assignment* assignment) -> const Path& { return assignment->path; });
    for (const Assignment* assignment : assignments) {
        auto value = value_of(assignment->value, item);
        if (!value) return std::unexpected(std::move(value.error()));
        if (auto done = put(out, assignment->path, std::move(*value)); !done) return std::unexpected(done.error());
    }
    for (const PathAndValue& clause : update.add)
        if (auto done = add_to(out, clause); !done) return std::unexpected(done.error());
    for (const PathAndValue& clause : update.erase)
        if (auto done = erase_from(out, clause); !done) return std::unexpected(done.error());
    // Positions mean the list as it was: the highest go first.
    std::vector<Path> removals = update.remove;
    std::ranges::sort(removals, std::ranges::greater{});
    for (const Path& path : removals)
        if (auto done = drop(out, path); !done) return std::unexpected(done.error());
    return out;
}

}  // namespace vitrine::host::tables
