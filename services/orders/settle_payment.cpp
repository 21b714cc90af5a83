#include "services/orders/settle_payment.hpp"

#include <utility>

#include "services/orders/orders.hpp"
#include "services/orders/payment.hpp"
#include "services/orders/refund_order.hpp"

namespace shop {
namespace {

class Settling {
public:
    Settling(const Shop& shop, Payments& payments, const store::Context& context, const Order& order)
        : shop_(shop), payments_(payments), context_(context), key_(order.payment.key.value_or("")) {}

    Outcome<Order> run(Order order, Charge charge) {
        return update_order_or_its_stock(
            shop_, context_, std::move(order),
            [&](const Order& before, bool stock_missing) -> Outcome<std::optional<OrderChange>> {
                if (before.payment.state != PaymentState::pending || before.payment.key != key_) return std::nullopt;
                auto change = ended(before, charge, stock_missing);
                if (!change) return std::unexpected(std::move(change.error()));
                return *std::move(change);
            });
    }

private:
    Outcome<OrderChange> ended(const Order& before, Charge charge, bool stock_missing) {
        Order after = before;
        switch (charge) {
            case Charge::charged:
                return sold(before, stock_missing);
            case Charge::declined:
                end_declined(after);
                break;
            case Charge::voided:
                end_voided(after);
                break;
            case Charge::unknown:
                return std::unexpected(Error{Refusal::internal, {}, {}, "the provider forgot a voided charge"});
        }
        return OrderChange{before, std::move(after)};
    }

    // The order is paid; or, where it cannot be sold any more, the money goes back.
    Outcome<OrderChange> sold(const Order& before, bool stock_missing) {
        Order after = before;
        if (!stock_missing) {
            const auto moved = end_charged(after, shop_.clock());
            if (moved) return OrderChange{before, std::move(after), moved->effect};
        }
        const auto refunded = payments_.refund(asking_provider(context_), refund_key(before.id), key_, before.total);
        if (!refunded) return failed(refunded.error());
        end_unsold(after);
        return OrderChange{before, std::move(after)};
    }

    const Shop& shop_;
    Payments& payments_;
    const store::Context& context_;
    std::string key_;
};

}  // namespace

store::Context asking_provider(const store::Context& context) {
    return {context.deadline.earlier(vitrine::Deadline::in(provider_patience))};
}

Outcome<Order> settle_payment(const Shop& shop, Payments& payments, const store::Context& context, Order order,
                              Charge charge) {
    if (charge == Charge::unknown) {
        const auto voided = payments.void_charge(asking_provider(context), order.payment.key.value_or(""));
        if (!voided) return failed(voided.error());
        charge = *voided;
    }
    Settling settling(shop, payments, context, order);
    return settling.run(std::move(order), charge);
}

Outcome<Order> settle_payment(const Shop& shop, Payments& payments, const store::Context& context, Order order) {
    const auto known = payments.look_up(asking_provider(context), order.payment.key.value_or(""));
    if (!known) return failed(known.error());
    return settle_payment(shop, payments, context, std::move(order), *known);
}

}  // namespace shop
