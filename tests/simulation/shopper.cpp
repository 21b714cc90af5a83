#include "tests/simulation/shopper.hpp"

#include <array>
#include <utility>

#include "services/baskets/set_line.hpp"
#include "services/orders/cancel_order.hpp"
#include "services/orders/pay_order.hpp"

namespace shop::simulation {
namespace {

using namespace std::chrono_literals;

// 5xx and silence: nobody knows; the same again finds out.
template <typename T>
bool unknown(const std::optional<Outcome<T>>& answer) {
    if (!answer) return true;
    return !*answer &&
           (answer->error().refusal == Refusal::unavailable || answer->error().refusal == Refusal::internal);
}

}  // namespace

void Shopper::shop() {
    if (!take_basket()) return;
    if (follower_) follower_->follow({basket_->basket.id, basket_->token});
    if (!fill_basket()) return;
    think(Duration{2s});
    const auto request = checkout("key-1");
    if (world_.happens(0.15)) meddle();
    if (world_.happens(0.25))  // a second tab, or a double click
        world_.scheduler.spawn(
            "tab", [tab = *this, request]() mutable { tab.order(request); },
            world_.dice.between(Duration{0}, Duration{50ms}));
    if (world_.happens(0.1))  // and one with a key of its own
        world_.scheduler.spawn(
            "thief", [thief = *this, other = checkout("key-2")]() mutable { thief.order(other); },
            world_.dice.between(Duration{0}, Duration{50ms}));
    if (!order(request)) return;
    if (follower_) follower_->follow({placed_->order.id, placed_->token});
    if (world_.happens(0.2)) come_back(request);
    think(Duration{15s});
    const double what = world_.dice.uniform();
    if (what < 0.15) return;  // leaves it at that: the hold runs out
    if (what < 0.85) pay();
    if (what < 0.25 || what > 0.85) cancel();
}

void Shopper::hoard(const std::string& network) {
    live_at(network);
    if (!take_basket()) return;
    for (const auto& product : products_)
        if (!set_line(product, world_.dice.between(1, 12))) break;
    for (int key = 1; key <= 3; ++key) {
        if (order(checkout("key-" + std::to_string(key))) || !refused_) return;
        if (!take_what_is_left(*std::exchange(refused_, std::nullopt))) return;
    }
}

// As many of each line as the refusal says there are to be had. False: nothing is.
bool Shopper::take_what_is_left(const Error& refused) {
    const auto* lines = std::get_if<ShortLines>(&refused.facts);
    if (lines == nullptr) return false;
    for (const auto& line : *lines)
        if (!set_line(line.product.text(), line.available)) return false;
    return total_.minor() > 0;
}

void Shopper::live_at(std::string network) {
    network_ = std::move(network);
    world_.ledger.unpaid.lives("Shopper " + std::to_string(number_), network_);
}

void Shopper::think(Duration most) {
    world_.scheduler.sleep(world_.dice.between(Duration{10ms}, world_.pace * most));
}

bool Shopper::persists() {
    think(Duration{3s});
    return !world_.happens(0.1);
}

bool Shopper::take_basket() {
    do {
        auto answer = call<Outcome<NewBasket>>(world_, "baskets", [](Invocation& invocation) {
            return create_basket(invocation.shop, invocation.context);
        });
        if (!unknown(answer)) {
            basket_ = **std::move(answer);
            return true;
        }
    } while (persists());
    return false;
}

bool Shopper::fill_basket() {
    const std::int64_t lines = world_.dice.between(1, 3);
    const auto first = static_cast<std::size_t>(world_.dice.below(static_cast<std::int64_t>(products_.size())));
    for (std::size_t i = 0; i < static_cast<std::size_t>(lines); ++i)
        if (!set_line(products_[(first + i) % products_.size()], world_.dice.between(1, 3))) return i > 0;
    return true;
}

bool Shopper::set_line(const std::string& product, std::int64_t units) {
    using Answer = Outcome<BasketView>;
    const LineRequest request{*ProductId::parse(product), Quantity::of(units)};
    do {
        const auto answer = call<Answer>(
            world_, "baskets", [request, id = basket_->basket.id, token = basket_->token](Invocation& invocation) {
                return shop::set_line(invocation.shop, invocation.context, id, token, request);
            });
        if (unknown(answer)) continue;
        if (!*answer) return false;
        total_ = (*answer)->priced.total;
        rev_ = (*answer)->basket.rev;
        return true;
    } while (persists());
    return false;
}

Checkout Shopper::checkout(const std::string& key) const {
    const std::string name = "Shopper " + std::to_string(number_);
    return {key,    basket_->basket.id,
            rev_,   {name, "shopper@example.com", {"1 Example Street", {}, "Sample", "0001", "GB"}},
            total_, network_};
}

bool Shopper::order(const Checkout& request) {
    using Answer = Outcome<PlacedOrder>;
    do {
        const auto answer = call<Answer>(world_, "orders", [request, token = basket_->token](Invocation& invocation) {
            return place_order(invocation.shop, invocation.context, request, token);
        });
        if (unknown(answer)) continue;
        world_.note("checkout", *answer ? "placed" : "refused");
        if (!*answer) {
            refused_ = answer->error();
            return false;
        }
        placed_ = **answer;
        world_.ledger.placed(number_, request.idempotency_key, *placed_, request.expected_total);
        return true;
    } while (persists());
    return false;
}

// Another tab takes more into the basket while it is being ordered.
void Shopper::meddle() {
    world_.scheduler.spawn(
        "meddler", [tab = *this]() mutable { (void)tab.set_line(tab.products_.front(), 3); },
        world_.dice.between(Duration{0}, Duration{50ms}));
}

// The same request again is the same order; another one under its key is refused.
void Shopper::come_back(const Checkout& request) {
    (void)order(request);
    Checkout other = request;
    other.customer.address.city = "Elsewhere";
    const auto first = std::exchange(placed_, std::nullopt);
    if (order(other)) world_.ledger.broken("invariant 4: one key, two requests, and both were accepted");
    placed_ = first;
}

void Shopper::pay() {
    if (world_.happens(0.2))  // a double click, or a second tab
        world_.scheduler.spawn(
            "payer", [tab = *this]() mutable { tab.pay_once(); }, world_.dice.between(Duration{0}, Duration{50ms}));
    if (world_.happens(0.1))  // a cancellation at the same moment
        world_.scheduler.spawn(
            "canceller", [tab = *this]() mutable { tab.cancel(); }, world_.dice.between(Duration{0}, Duration{50ms}));
    for (int attempt = 0; attempt < 4 && !pay_once(); ++attempt) think(Duration{20s});
}

bool Shopper::pay_once() {
    using Answer = Outcome<Asked>;
    constexpr std::array instruments{Instrument::ok, Instrument::ok, Instrument::declined, Instrument::timeout};
    const PaymentRequest request{"simulator", world_.dice.one_of(instruments)};
    const auto answer =
        call<Answer>(world_, "orders",
                     [request, id = placed_->order.id, token = placed_->token, &provider = provider_,
                      &world = world_](Invocation& invocation) {
                         ProviderPort port(world, provider, invocation.deadline);
                         return pay_order(invocation.shop, port, invocation.context, id, token, request);
                     });
    if (unknown(answer)) return false;
    const bool paid = *answer && (*answer)->order.payment.state == PaymentState::paid;
    if (paid) world_.ledger.moved((*answer)->order.id.text(), OrderState::paid);
    world_.note("pay", paid ? "paid" : *answer ? "pending" : "refused");
    return paid || (!*answer && answer->error().refusal != Refusal::payment_declined);
}

void Shopper::cancel() {
    do {
        const auto answer = call<Outcome<Order>>(
            world_, "orders", [id = placed_->order.id, token = placed_->token](Invocation& invocation) {
                return cancel_order(invocation.shop, invocation.context, id, token);
            });
        if (unknown(answer)) continue;
        if (*answer) world_.ledger.moved((*answer)->id.text(), OrderState::cancelled);
        return world_.note("cancel", *answer ? "cancelled" : "refused");
    } while (persists());
}

}  // namespace shop::simulation
