#include "services/products/adjust_stock.hpp"

#include <utility>

#include "services/products/products.hpp"

namespace shop {
namespace {

struct Plan {
    std::int64_t units;
    bool fits;  // the stock as it is now
    store::Condition condition;
};

Plan plan_for(const Delta& delta, std::int64_t available) {
    if (delta.units < 0) {
        return {delta.units, available >= -delta.units,
                store::compares("available", store::Compare::greater_equal, -delta.units)};
    }
    const std::int64_t room = max_units - delta.units;
    return {delta.units, available <= room, store::compares("available", store::Compare::less_equal, room)};
}

Plan plan_for(const Stocktake& stocktake, std::int64_t available) {
    return {stocktake.count - stocktake.if_available, available == stocktake.if_available,
            store::equals("available", stocktake.if_available)};
}

// A write that is sent twice must not count twice, even where another adjustment came between: it holds only while the
// last write that carried an `op` is still the one that was read. Sales carry none and so are in nobody's way.
store::Condition unmarked_since(const StoredProduct& stored) {
    return stored.mark ? store::equals("op", *stored.mark) : store::not_exists("op");
}

std::unexpected<Error> refusal_for(const StockAdjustment& adjustment, std::int64_t available) {
    const auto* delta = std::get_if<Delta>(&adjustment.what);
    if (delta && delta->units > 0) {
        return refuse(
            Refusal::invalid_content, {},
            FieldErrors{{"/delta", "At most " + std::to_string(max_units - available) + " more can be available."}});
    }
    const std::string now = std::to_string(available) + (available == 1 ? " is" : " are") + " available now";
    return refuse(
        Refusal::stock_changed,
        delta ? now + ": no more can be taken away."
              : now + ", not " + std::to_string(std::get<Stocktake>(adjustment.what).if_available) + ". Count again.",
        StockNow{available});
}

store::Modify modification(const Shop& shop, const StoredProduct& before, Plan plan, const std::string& reason,
                           const SeenRevs& seen) {
    store::Update update;
    append_move(update, adjust(plan.units), shop.clock());
    update.emplace_back(store::Set{"updatedAt", vitrine::rfc3339(shop.clock())});
    update.emplace_back(store::Set{"stockReason", reason});
    std::vector<store::Condition> conditions{std::move(plan.condition), unmarked_since(before)};
    if (!seen.any) conditions.push_back(store::equals("rev", before.product.rev.number));
    return {shop.tables.products, product_key(before.product.id), std::move(update), store::all(std::move(conditions))};
}

}  // namespace

Outcome<Product> adjust_stock(const Shop& shop, const store::Context& context, const ProductId& id,
                              const StockAdjustment& adjustment, const SeenRevs& seen) {
    return update_product(shop, context, id, [&](const StoredProduct& stored) -> Outcome<std::optional<store::Modify>> {
        if (!seen.admits(stored.product.rev)) return refuse(Refusal::precondition_failed);
        const std::int64_t available = stored.product.stock.available;
        Plan plan = std::visit([&](const auto& what) { return plan_for(what, available); }, adjustment.what);
        if (!plan.fits) return refusal_for(adjustment, available);
        return modification(shop, stored, std::move(plan), adjustment.reason, seen);
    });
}

}  // namespace shop
