#include "host/tables/expressions/document.hpp"

#include <map>
#include <span>

namespace vitrine::host::tables {
namespace {

Value* find_in(Item& item, std::span<const Step> path) {
    Map* map = &item;
    Value* at = nullptr;
    for (const Step& step : path) {
        if (const auto* name = std::get_if<std::string>(&step)) {
            if (at != nullptr) map = at->as<Map>();
            if (map == nullptr) return nullptr;
            const auto found = map->find(*name);
            if (found == map->end()) return nullptr;
            at = &found->second;
        } else {
            List* list = at == nullptr ? nullptr : at->as<List>();
            const std::size_t position = std::get<std::size_t>(step);
            if (list == nullptr || position >= list->size()) return nullptr;
            at = &(*list)[position];
        }
    }
    return at;
}

// The paths as a tree; a leaf takes all that is below it.
struct PathTree {
    std::map<Step, PathTree> below;
};

Map choose(const Map& from, const PathTree& choice);

// False where nothing of the value was chosen.
bool choose(const Value& from, const PathTree& choice, Value& out) {
    if (choice.below.empty()) {
        out = from;
        return true;
    }
    if (const auto* map = from.as<Map>()) {
        Map chosen = choose(*map, choice);
        if (chosen.empty()) return false;
        out.v = std::move(chosen);
        return true;
    }
    const auto* list = from.as<List>();
    if (list == nullptr) return false;
    List chosen;
    for (const auto& [step, deeper] : choice.below) {
        const auto* position = std::get_if<std::size_t>(&step);
        Value element;
        if (position != nullptr && *position < list->size() && choose((*list)[*position], deeper, element))
            chosen.push_back(std::move(element));
    }
    if (chosen.empty()) return false;
    out.v = std::move(chosen);
    return true;
}

Map choose(const Map& from, const PathTree& choice) {
    Map out;
    for (const auto& [step, deeper] : choice.below) {
        const auto* name = std::get_if<std::string>(&step);
        const auto found = name == nullptr ? from.end() : from.find(*name);
        Value value;
        if (found != from.end() && choose(found->second, deeper, value)) out.emplace(*name, std::move(value));
    }
    return out;
}

}  // namespace

Value* find(Item& item, const Path& path) {
    return find_in(item, path);
}

// The walk changes nothing; one body serves both.
const Value* find(const Item& item, const Path& path) {
    return find_in(const_cast<Item&>(item), path);
}

Item project(const Item& item, const Projection& paths) {
    PathTree root;
    for (const Path& path : paths) {
        PathTree* at = &root;
        for (const Step& step : path) at = &at->below[step];
    }
    return choose(item, root);
}

}  // namespace vitrine::host::tables
