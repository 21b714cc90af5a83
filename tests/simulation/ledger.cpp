#include "tests/simulation/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tests/simulation/items.hpp"

namespace shop::simulation {
namespace {

using store::Item;

bool holds_stock(const std::string& state) {
    return state == "awaiting-payment";
}

bool has_sold(const std::string& state) {
    return state == "paid" || state == "packed" || state == "shipped" || state == "delivered";
}

bool is_way(const std::string& from, const std::string& to, const std::string& by) {
    return std::ranges::any_of(transitions(), [&](const Transition& way) {
        return name_of(way.from) == from && name_of(way.to) == to && name_of(way.by) == by;
    });
}

// Whether some of the numbers add up to the sum.
bool some_make(const std::vector<std::int64_t>& numbers, std::int64_t sum) {
    std::set<std::int64_t> sums{0};
    for (const std::int64_t one : numbers) {
        std::set<std::int64_t> more = sums;
        for (const std::int64_t known : sums) more.insert(known + one);
        sums = std::move(more);
    }
    return sums.contains(sum);
}

}  // namespace

void Ledger::broken(std::string words) {
    if (!complaint_) complaint_ = std::move(words);
}

std::size_t Ledger::feed_length() const {
    std::size_t length = 0;
    for (const auto& [epoch, entries] : feed_) length += entries.size();
    return length;
}

void Ledger::written(const store::TableName& table, const Item* before, const Item* after, Instant now) {
    now_ = now;
    if (table == "products") return product_written(before, after);
    if (table == "feed") return feed_written(before, after);
    if (table != "orders") return;
    const std::string& pk = text(after ? *after : *before, "pk");
    if (pk.starts_with("order#")) return order_written(before, after);
    if (pk.starts_with("key#")) key_written(before, after);
}

Ledger::Books& Ledger::books(const std::string& product) {
    Books& books = products_[product];
    if (!std::exchange(books.touched, true)) touched_.push_back(&books);
    return books;
}

void Ledger::product_written(const Item* before, const Item* after) {
    if (!after) return broken("invariant 3: a product was removed");
    const std::int64_t received = number(*after, "received"), available = number(*after, "available"),
                       reserved = number(*after, "reserved"), sold = number(*after, "sold");
    const std::string& id = text(*after, "id");
    if (received != available + reserved + sold || std::min({available, reserved, sold}) < 0)
        return broken(fmt::format("invariant 3: of {} received {} is not available {} + reserved {} + sold {}", id,
                                  received, available, reserved, sold));
    Books& book = books(id);
    if (!before) book.expected = received;
    book.received = received;
    book.in_reserved = reserved;
    book.in_sold = sold;
    book.price = number(*after, "price");
    book.on_show = text(*after, "status") == "active";
    unpaid.stocked(id, available + reserved, now_);
}

void Ledger::book(const Item& order, std::int64_t sign) {
    const std::string& state = text(order, "state");
    if (!holds_stock(state) && !has_sold(state)) return;
    for (const auto& line : list(order, "lines")) {
        Books& book = books(text(*line.map(), "productId"));
        (holds_stock(state) ? book.reserved : book.sold) += sign * number(*line.map(), "quantity");
    }
}

void Ledger::order_written(const Item* before, const Item* after) {
    if (!after) return broken("invariant 4: order " + text(*before, "pk") + " was removed");
    if (before) {
        book(*before, -1);
        history_written(*before, *after);
        payment_written(*before, *after);
        bounds_written(*before, *after);
        unpaid.moved(*after, now_);
    } else {
        const auto customer = after->find("customer");
        const std::string& name = text(*customer->second.map(), "name");
        prices_written(*after);
        if (auto wrong = unpaid.ordered(*after, now_)) broken(*std::move(wrong));
        orders_.push_back(text(*after, "pk").substr(6));
        const auto [at, first] = order_of_.try_emplace(name, text(*after, "pk"));
        if (!first)
            broken(fmt::format("invariant 4: {} has two orders of one basket, {} and {}", name, at->second,
                               text(*after, "pk")));
    }
    book(*after, 1);
}

// What is ordered is on show, at the price of that moment.
void Ledger::prices_written(const Item& order) {
    std::int64_t total = 0;
    for (const auto& line : list(order, "lines")) {
        const Books& book = products_[text(*line.map(), "productId")];
        const std::int64_t price = number(*line.map(), "unitPrice");
        if (!book.on_show || price != book.price)
            broken(fmt::format("{} was ordered at {}, its price is {}{}", text(*line.map(), "productId"), price,
                               book.price, book.on_show ? "" : " and it is not on show"));
        total += price * number(*line.map(), "quantity");
    }
    if (total != number(order, "total")) broken("an order's total is not the sum of its lines");
}

// History only grows, by steps that the table of transitions knows, and says what state the order is in.
void Ledger::history_written(const Item& before, const Item& after) {
    const store::List& was = list(before, "history");
    const store::List& is = list(after, "history");
    const std::string& pk = text(after, "pk");
    if (is.size() < was.size() || !std::equal(was.begin(), was.end(), is.begin()))
        return broken("an order's history was rewritten: " + pk);
    if (number(after, "rev") <= number(before, "rev")) broken("an order changed under the same rev: " + pk);
    if (list(before, "lines") != list(after, "lines") || before.find("total")->second != after.find("total")->second)
        broken("an order's lines or total changed: " + pk);
    std::string state = text(before, "state");
    for (std::size_t i = was.size(); i < is.size(); ++i) {
        const store::Map& step = *is[i].map();
        const std::string &from = text(step, "from"), &to = text(step, "to"), &by = text(step, "by");
        const bool told = from == to;  // a note on an order that stays where it is
        if (from != state || (!told && !is_way(from, to, by)))
            return broken(
                fmt::format("an order went from {} to {} by the {}, which no transition allows: {}", from, to, by, pk));
        state = to;
        reached_.emplace(pk.substr(6), to);
    }
    if (state != text(after, "state"))
        broken(fmt::format("an order is {} and its history says {}: {}", text(after, "state"), state, pk));
}

void Ledger::key_written(const Item* before, const Item* after) {
    const std::string& key = text(after ? *after : *before, "pk");
    if (!after) return broken("invariant 4: a key was forgotten: " + key);
    if (before && *before != *after) return broken("invariant 4: a key was bound to another request: " + key);
    key_of_[text(*after, "orderId")] = key;
}

void Ledger::feed_written(const Item* before, const Item* after) {
    if (!after) return;
    const std::int64_t seq = number(*after, "seq");
    if (seq == 0) {
        if (before && text(*before, "epoch") != text(*after, "epoch"))
            broken("invariant 5: a feed that is there got another epoch");
        feed_.try_emplace(text(*after, "epoch"));
        return;
    }
    auto& log = feed_[text(*after, "epoch")];
    if (before) return broken(fmt::format("invariant 5: entry {} of the feed was written again", seq));
    if (seq != static_cast<std::int64_t>(log.size()) + 1)
        return broken(fmt::format("invariant 5: entry {} of the feed follows {}", seq, log.size()));
    FeedEntry& entry = log.emplace_back();
    for (const auto& change : list(*after, "changes"))
        entry.emplace_back(text(*change.map(), "id"), number(*change.map(), "rev"));
}

void Ledger::settle() {
    for (Books* book : touched_) {
        book->touched = false;
        if (book->in_reserved != book->reserved || book->in_sold != book->sold)
            broken(fmt::format("stock is not what orders say: reserved {} for {}, sold {} for {}", book->in_reserved,
                               book->reserved, book->in_sold, book->sold));
    }
    touched_.clear();
}

void Ledger::placed(int shopper, const std::string& key, const PlacedOrder& told, Money expected) {
    const std::string& id = told.order.id.text();
    const auto [at, first] = told_.try_emplace({shopper, key}, Told{id, shopper});
    if (at->second.order != id)
        broken(fmt::format("invariant 4: shopper {} was told of {} and of {} under one key", shopper, at->second.order,
                           id));
    if (told.order.total > expected)
        broken(fmt::format("shopper {} accepted {} and was charged {}", shopper, expected.minor(),
                           told.order.total.minor()));
}

void Ledger::moved(const std::string& order, OrderState told) {
    const std::string state(name_of(told));
    if (!reached_.contains({order, state}))
        broken(fmt::format("order {} is said to be {} and never was", order, state));
}

void Ledger::adjusted(const std::string& product, std::int64_t units, bool known) {
    Books& book = products_[product];
    if (known)
        book.expected += units;
    else
        book.unknown.push_back(units);
}

void Ledger::browser_forgot(std::uint32_t browser) {
    browsers_.erase(browser);
}

// Invariant 5: at a position, at least what the feed told up to there.
void Ledger::browser_stands(std::uint32_t browser, const Position& at, const KnownRev& known) {
    auto& [epoch, seen] = browsers_[browser];
    if (epoch != at.epoch) epoch = at.epoch, seen = 0;
    const auto known_epoch = feed_.find(at.epoch);
    if (known_epoch == feed_.end())
        return broken(
            fmt::format("invariant 5: browser {} was told of epoch {}, which no feed has", browser, at.epoch));
    const auto& log = known_epoch->second;
    if (at.seq > static_cast<std::int64_t>(log.size()))
        return broken(fmt::format("invariant 5: browser {} stands at {}, the feed at {}", browser, at.seq, log.size()));
    for (; seen < static_cast<std::size_t>(at.seq); ++seen)
        for (const auto& [product, rev] : log[seen])
            if (const auto held = known(product, static_cast<std::int64_t>(seen) + 1); held && *held < rev)
                return broken(fmt::format("invariant 5: browser {} at {} holds rev {} of {}, and entry {} told {}",
                                          browser, at.seq, *held, product, seen + 1, rev));
}

void Ledger::close(const std::vector<Item>& orders, const std::vector<Item>& products) {
    std::set<std::string> there;
    for (const Item& item : orders)
        if (const std::string& pk = text(item, "pk"); pk.starts_with("order#")) {
            there.insert(pk.substr(6));
            if (!key_of_.contains(pk.substr(6))) broken("invariant 4: no key is bound to order " + pk);
        }
    for (const auto& [whose, told] : told_)
        if (!there.contains(told.order))
            broken(
                fmt::format("invariant 4: shopper {}'s acknowledged order {} is not there", told.shopper, told.order));
    for (const auto& [id, book] : products_)
        if (!some_make(book.unknown, book.received - book.expected))
            broken(fmt::format("of {} {} were received, the owner's adjustments make {}", id, book.received,
                               book.expected));
    if (products.size() != products_.size()) broken("invariant 3: a product is missing");
}

}  // namespace shop::simulation
