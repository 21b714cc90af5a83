// The catalogue kept at the head of the feed.
#pragma once

#include <chrono>
#include <string>

#include "lib/log.hpp"
#include "services/catalogue/catalogue.hpp"
#include "services/feed/feed.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

class LiveCatalogue {
public:
    static constexpr std::chrono::milliseconds head_is_fresh{200};    // for so long nobody asks again
    static constexpr std::chrono::milliseconds data_is_usable{5000};  // for so long it serves while the feed is away
    static constexpr std::int64_t max_behind = 200;                   // entries; beyond that loading anew is quicker

    LiveCatalogue(const Shop& shop, vitrine::Log log) : shop_(shop), log_(std::move(log)) {}

    // Reads the head, then everything: what happens meanwhile is in the feed after that head.
    [[nodiscard]] Outcome<void> load(const store::Context& context);

    // The catalogue with everything applied that the feed held a moment ago. `unavailable` where neither the feed nor
    // data younger than `data_is_usable` can be had.
    [[nodiscard]] Outcome<const Catalogue*> fresh(const store::Context& context);

    // What `fresh` has applied.
    [[nodiscard]] const Position& position() const { return position_; }

private:
    [[nodiscard]] Outcome<void> catch_up(const store::Context& context, const Position& head);
    [[nodiscard]] Outcome<void> apply(const store::Context& context, const feed::Entry& entry);
    [[nodiscard]] Outcome<void> refetch(const store::Context& context, const ProductId& id);
    void take(Catalogue& into, const store::Item& item);

    Shop shop_;
    vitrine::Log log_;
    Catalogue catalogue_;
    Position position_;
    bool loaded_ = false;
    Instant asked_at_;    // when the head was last asked for
    Instant current_at_;  // when the catalogue was last known to be at the head
};

}  // namespace shop
