#include "services/catalogue/catalogue.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "services/shop/json_text.hpp"
#include "services/shop/text.hpp"
#include "services/store/item_reader.hpp"

namespace shop {
namespace {

constexpr std::array<std::pair<std::string_view, Sort>, 6> sorts{{
    {"relevance", Sort::relevance},
    {"name", Sort::name},
    {"price", Sort::price_up},
    {"-price", Sort::price_down},
    {"newest", Sort::newest},
    {"changed", Sort::changed},
}};

// Names are sorted by their first letters alone, so that a cursor stays short.
constexpr std::size_t longest_sort_name = 160;

std::string sort_name_of(std::string_view name) {
    std::string folded = fold(name);
    std::size_t length = std::min(folded.size(), longest_sort_name);
    while (length < folded.size() && length > 0 && (static_cast<unsigned char>(folded[length]) & 0xC0) == 0x80)
        --length;
    folded.resize(length);
    return folded;
}

bool passes(const Card& card, const ListQuery& query) {
    return (!query.in_stock_only || card.available > 0) && (!query.min_price || card.price >= *query.min_price) &&
           (!query.max_price || card.price <= *query.max_price) && (query.sort != Sort::changed || card.changed_at);
}

}  // namespace

Card card_of(const Product& product, const Currency& currency) {
    return {product.id,
            product.rev,
            product.name,
            product.category,
            product.search_words,
            product.price,
            product.stock.available,
            product.created_at,
            product.changed_at,
            card_json(product, currency)};
}

std::expected<Card, store::ItemFault> card_from(const store::Map& change) {
    store::ItemReader in(change);
    auto id = in.parsed("id", ProductId::parse);
    auto category = in.parsed("category", Category::parse);
    if (in.fault()) return std::unexpected(*in.fault());
    store::ItemReader price(in.map("price"));
    Card card{*std::move(id),
              {in.number("rev")},
              std::string(in.text("name")),
              *std::move(category),
              search_words_from(in),
              Money{price.number("amount")},
              in.number("available"),
              in.instant("createdAt"),
              in.find("changedAt") ? std::optional(in.instant("changedAt")) : std::nullopt,
              json_of(change)};
    if (in.fault()) return std::unexpected(*in.fault());
    if (price.fault()) return std::unexpected(store::ItemFault{"price"});
    return card;
}

std::optional<Sort> sort_from(std::string_view name) {
    const auto known = std::ranges::find(sorts, name, &std::pair<std::string_view, Sort>::first);
    return known == sorts.end() ? std::nullopt : std::optional(known->second);
}

void Catalogue::show(Card card) {
    const auto [at, is_new] = known_.try_emplace(card.id, Known{card.rev, std::nullopt});
    Known& known = at->second;
    if (!is_new && card.rev <= known.rev) return;
    known.rev = card.rev;
    if (known.slot) vacate(*known.slot);
    const Slot slot = free_slot();
    known.slot = slot;
    index_.add(slot, {card.name, card.category.text(), card.search_words});
    const std::uint32_t category = number_of(card.category);
    std::string sort_name = sort_name_of(card.name);
    slots_[slot] = Shown{std::move(card), std::move(sort_name), category};
    ++on_show_;
}

void Catalogue::remove(const ProductId& id, Rev rev) {
    const auto [at, is_new] = known_.try_emplace(id, Known{rev, std::nullopt});
    Known& known = at->second;
    if (is_new || rev <= known.rev) return;
    known.rev = rev;
    if (known.slot) vacate(*known.slot);
    known.slot.reset();
}

void Catalogue::vacate(Slot slot) {
    index_.remove(slot);
    slots_[slot].reset();
    free_.push_back(slot);
    --on_show_;
}

Catalogue::Slot Catalogue::free_slot() {
    if (free_.empty()) {
        slots_.emplace_back();
        return static_cast<Slot>(slots_.size() - 1);
    }
    const Slot slot = free_.back();
    free_.pop_back();
    return slot;
}

std::uint32_t Catalogue::number_of(const Category& category) {
    const auto known = std::ranges::find(categories_, category);
    const auto number = static_cast<std::uint32_t>(known - categories_.begin());
    if (known == categories_.end()) categories_.push_back(category);
    return number;
}

std::vector<Catalogue::Candidate> Catalogue::candidates(const ListQuery& query) const {
    std::vector<Candidate> found;
    if (query.words.empty()) {
        found.reserve(on_show_);
        for (const auto& shown : slots_) {
            if (shown && passes(shown->card, query)) found.push_back({&*shown, 0});
        }
        return found;
    }
    for (const auto& hit : index_.find(query.words)) {
        const Shown& shown = *slots_[hit.document];
        if (passes(shown.card, query)) found.push_back({&shown, hit.score});
    }
    return found;
}

// Every order is by one value and then by id; values that sort downwards are negated.
struct Catalogue::Order {
    Sort sort;

    [[nodiscard]] std::int64_t number(const Candidate& of) const {
        switch (sort) {
            case Sort::relevance:
                return -of.score;
            case Sort::price_up:
                return of.shown->card.price.minor();
            case Sort::price_down:
                return -of.shown->card.price.minor();
            case Sort::newest:
                return -of.shown->card.created_at.time_since_epoch().count();
            case Sort::changed:
                return -of.shown->card.changed_at.value_or(Instant{}).time_since_epoch().count();
            case Sort::name:
                return 0;
        }
        std::unreachable();
    }
    [[nodiscard]] bool operator()(const Candidate& a, const Candidate& b) const {
        if (sort == Sort::name) {
            if (const int order = a.shown->sort_name.compare(b.shown->sort_name); order != 0) return order < 0;
        } else if (const std::int64_t x = number(a), y = number(b); x != y) {
            return x < y;
        }
        return a.shown->card.id < b.shown->card.id;
    }
    [[nodiscard]] PageEnd end_at(const Candidate& last) const {
        SortValue value = sort == Sort::name ? SortValue(last.shown->sort_name) : SortValue(number(last));
        return {std::move(value), last.shown->card.id};
    }
    // `end` is a place in this very order; a value of the other kind is none, and nothing comes after it.
    [[nodiscard]] bool is_after(const Candidate& candidate, const PageEnd& end) const {
        if (sort == Sort::name) {
            const auto* name = std::get_if<std::string>(&end.value);
            return name && std::tie(candidate.shown->sort_name, candidate.shown->card.id) > std::tie(*name, end.id);
        }
        const auto* value = std::get_if<std::int64_t>(&end.value);
        const std::int64_t here = number(candidate);
        return value && std::tie(here, candidate.shown->card.id) > std::tie(*value, end.id);
    }
};

Listing Catalogue::list(const ListQuery& query) const {
    std::vector<Candidate> found = candidates(query);
    Listing listing;
    std::vector<std::int64_t> counts(categories_.size(), 0);
    for (const auto& candidate : found) ++counts[candidate.shown->category];
    listing.categories = named(counts);
    if (query.category) {
        std::erase_if(found, [&](const Candidate& c) { return c.shown->card.category != *query.category; });
    }
    listing.total = found.size();

    const bool by_score = query.sort == Sort::relevance && !query.words.empty();
    const Order order{query.sort == Sort::relevance && !by_score ? Sort::newest : query.sort};
    if (query.after) {
        std::erase_if(found, [&](const Candidate& c) { return !order.is_after(c, *query.after); });
    }
    const std::size_t shown = std::min(query.limit, found.size());
    std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(shown), order);
    for (std::size_t i = 0; i < shown; ++i) listing.cards.push_back(&found[i].shown->card);
    if (shown > 0 && found.size() > shown) listing.next = order.end_at(found[shown - 1]);
    return listing;
}

std::vector<CategoryCount> Catalogue::categories() const {
    std::vector<std::int64_t> counts(categories_.size(), 0);
    for (const auto& shown : slots_) {
        if (shown) ++counts[shown->category];
    }
    return named(counts);
}

std::vector<CategoryCount> Catalogue::named(const std::vector<std::int64_t>& counts) const {
    std::vector<CategoryCount> result;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0) result.push_back({categories_[i], counts[i]});
    }
    std::ranges::sort(result, {}, [](const CategoryCount& c) { return name_of(c.category); });
    return result;
}

}  // namespace shop
