// Lists and categories as the API shows them (docs/api.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/catalogue/catalogue.hpp"
#include "services/feed/position.hpp"

namespace shop {

[[nodiscard]] std::string listing_json(const Listing& listing, const std::optional<std::string>& cursor,
                                       const Position& feed);
[[nodiscard]] std::string categories_json(const std::vector<CategoryCount>& categories);

}  // namespace shop
