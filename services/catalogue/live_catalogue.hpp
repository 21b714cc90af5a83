// The catalogue, kept up to date from the feed. Used by one thread.
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
    static constexpr std::chrono::milliseconds head_is_fresh{200};    // for so long the head is not read again
    static constexpr std::chrono::milliseconds data_is_usable{5000};  // for so long it serves without the feed
    static constexpr std::int64_t max_behind = 200;                   // entries; beyond that loading anew is quicker

    LiveCatalogue(const Shop& shop, vitrine::Log log) : shop_(shop), log_(std::move(log)) {}

    // Reads the head, then the whole products table, consistently: what changes meanwhile is in the feed after that
    // head. On an error the catalogue is as it was. Items that cannot be read are logged and left out.
    [[nodiscard]] Outcome<void> load(const store::Context& context);

    // The catalogue with everything applied that the feed held at most `head_is_fresh` ago. Where the feed cannot be
    // read, the catalogue as it is while that is younger than `data_is_usable`; the store's error after that. Valid
    // until the next call.
    [[nodiscard]] Outcome<const Catalogue*> fresh(const store::Context& context);

    // Up to where `fresh` has applied the feed.
    [[nodiscard]] const Position& position() const { return position_; }

private:
    // Applies the entries up to `head`; loads anew where the epoch is another, an entry is missing or they are more
    // than max_behind. On an error the entries before it stay applied.
    [[nodiscard]] Outcome<void> catch_up(const store::Context& context, const Position& head);
    [[nodiscard]] Outcome<void> apply(const store::Context& context, const feed::Entry& entry);
    // Reads one product from the table, consistently: for a change that is no card.
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
