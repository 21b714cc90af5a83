#include "tests/simulation/unpaid_book.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "lib/time.hpp"
#include "tests/simulation/items.hpp"
#include "tests/simulation/ledger.hpp"

namespace shop::simulation {
namespace {

constexpr std::chrono::seconds clocks_differ = 2 * max_clock_error;

const std::string& customer_of(const store::Item& order) {
    return text(*order.at("customer").map(), "name");
}

}  // namespace

void UnpaidBook::stocked(const std::string& product, std::int64_t stock, Instant now) {
    Stock& book = stock_[product];
    if (book.now == stock) return;
    book.before.emplace_back(now, book.now);
    book.now = stock;
    while (book.before.front().first + slowest_write < now) book.before.pop_front();
}

std::int64_t UnpaidBook::highest_stock(const std::string& product, Instant now) const {
    const auto found = stock_.find(product);
    if (found == stock_.end()) return 0;
    std::int64_t highest = found->second.now;
    for (const auto& [until, stock] : found->second.before)
        if (until + slowest_write >= now) highest = std::max(highest, stock);
    return highest;
}

std::optional<std::string> UnpaidBook::ordered(const store::Item& order, Instant now) {
    const std::string& network = network_of_[customer_of(order)];
    const Instant until = *vitrine::from_rfc3339(text(order, "holdUntil"));
    std::optional<std::string> wrong;
    for (const auto& line : list(order, "lines")) {
        const std::pair whose{network, text(*line.map(), "productId")};
        std::vector<Hold>& holds = holds_[whose];
        std::erase_if(holds,
                      [&](const Hold& hold) { return hold.ended && *hold.ended + hold_ - clocks_differ <= now; });
        Instant since = now;
        for (const Hold& hold : holds) since = std::min(since, hold.since);
        holds.push_back({text(order, "pk"), number(*line.map(), "quantity"), since, std::nullopt});
        if (auto found = judged(whose, holds, until, now)) wrong = std::move(found);
    }
    return wrong;
}

std::optional<std::string> UnpaidBook::judged(const Holds::key_type& whose, const std::vector<Hold>& holds,
                                              Instant until, Instant now) const {
    std::int64_t units = 0;
    for (const Hold& hold : holds)
        if (!hold.ended) units += hold.units;
    const std::int64_t stock = highest_stock(whose.second, now);
    const std::int64_t most = std::max<std::int64_t>(1, stock * limits_.share / 100);
    if (units > most)
        return fmt::format("{} holds {} of {} unpaid, of a stock of {}", whose.first, units, whose.second, stock);
    if (until > holds.back().since + 2 * hold_ + clocks_differ + slowest_write)
        return fmt::format("{} holds {} for more than two hold times in a row", whose.first, whose.second);
    return std::nullopt;
}

void UnpaidBook::moved(const store::Item& order, Instant now) {
    const std::string& state = text(order, "state");
    if (state == "awaiting-payment") return;
    const bool unpaid = state == "expired" || state == "cancelled";
    for (auto& [whose, holds] : holds_) {
        const auto hold = std::ranges::find(holds, text(order, "pk"), &Hold::order);
        if (hold == holds.end()) continue;
        if (unpaid && !hold->ended) hold->ended = now;
        if (!unpaid) holds.erase(hold);
    }
}

}  // namespace shop::simulation
