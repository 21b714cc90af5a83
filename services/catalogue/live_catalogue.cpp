#include "services/catalogue/live_catalogue.hpp"

#include <utility>

#include "services/products/products.hpp"
#include "services/store/item_reader.hpp"

namespace shop {
namespace {

constexpr int scan_segments = 4;
// Waiting longer for the head than data is usable would help nobody.
constexpr std::chrono::milliseconds head_patience{1000};

bool says(const store::Map& change, std::string_view name) {
    const auto at = change.find(name);
    return at != change.end() && at->second == store::Value(true);
}

}  // namespace

void LiveCatalogue::take(Catalogue& into, const store::Item& item) {
    const auto product = product_from(item);
    if (!product) {
        log_.error("A product cannot be shown: its item has no usable {Attribute}",
                   {{"Attribute", product.error().what}});
    } else if (product->status == ProductStatus::active) {
        into.show(card_of(*product, shop_.currency));
    } else {
        into.remove(product->id, product->rev);
    }
}

Outcome<void> LiveCatalogue::load(const store::Context& context) {
    const Instant asked_at = shop_.clock();
    auto head = feed::read_head(shop_, context);
    if (!head) return failed(head.error());
    Catalogue fresh;
    const auto scanned = shop_.store.scan_all(context, shop_.tables.products, scan_segments, store::Read::consistent,
                                              [&](store::Item&& item) { take(fresh, item); });
    if (!scanned) return failed(scanned.error());
    catalogue_ = std::move(fresh);
    position_ = *std::move(head);
    loaded_ = true;
    asked_at_ = current_at_ = asked_at;
    log_.information("Loaded {Products} products at {Position}",
                     {{"Products", catalogue_.size()}, {"Position", position_.text()}});
    return {};
}

Outcome<const Catalogue*> LiveCatalogue::fresh(const store::Context& context) {
    const Instant now = shop_.clock();
    const bool usable = loaded_ && now - current_at_ < data_is_usable;
    if (usable && now - asked_at_ < head_is_fresh) return &catalogue_;
    asked_at_ = now;
    const store::Context patient{context.deadline.earlier(vitrine::Deadline::in(head_patience))};
    const auto head = feed::read_head(shop_, usable ? patient : context);
    auto caught_up = head ? catch_up(context, *head) : failed(head.error());
    if (caught_up) {
        current_at_ = asked_at_;
        return &catalogue_;
    }
    if (!usable) return std::unexpected(std::move(caught_up.error()));
    log_.warning("The feed cannot be read; answering from what is known", {{"Cause", caught_up.error().cause}});
    return &catalogue_;
}

Outcome<void> LiveCatalogue::catch_up(const store::Context& context, const Position& head) {
    const std::int64_t behind = head.seq - position_.seq;
    if (!loaded_ || head.epoch != position_.epoch || behind < 0 || behind > max_behind) return load(context);
    if (behind == 0) return {};
    const auto entries = feed::read_entries(shop_.store, context, shop_.tables.feed, position_.seq, head.seq,
                                            static_cast<int>(max_behind));
    if (!entries) return failed(entries.error());
    for (const auto& entry : *entries) {
        if (entry.position != Position{position_.epoch, position_.seq + 1}) return load(context);
        if (auto applied = apply(context, entry); !applied) return applied;
        position_ = entry.position;
    }
    return position_ == head ? Outcome<void>{} : load(context);
}

Outcome<void> LiveCatalogue::apply(const store::Context& context, const feed::Entry& entry) {
    for (const auto& value : entry.changes) {
        const store::Map none;
        const store::Map& change = value.map() ? *value.map() : none;
        store::ItemReader in(change);
        const auto id = in.parsed("id", ProductId::parse);
        if (!id) return failed(*in.fault(), shop_.tables.feed);
        if (says(change, "gone") && in.find("rev")) {
            catalogue_.remove(*id, {in.number("rev")});
        } else if (auto card = card_from(change)) {
            catalogue_.show(*std::move(card));
        } else if (auto fetched = refetch(context, *id); !fetched) {
            return fetched;
        }
    }
    return {};
}

// What the feed could not carry is read from the table.
Outcome<void> LiveCatalogue::refetch(const store::Context& context, const ProductId& id) {
    const auto item = shop_.store.get(context, {shop_.tables.products, product_key(id)}, store::Read::consistent);
    if (!item) return failed(item.error());
    if (*item) take(catalogue_, **item);
    return {};
}

}  // namespace shop
