// Lists and categories as the API shows them (docs/api.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/catalogue/catalogue.hpp"
#include "services/feed/position.hpp"

namespace shop {

// The schema ProductList. No cursor is `nextCursor: null`; `feed` is the position that the cards are at.
[[nodiscard]] std::string listing_json(const Listing& listing, const std::optional<std::string>& cursor,
                                       const Position& feed);
// The schema CategoryList.
[[nodiscard]] std::string categories_json(const std::vector<CategoryCount>& categories);

}  // namespace shop
