// The owner corrects a product's stock: by a difference, or by a count that replaces a known one.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "services/products/product.hpp"
#include "services/shop/error.hpp"
#include "services/shop/seen_revs.hpp"
#include "services/shop/shop.hpp"

namespace shop {

struct Delta {
    std::int64_t units = 0;  // not 0
};
struct Stocktake {
    std::int64_t count = 0;         // what is available from now on
    std::int64_t if_available = 0;  // what was available when it was counted
};

struct StockAdjustment {
    std::variant<Delta, Stocktake> what;
    std::string reason;  // kept with the product until the next adjustment
};

// One conditional write; the product as it is then.
// not_found; precondition_failed where the product is another than was seen; stock_changed with the present count where
// it is not `if_available` or less than is taken away; invalid_content where more than max_units would be available.
[[nodiscard]] Outcome<Product> adjust_stock(const Shop& shop, const store::Context& context, const ProductId& id,
                                            const StockAdjustment& adjustment, const SeenRevs& seen = whatever_rev);

}  // namespace shop
