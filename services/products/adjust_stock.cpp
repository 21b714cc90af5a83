#include "services/products/adjust_stock.hpp"

#include <utility>

#include "services/products/products.hpp"

namespace shop {
namespace {

struct Plan {
    std::int64_t units;
    store::Condition condition;
};

Plan plan_for(const Delta& delta) {
    return {delta.units, delta.units < 0
                             ? store::compares("available", store::Compare::greater_equal, -delta.units)
                             : store::compares("available", store::Compare::less_equal, most_units - delta.units)};
}

Plan plan_for(const Stocktake& stocktake) {
    return {stocktake.count - stocktake.if_available, store::equals("available", stocktake.if_available)};
}

// A write that is sent twice must not count twice, even where another adjustment came between: it holds only while the
// last write that carried an `op` is still the one that was read. Sales carry none and so are in nobody's way.
store::Condition unmarked_since(const store::Item& item) {
    const auto op = item.find("op");
    return op == item.end() ? store::not_exists("op") : store::equals("op", op->second);
}

bool same_mark(const store::Item& a, const store::Item& b) {
    const auto op = a.find("op"), other = b.find("op");
    return op == a.end() ? other == b.end() : other != b.end() && op->second == other->second;
}

store::Modify modification(const Shop& shop, const ProductId& id, Plan plan, const std::string& reason) {
    store::Update update;
    append_move(update, adjust(plan.units), shop.clock());
    update.emplace_back(store::Set{"updatedAt", vitrine::rfc3339(shop.clock())});
    update.emplace_back(store::Set{"stockReason", reason});
    return {shop.tables.products, product_key(id), std::move(update), std::move(plan.condition)};
}

std::unexpected<Error> refusal_for(const StockAdjustment& adjustment, std::int64_t available) {
    const auto* delta = std::get_if<Delta>(&adjustment.what);
    if (delta && delta->units > 0) {
        return refuse(
            Refusal::invalid_content, {},
            FieldErrors{{"/delta", "At most " + std::to_string(most_units - available) + " more can be available."}});
    }
    const std::string now = std::to_string(available) + (available == 1 ? " is" : " are") + " available now";
    return refuse(
        Refusal::stock_changed,
        delta ? now + ": no more can be taken away."
              : now + ", not " + std::to_string(std::get<Stocktake>(adjustment.what).if_available) + ". Count again.",
        StockNow{available});
}

Outcome<Product> told(const Shop& shop, const store::Item& item) {
    auto product = product_from(item);
    if (!product) return failed(product.error(), shop.tables.products);
    return *std::move(product);
}

}  // namespace

Outcome<Product> adjust_stock(const Shop& shop, const store::Context& context, const ProductId& id,
                              const StockAdjustment& adjustment, const SeenRevs& seen) {
    for (int attempt = 0; attempt < max_attempts; ++attempt) {
        const auto before = shop.store.get(context, {shop.tables.products, product_key(id)}, store::Read::consistent);
        if (!before) return failed(before.error());
        if (!*before) return refuse(Refusal::not_found);
        const auto found = told(shop, **before);
        if (!found) return found;
        if (!seen.admits(found->rev)) return refuse(Refusal::precondition_failed);
        Plan plan = std::visit([](const auto& what) { return plan_for(what); }, adjustment.what);
        plan.condition = store::all({std::move(plan.condition), unmarked_since(**before)});
        if (!seen.any)
            plan.condition = store::all({std::move(plan.condition), store::equals("rev", found->rev.number)});
        const auto written =
            write(shop, context, modification(shop, id, std::move(plan), adjustment.reason), new_operation(shop));
        if (!written) return std::unexpected(written.error());
        if (const auto* item = std::get_if<store::Item>(&*written)) return told(shop, *item);
        const auto& current = std::get<Lost>(*written).current;
        if (!current) return refuse(Refusal::not_found);
        if (!same_mark(**before, *current)) continue;  // another owner was faster
        const auto product = told(shop, *current);
        if (!product) return product;
        if (!seen.admits(product->rev)) continue;  // a sale was: it is for the next look to say so
        return refusal_for(adjustment, product->stock.available);
    }
    return contended("stock of a product");
}

}  // namespace shop
