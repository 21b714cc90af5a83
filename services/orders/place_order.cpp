#include "services/orders/place_order.hpp"

#include <algorithm>
#include <utility>

#include "lib/ids.hpp"
#include "services/baskets/baskets.hpp"
#include "services/orders/order_item.hpp"
#include "services/orders/orders.hpp"
#include "services/orders/unpaid_orders.hpp"
#include "services/products/product_item.hpp"
#include "services/products/product_shape.hpp"
#include "services/products/products.hpp"

namespace shop {
namespace {

// Where in the transaction which action stands.
constexpr std::size_t key_action = 0;
constexpr std::size_t first_product_action = 4;

// What the request says, in one form whatever its white space and order of fields.
std::string canonical(const Checkout& checkout, const Currency& currency) {
    const Address& address = checkout.customer.address;
    std::string text;
    JsonText out(text);
    out.begin_list();
    out.text(checkout.basket.text());
    out.number(checkout.basket_rev ? checkout.basket_rev->number : 0);
    out.text(checkout.customer.name);
    out.text(checkout.customer.email);
    out.text(address.line1);
    address.line2 ? out.text(*address.line2) : out.null();
    out.text(address.city);
    out.text(address.postcode);
    out.text(address.country);
    write_money(out, checkout.expected_total, currency);
    // Last, and only where there is one: what was hashed before there were states is the same request still.
    if (!address.state.empty()) out.text(address.state);
    out.end_list();
    return text;
}

ShortLines short_lines(const BasketView& view) {
    ShortLines lines;
    for (const auto& line : view.basket.lines) {
        const auto priced = std::ranges::find(view.priced.lines, line.product,
                                              [](const PricedLine& known) { return known.product.id; });
        const bool on_show = priced != view.priced.lines.end() && priced->product.status == ProductStatus::active;
        const std::int64_t available = on_show ? priced->product.stock.available : 0;
        if (available < line.quantity.units()) lines.push_back({line.product, line.quantity.units(), available});
    }
    return lines;
}

// Of the products whose conditions failed, those that are short; the others were only edited meanwhile.
ShortLines short_lines(const BasketView& view, const std::vector<store::Reason>& reasons) {
    ShortLines lines;
    for (std::size_t i = 0; i < view.priced.lines.size() && first_product_action + i < reasons.size(); ++i) {
        const store::Reason& reason = reasons[first_product_action + i];
        if (reason.kind != store::Reason::Kind::condition_failed) continue;
        const PricedLine& line = view.priced.lines[i];
        const auto product = reason.current ? product_from(*reason.current) : std::unexpected(store::ItemFault{});
        const bool on_show = product && product->status == ProductStatus::active;
        const std::int64_t available = on_show ? product->stock.available : 0;
        if (available < line.quantity.units()) lines.push_back({line.product.id, line.quantity.units(), available});
    }
    return lines;
}

std::unexpected<Error> insufficient(ShortLines lines) {
    std::string detail =
        lines.size() == 1 ? "One product is short." : std::to_string(lines.size()) + " products are short.";
    return refuse(Refusal::insufficient_stock, detail + " Take fewer and order again.", std::move(lines));
}

std::string in_minutes(std::chrono::milliseconds length) {
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(length).count();
    return minutes == 1 ? "a minute" : std::to_string(minutes) + " minutes";
}

std::unexpected<Error> too_much_unpaid(const HoldRefused& judged, Instant now) {
    if (judged.lines.empty()) {
        return refuse(Refusal::unpaid_limit,
                      "Too many orders from your network await payment or were not paid for. Pay for one or cancel it, "
                      "or try again later.",
                      ShortLines{});
    }
    ShortLines lines;
    for (const auto& line : judged.lines) lines.push_back({line.product, line.wanted, line.allowed});
    std::string detail =
        judged.paused_until
            ? "What was held unpaid for long can be ordered again in " + in_minutes(*judged.paused_until - now) + "."
            : "Order as many as can be held unpaid, pay for them, then order the rest.";
    return refuse(Refusal::unpaid_limit, std::move(detail), std::move(lines));
}

std::unexpected<Error> risen(const BasketView& view, const Currency& currency) {
    PriceRise rise{view.priced.total, {}};
    for (const auto& line : view.priced.lines) {
        if (line.product.price != line.seen_price) {
            rise.lines.push_back({line.product.id, line.seen_price, line.product.price});
        }
    }
    return refuse(
        Refusal::price_changed,
        "The total is " + in_words(view.priced.total, currency) + " now. Look at the new prices and order again.",
        std::move(rise));
}

OrderLine sold(const PricedLine& line) {
    std::optional<Image> image;
    if (!line.product.images.empty()) {
        image = line.product.images.front();
        std::erase_if(image->sources, [](const auto& source) { return !shown_in_card(source); });
    }
    return {line.product.id, line.product.name, std::move(image), line.quantity, line.product.price, line.total};
}

class Placing {
public:
    Placing(const Shop& shop, const store::Context& context, const Checkout& checkout, const Secret& basket_token)
        : shop_(shop),
          context_(context),
          checkout_(checkout),
          basket_token_(basket_token),
          token_(order_token(basket_token, checkout.idempotency_key)),
          key_pk_(key_record_pk(checkout.basket, checkout.idempotency_key)),
          body_hash_(hash_of(canonical(checkout, shop.currency))) {}

    Outcome<PlacedOrder> run() {
        return retry_conflicts("checkout of a basket", [this]() -> Outcome<std::optional<PlacedOrder>> {
            auto view = judged();
            if (!view) return std::unexpected(std::move(view.error()));
            if (view->basket.state == BasketState::closed) return replay(Refusal::basket_closed);
            auto hold = held(*view);
            if (!hold) return ordered_meanwhile(std::move(hold.error()));
            return commit(*view, *hold);
        });
    }

private:
    // The basket as it may be ordered, or why not. A closed one is for `replay` to judge.
    Outcome<BasketView> judged() {
        auto stored = read_basket(shop_, context_, checkout_.basket, basket_token_);
        if (!stored) return std::unexpected(std::move(stored.error()));
        Basket& basket = stored->basket;
        if (basket.state == BasketState::closed) return BasketView{std::move(basket), {}};
        if (checkout_.basket_rev && *checkout_.basket_rev != basket.rev) return refuse(Refusal::basket_changed);
        if (basket.lines.empty()) return refuse(Refusal::basket_empty);
        auto view = read_with_network(std::move(basket));
        if (!view) return view;
        if (auto lines = short_lines(*view); !lines.empty()) return insufficient(std::move(lines));
        if (view->priced.total > checkout_.expected_total) return risen(*view, shop_.currency);
        return view;
    }

    // The products and what the network has not paid for, in one request.
    Outcome<BasketView> read_with_network(Basket basket) {
        auto requests = product_requests(shop_, products_of(basket));
        requests.push_back(unpaid_request(shop_, checkout_.network));
        auto items = shop_.store.get_all(context_, requests, store::Read::consistent);
        if (!items) return failed(items.error());
        network_item_ = std::move(items->back());
        items->pop_back();
        auto products = products_from(shop_, *items);
        if (!products) return std::unexpected(std::move(products.error()));
        return priced_view(std::move(basket), *std::move(products));
    }

    struct Hold {
        Instant from;
        HoldGranted granted;
        StoredUnpaid known;
    };
    // How long the network may hold what is in the basket, or why it may not. What became of its orders matters only
    // where they are in the way, or of the same products.
    Outcome<Hold> held(const BasketView& view) {
        auto known = unpaid_as_read(shop_, network_item_);
        if (!known) return std::unexpected(std::move(known.error()));
        const Instant now = shop_.clock();
        auto judged = may_hold(view, known->orders, now);
        if (!begins_each_row(judged, now)) {
            known = unpaid_now(shop_, context_, *std::move(known));
            if (!known) return std::unexpected(std::move(known.error()));
            judged = may_hold(view, known->orders, now);
        }
        if (const auto* refused = std::get_if<HoldRefused>(&judged)) return too_much_unpaid(*refused, now);
        return Hold{now, std::get<HoldGranted>(std::move(judged)), *std::move(known)};
    }

    std::variant<HoldGranted, HoldRefused> may_hold(const BasketView& view, const UnpaidOrders& orders,
                                                    Instant now) const {
        std::vector<WantedUnits> wanted;
        for (const auto& line : view.priced.lines) {
            const Stock& stock = line.product.stock;
            wanted.push_back({line.product.id, line.quantity.units(), stock.available + stock.reserved});
        }
        return judge_unpaid(orders, wanted, shop_.unpaid, shop_.hold, now);
    }

    static bool begins_each_row(const std::variant<HoldGranted, HoldRefused>& judged, Instant now) {
        const auto* may = std::get_if<HoldGranted>(&judged);
        return may && std::ranges::all_of(may->lines, [&](const auto& line) { return line.since == now; });
    }

    // What the network holds may be this very order, which another send of it placed a moment ago.
    Outcome<PlacedOrder> ordered_meanwhile(Error refused) {
        const auto stored = read_basket(shop_, context_, checkout_.basket, basket_token_);
        if (stored && stored->basket.state == BasketState::closed) return replay(Refusal::basket_closed);
        return std::unexpected(std::move(refused));
    }

    // nullopt: something changed since it was read; judge again.
    Outcome<std::optional<PlacedOrder>> commit(const BasketView& view, const Hold& hold) {
        Order order = new_order(view, hold);
        const auto done = shop_.store.transact(context_, actions(order, view, hold), vitrine::new_uuid(shop_.random));
        if (done) return PlacedOrder{std::move(order), token_, false};
        if (done.error().fault == store::Fault::in_doubt) return settle(std::move(order), done.error());
        if (done.error().fault != store::Fault::cancelled) return failed(done.error());
        return after_cancellation(view, done.error());
    }

    Outcome<std::optional<PlacedOrder>> after_cancellation(const BasketView& view, const store::Error& error) {
        const auto& reasons = error.reasons;
        const auto failed_there = [](const store::Reason& reason) {
            return reason.kind == store::Reason::Kind::condition_failed;
        };
        if (std::ranges::none_of(reasons, failed_there)) return failed(error);
        if (failed_there(reasons[key_action])) return replay(Refusal::basket_closed);
        if (auto lines = short_lines(view, reasons); !lines.empty()) return insufficient(std::move(lines));
        return std::nullopt;
    }

    // The answer to the transaction was lost; the key record tells whose it is, if it is there.
    Outcome<std::optional<PlacedOrder>> settle(Order order, const store::Error& error) {
        const auto record = key_record();
        if (!record) return std::unexpected(record.error());
        if (!*record) return failed(error);
        if ((*record)->order == order.id) return PlacedOrder{std::move(order), token_, false};
        return replay(Refusal::basket_closed);
    }

    Outcome<std::optional<KeyRecord>> key_record() {
        const auto item = shop_.store.get(context_, {shop_.tables.orders, {{"pk", key_pk_}}}, store::Read::consistent);
        if (!item) return failed(item.error());
        if (!*item) return std::nullopt;
        auto record = key_record_from(**item);
        if (!record) return failed(record.error(), shop_.tables.orders);
        return *std::move(record);
    }

    Outcome<PlacedOrder> replay(Refusal without_record) {
        const auto record = key_record();
        if (!record) return std::unexpected(record.error());
        if (!*record) return refuse(without_record);
        if ((*record)->body_hash != body_hash_) return refuse(Refusal::idempotency_key_reused);
        auto stored = read_order(shop_, context_, (*record)->order);
        if (!stored) return std::unexpected(std::move(stored.error()));
        if (!*stored) return refuse(Refusal::basket_closed);  // it was not kept for as long as its key
        return PlacedOrder{std::move((*stored)->order), token_, true};
    }

    Order new_order(const BasketView& view, const Hold& hold) const {
        const Instant now = hold.from;
        Order order{.id = *OrderId::parse(vitrine::new_id(shop_.random)),
                    .number = order_number(vitrine::crockford(shop_.random, 10)),
                    .rev = {},
                    .state = OrderState::awaiting_payment,
                    .lines = {},
                    .total = view.priced.total,
                    .customer = checkout_.customer,
                    .placed_at = now,
                    .hold_until = hold.granted.until,
                    .payment = {},
                    .history = {{now, std::nullopt, OrderState::awaiting_payment, Actor::customer, std::nullopt}}};
        for (const auto& line : view.priced.lines) order.lines.push_back(sold(line));
        return order;
    }

    std::vector<store::Action> actions(const Order& order, const BasketView& view, const Hold& hold) const {
        UnpaidOrders unpaid = hold.known.orders;
        unpaid.push_back({order.id, std::nullopt, hold.granted.lines});
        const KeyRecord record{key_pk_, body_hash_, order.id, view.basket.expires_at};
        std::vector<store::Action> actions{
            store::Put{shop_.tables.orders, item_of(record), store::not_exists("pk")},
            store::Put{shop_.tables.orders, item_of(StoredOrder{order, hash_of(token_)}), store::not_exists("pk")},
            store::Modify{shop_.tables.baskets, basket_key(view.basket.id),
                          store::Update{store::Set{"state", name_of(BasketState::closed)},
                                        store::Set{"rev", view.basket.rev.next().number}},
                          store::all({store::equals("state", name_of(BasketState::open)),
                                      store::equals("rev", view.basket.rev.number)})},
            replace_unpaid(shop_, checkout_.network, unpaid, hold.known.rev),
        };
        for (const auto& line : view.priced.lines) {
            actions.emplace_back(stock_move(shop_, line.product.id, reserve(line.quantity.units()),
                                            {store::equals("status", name_of(ProductStatus::active)),
                                             store::equals("contentRev", line.product.content_rev.number)}));
        }
        return actions;
    }

    const Shop& shop_;
    const store::Context& context_;
    const Checkout& checkout_;
    const Secret& basket_token_;
    Secret token_;
    std::string key_pk_;
    std::string body_hash_;
    std::optional<store::Item> network_item_;  // as read with the products
};

}  // namespace

Outcome<PlacedOrder> place_order(const Shop& shop, const store::Context& context, const Checkout& checkout,
                                 const Secret& basket_token) {
    return Placing(shop, context, checkout, basket_token).run();
}

}  // namespace shop
