#include "tests/simulation/owner.hpp"

#include <array>

#include "services/orders/erase_order.hpp"
#include "services/orders/transition_order.hpp"
#include "services/products/adjust_stock.hpp"
#include "services/products/archive_product.hpp"
#include "services/products/edit_content.hpp"

namespace shop::simulation {
namespace {

using namespace std::chrono_literals;

}  // namespace

void Owner::keep_shop() {
    while (!world_.closing) {
        const auto id = *ProductId::parse(world_.dice.one_of(products_));
        const double what = world_.dice.uniform();
        if (what < 0.25)
            edit(id);
        else if (what < 0.5)
            adjust(id);
        else if (what < 0.95)
            move_along();
        else
            archive(id);
        world_.scheduler.sleep(world_.pace * world_.dice.between(Duration{10ms}, Duration{10s}));
    }
}

void Owner::edit(const ProductId& id) {
    ContentPatch patch;
    patch.price = Money(world_.dice.between(100, 9900));
    patch.status = ProductStatus::active;
    if (world_.happens(0.3)) patch.name = "Cup " + std::to_string(world_.dice.below(1000));
    const auto answer = call<Outcome<Product>>(world_, "catalog", [id, patch](Invocation& invocation) {
        return edit_content(invocation.shop, invocation.context, id, {.any = true, .revs = {}}, patch);
    });
    world_.note("edit", answer && *answer ? "done" : "not done");
}

void Owner::adjust(const ProductId& id) {
    const std::int64_t units = world_.happens(0.7) ? world_.dice.between(1, 5) : -world_.dice.between(1, 3);
    const StockAdjustment wish{Delta{units}, "delivery"};
    const auto answer = call<Outcome<Product>>(world_, "catalog", [id, wish](Invocation& invocation) {
        return adjust_stock(invocation.shop, invocation.context, id, wish);
    });
    const bool told =
        answer &&
        (*answer || (answer->error().refusal != Refusal::unavailable && answer->error().refusal != Refusal::internal));
    if (!told) return world_.ledger.adjusted(id.text(), units, false);
    world_.note("adjust", *answer ? "done" : "refused");
    if (*answer) world_.ledger.adjusted(id.text(), units, true);
}

void Owner::archive(const ProductId& id) {
    const auto answer = call<Outcome<void>>(world_, "catalog", [id](Invocation& invocation) {
        return archive_product(invocation.shop, invocation.context, id);
    });
    world_.note("archive", answer && *answer ? "done" : "not done");
}

// Any order anywhere, whether or not it may go there.
void Owner::move_along() {
    constexpr std::array states{OrderState::paid,    OrderState::packed,    OrderState::packed,
                                OrderState::shipped, OrderState::delivered, OrderState::refunded};
    if (world_.ledger.orders().empty()) return;
    const auto id = *OrderId::parse(world_.dice.one_of(world_.ledger.orders()));
    if (world_.happens(0.05)) {
        const auto answer = call<Outcome<Order>>(world_, "orders", [id](Invocation& invocation) {
            return erase_order(invocation.shop, invocation.context, id);
        });
        return world_.note("erase", answer && *answer ? "done" : "not done");
    }
    const OrderState to = world_.dice.one_of(states);
    const auto answer = call<Outcome<Asked>>(
        world_, "orders", [id, to, &provider = provider_, &world = world_](Invocation& invocation) {
            ProviderPort port(world, provider, invocation.deadline);
            return transition_order(invocation.shop, port, invocation.context, id, {.any = true, .revs = {}}, to);
        });
    if (answer && *answer && (*answer)->order.state == to) world_.ledger.moved(id.text(), to);
    world_.note(name_of(to), answer && *answer ? "done" : "not done");
}

}  // namespace shop::simulation
