// Reading and writing products, shared by the use cases.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "services/products/product.hpp"
#include "services/shop/attempts.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

[[nodiscard]] store::Key product_key(const ProductId& id);

// A product as it was read, with `op` of the last write that carried one (see Operation).
struct StoredProduct {
    Product product;
    std::optional<std::string> mark;
};

// Consistent. nullopt where there is no such product; archived ones are products too.
[[nodiscard]] Outcome<std::optional<Product>> read_product(const Shop& shop, const store::Context& context,
                                                           const ProductId& id);
// In the order asked, nullopt where there is none; not a snapshot of one moment. `internal` where an item cannot be
// read as a product.
[[nodiscard]] Outcome<std::vector<std::optional<Product>>> read_products(const Shop& shop,
                                                                         const store::Context& context,
                                                                         const std::vector<ProductId>& ids,
                                                                         store::Read read);

// The same with its mark, for a write that depends on it.
[[nodiscard]] Outcome<std::optional<StoredProduct>> read_stored(const Shop& shop, const store::Context& context,
                                                                const ProductId& id);

// The parts of `read_products`, for a caller that reads something else in the same request.
[[nodiscard]] std::vector<store::GetRequest> product_requests(const Shop& shop, const std::vector<ProductId>& ids);
[[nodiscard]] Outcome<std::vector<std::optional<Product>>> products_from(
    const Shop& shop, std::span<const std::optional<store::Item>> items);

// Appends a StockMove as changes of an item: its counts and, where `available` moves, the next rev and `changedAt`.
void append_move(store::Update& update, const StockMove& move, Instant now);

// A single conditional write carries the request's own mark (`op`), so that after a resend whose first answer was lost
// the failed condition can be told from someone else's write.
struct Operation {
    std::string id;
};
// A random id.
[[nodiscard]] Operation new_operation(const Shop& shop);
// Whether that was the item's last write.
[[nodiscard]] bool carries(const std::optional<store::Item>& item, const Operation& operation);
[[nodiscard]] inline store::Set mark(const Operation& operation) {
    return {"op", operation.id};
}

// What became of a conditional write.
struct ConditionFailed {                 // the condition does not hold
    std::optional<store::Item> current;  // the item as it is; none: there is none
};
using Written = std::variant<store::Item, ConditionFailed>;

// UpdateItem with `op`: the outcome is certain, or the error is `unavailable`.
[[nodiscard]] Outcome<Written> write(const Shop& shop, const store::Context& context, store::Modify modify,
                                     const Operation& operation);

// One write of a product under a new mark: the product as it is then; nullopt where the condition does not hold.
[[nodiscard]] Outcome<std::optional<Product>> write_product(const Shop& shop, const store::Context& context,
                                                            store::Modify modify);

// Read, decide, write. `decide` is given the StoredProduct, read consistently, and returns the write, whose condition
// has to fail where the decision would be another; nullopt where the product is as it should be; or why not. Returns
// the product as it is then. not_found where there is none.
template <typename Decide>
[[nodiscard]] Outcome<Product> update_product(const Shop& shop, const store::Context& context, const ProductId& id,
                                              Decide decide) {
    return retry_conflicts("a product", [&]() -> Outcome<std::optional<Product>> {
        auto stored = read_stored(shop, context, id);
        if (!stored) return std::unexpected(std::move(stored.error()));
        if (!*stored) return refuse(Refusal::not_found);
        Outcome<std::optional<store::Modify>> decided = decide(**stored);
        if (!decided) return std::unexpected(std::move(decided.error()));
        if (!*decided) return std::move((*stored)->product);
        return write_product(shop, context, **std::move(decided));
    });
}

}  // namespace shop
