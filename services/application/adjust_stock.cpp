#include "services/application/adjust_stock.hpp"

#include <utility>

#include "services/application/products.hpp"

namespace shop::application {
namespace {

struct Plan {
    std::int64_t units;
    store::Condition condition;
};

Plan plan_for(const Delta& delta) {
    return {delta.units, delta.units < 0 ? store::compares("available", store::Compare::greater_equal, -delta.units)
                                         : store::compares("available", store::Compare::less_equal,
                                                           domain::most_units - delta.units)};
}

Plan plan_for(const Stocktake& stocktake) {
    return {stocktake.count - stocktake.if_available, store::equals("available", stocktake.if_available)};
}

store::Modify modification(const Shop& shop, const domain::ProductId& id, Plan plan, const std::string& reason) {
    store::Update update;
    append(update, domain::adjust(plan.units));
    if (plan.units != 0) update.emplace_back(store::Increase{"rev", 1});
    update.emplace_back(store::Set{"updatedAt", vitrine::rfc3339(shop.clock())});
    update.emplace_back(store::Set{"stockReason", reason});
    return {shop.tables.products, product_key(id), std::move(update), std::move(plan.condition)};
}

std::unexpected<Error> refusal_for(const StockAdjustment& adjustment, std::int64_t available) {
    const auto* delta = std::get_if<Delta>(&adjustment.what);
    if (delta && delta->units > 0) {
        return refuse(Refusal::invalid_content, {},
                      FieldErrors{{"/delta", "At most " + std::to_string(domain::most_units - available) +
                                                 " more can be available."}});
    }
    const std::string now = std::to_string(available) + (available == 1 ? " is" : " are") + " available now";
    return refuse(
        Refusal::stock_changed,
        delta ? now + ": no more can be taken away."
              : now + ", not " + std::to_string(std::get<Stocktake>(adjustment.what).if_available) + ". Count again.",
        StockNow{available});
}

}  // namespace

Outcome<domain::Product> adjust_stock(const Shop& shop, const store::Context& context, const domain::ProductId& id,
                                      const StockAdjustment& adjustment) {
    auto plan = std::visit([](const auto& what) { return plan_for(what); }, adjustment.what);
    auto written =
        write(shop, context, modification(shop, id, std::move(plan), adjustment.reason), new_operation(shop));
    if (!written) return std::unexpected(std::move(written.error()));
    const auto* lost = std::get_if<Lost>(&*written);
    if (lost && !lost->current) return refuse(Refusal::not_found);
    auto product = product_from(lost ? *lost->current : std::get<store::Item>(*written));
    if (!product) return failed(product.error(), shop.tables.products);
    if (lost) return refusal_for(adjustment, product->stock.available);
    return *std::move(product);
}

}  // namespace shop::application
