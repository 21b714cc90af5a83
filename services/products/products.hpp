// Reading and writing products, shared by the use cases.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/products/product.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

[[nodiscard]] store::Key product_key(const ProductId& id);

// Consistent. nullopt where there is no such product; archived ones are products too.
[[nodiscard]] Outcome<std::optional<Product>> read_product(const Shop& shop, const store::Context& context,
                                                           const ProductId& id);
// In the order asked.
[[nodiscard]] Outcome<std::vector<std::optional<Product>>> read_products(const Shop& shop,
                                                                         const store::Context& context,
                                                                         const std::vector<ProductId>& ids,
                                                                         store::Read read);

// The parts of `read_products`, for who reads something else in the same request.
[[nodiscard]] std::vector<store::GetRequest> product_requests(const Shop& shop, const std::vector<ProductId>& ids);
[[nodiscard]] Outcome<std::vector<std::optional<Product>>> products_from(
    const Shop& shop, std::span<const std::optional<store::Item>> items);

// A StockMove as changes of an item: its counts, and where the public sees it, the revision and when it was.
void append_move(store::Update& update, const StockMove& move, Instant now);

// A single conditional write carries the request's own mark (`op`), so that after a resend whose first answer was lost
// the failed condition can be told from someone else's write.
struct Operation {
    std::string id;
};
[[nodiscard]] Operation new_operation(const Shop& shop);
// Whether that was the item's last write.
[[nodiscard]] bool carries(const std::optional<store::Item>& item, const Operation& operation);
[[nodiscard]] inline store::Set mark(const Operation& operation) {
    return {"op", operation.id};
}

// What became of a conditional write.
struct Lost {                            // the condition does not hold
    std::optional<store::Item> current;  // the item as it is; none: there is none
};
using Written = std::variant<store::Item, Lost>;

// UpdateItem with `op`: whoever asked knows for certain whether it happened, or gets `unavailable`.
[[nodiscard]] Outcome<Written> write(const Shop& shop, const store::Context& context, store::Modify modify,
                                     const Operation& operation);

}  // namespace shop
