#include "services/orders/release_holds.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "lib/ids.hpp"
#include "services/orders/orders.hpp"

namespace shop {
namespace {

constexpr std::size_t max_actions = 100;  // of a transaction
constexpr std::size_t at_once = 16;       // transactions under way
constexpr int max_rounds = 10;            // halving a full pack to single orders takes 7

// Orders that expire in one transaction, with what goes back to each product's shelf.
struct Pack {
    std::vector<OrderChange> changes;
    std::map<ProductId, StockMove> moves;

    void add(OrderChange change) {
        for (const auto& line : change.before.lines) {
            StockMove& move = moves[line.product];
            const StockMove more = change.effect(line.quantity.units());
            move = {move.received + more.received, move.available + more.available, move.reserved + more.reserved,
                    move.sold + more.sold};
        }
        changes.push_back(std::move(change));
    }
    [[nodiscard]] bool has_room_for(const OrderChange& change) const {
        const auto is_new = [&](const OrderLine& line) { return !moves.contains(line.product); };
        const auto products =
            moves.size() + static_cast<std::size_t>(std::ranges::count_if(change.before.lines, is_new));
        return changes.size() + 1 + products <= max_actions;
    }
};
using Packs = std::vector<Pack>;

void put_into_last(Packs& packs, OrderChange change) {
    if (packs.empty() || !packs.back().has_room_for(change)) packs.emplace_back();
    packs.back().add(std::move(change));
}

// Neighbours hold the same product, as far as they can.
Packs packed(const std::vector<Order>& orders, Instant now, Released& released) {
    std::vector<OrderChange> changes;
    for (const auto& order : orders) {
        Order after = order;
        const auto moved = move(after, OrderState::expired, Actor::system, now);
        if (moved)
            changes.push_back({order, std::move(after), moved->effect});
        else
            ++released.changed;
    }
    const auto first_product = [](const OrderChange& change) {
        return change.before.lines.empty() ? std::string() : change.before.lines.front().product.text();
    };
    std::ranges::stable_sort(changes, {}, first_product);
    Packs packs;
    for (auto& change : changes) put_into_last(packs, std::move(change));
    return packs;
}

// Each pack goes after the last one that shares a product with it.
std::vector<Packs> waves_of(Packs packs) {
    std::vector<Packs> waves;
    std::map<ProductId, std::size_t> free_from;  // the first wave without the product
    for (auto& pack : packs) {
        std::size_t wave = 0;
        for (const auto& [product, move] : pack.moves) wave = std::max(wave, free_from[product]);
        while (wave < waves.size() && waves[wave].size() >= at_once) ++wave;
        for (const auto& [product, move] : pack.moves) free_from[product] = wave + 1;
        if (wave == waves.size()) waves.emplace_back();
        waves[wave].push_back(std::move(pack));
    }
    return waves;
}

store::Transaction transaction_of(const Shop& shop, const Pack& pack) {
    store::Transaction transaction{{}, vitrine::new_uuid(shop.random)};
    for (const auto& change : pack.changes) {
        transaction.actions.emplace_back(order_change(shop, change.before, change.after));
    }
    for (const auto& [product, move] : pack.moves) transaction.actions.emplace_back(stock_move(shop, product, move));
    return transaction;
}

void leave(Released& released, const Pack& pack, std::string cause) {
    released.left += static_cast<int>(pack.changes.size());
    released.cause = std::move(cause);
}

// What is to be tried again of a pack that was cancelled: without the orders that moved on; and where it was none of
// them, in halves, so that one product that fails holds nobody back but its own.
void take_apart(Pack pack, const store::Error& error, Released& released, Packs& again) {
    Packs rest;
    for (std::size_t i = 0; i < pack.changes.size(); ++i) {
        const bool moved_on =
            i < error.reasons.size() && error.reasons[i].kind == store::Reason::Kind::condition_failed;
        if (moved_on)
            ++released.changed;
        else
            put_into_last(rest, std::move(pack.changes[i]));
    }
    if (rest.empty()) return;
    Pack whole = std::move(rest.front());
    if (whole.changes.size() < pack.changes.size()) return again.push_back(std::move(whole));
    if (whole.changes.size() == 1) return leave(released, whole, "a hold is not released: " + error.detail);
    Pack halves[2];
    for (std::size_t i = 0; i < whole.changes.size(); ++i) {
        halves[2 * i / whole.changes.size()].add(std::move(whole.changes[i]));
    }
    for (auto& half : halves) again.push_back(std::move(half));
}

// Those to be tried again.
Packs send(const Shop& shop, const store::Context& context, Packs packs, Released& released) {
    std::vector<store::Transaction> transactions;
    for (const auto& pack : packs) transactions.push_back(transaction_of(shop, pack));
    const auto results = shop.store.transact_all(context, transactions);
    Packs again;
    for (std::size_t i = 0; i < packs.size(); ++i) {
        if (results[i])
            released.released += static_cast<int>(packs[i].changes.size());
        else if (const auto fault = results[i].error().fault;
                 fault == store::Fault::cancelled || fault == store::Fault::conflict)
            take_apart(std::move(packs[i]), results[i].error(), released, again);
        else
            leave(released, packs[i], failed(results[i].error()).error().cause);
    }
    return again;
}

}  // namespace

Released release_holds(const Shop& shop, const store::Context& context, const std::vector<Order>& orders) {
    Released released;
    Packs packs = packed(orders, shop.clock(), released);
    for (int round = 0; round < max_rounds && !packs.empty(); ++round) {
        Packs again;
        for (auto& wave : waves_of(std::move(packs))) {
            std::ranges::move(send(shop, context, std::move(wave), released), std::back_inserter(again));
        }
        packs = std::move(again);
    }
    for (const auto& pack : packs) leave(released, pack, "gave up after conflicts: releasing a hold");
    return released;
}

}  // namespace shop
