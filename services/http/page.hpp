// A page of the owner's lists: as many items as were found, and as fit into an answer.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shop {

// Lambda answers at most 6 MB, in which this JSON is a string and so grows by its escapes.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
constexpr std::size_t max_answer_bytes = 4 * 1024 * 1024;

template <typename Thing>
struct FittingPage {
    std::vector<std::string> items;  // as JSON
    const Thing* last = nullptr;     // of `things`, the last that fitted
    bool cut = false;                // there were more
};

// At least one item, however large.
template <typename Thing, typename Write>
[[nodiscard]] FittingPage<Thing> fitting(const std::vector<Thing>& things, Write json_of) {
    FittingPage<Thing> page;
    std::size_t size = 0;
    for (const auto& thing : things) {
        std::string json = json_of(thing);
        size += json.size();
        if (size > max_answer_bytes && page.last) {
            page.cut = true;
            break;
        }
        page.items.push_back(std::move(json));
        page.last = &thing;
    }
    return page;
}

// {"items": [...], "nextCursor": ...}; `items` are JSON.
[[nodiscard]] std::string list_json(const std::vector<std::string>& items, const std::optional<std::string>& cursor);

}  // namespace shop
