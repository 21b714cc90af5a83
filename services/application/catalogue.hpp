// The products on show, in memory: what lists, search and facets are answered from.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "services/application/product_item.hpp"
#include "services/application/store.hpp"
#include "services/domain/product.hpp"
#include "services/domain/search.hpp"

namespace shop::application {

// A card ready to be sent, and what lists are filtered and sorted by.
struct Card {
    domain::ProductId id;
    domain::Rev rev;
    std::string name;
    domain::Category category;
    std::vector<std::string> search_words;
    domain::Money price;
    std::int64_t available = 0;
    domain::Instant created_at;
    std::optional<domain::Instant> changed_at;
    std::string json;
};
[[nodiscard]] Card card_of(const domain::Product& product, const domain::Currency& currency);
// Of a change in the feed.
[[nodiscard]] std::expected<Card, ItemFault> card_from(const store::Map& change);

// `changed` holds only what changed since it was made, the latest change first.
enum class Sort { relevance, name, price_up, price_down, newest, changed };
[[nodiscard]] std::optional<Sort> sort_from(std::string_view name);

// Where a page ends: the last card's sort value and id.
using SortValue = std::variant<std::int64_t, std::string>;
struct PageEnd {
    SortValue value;
    domain::ProductId id;
};

struct ListQuery {
    std::optional<domain::Category> category;
    std::string words;  // empty: everything
    bool in_stock_only = false;
    std::optional<domain::Money> min_price;
    std::optional<domain::Money> max_price;
    Sort sort = Sort::relevance;
    std::size_t limit = 24;
    std::optional<PageEnd> after;
};

struct CategoryCount {
    domain::Category category;
    std::int64_t count = 0;
};

struct Listing {
    std::vector<const Card*> cards;         // valid until the catalogue changes
    std::size_t total = 0;                  // on all pages
    std::vector<CategoryCount> categories;  // by name; counted with every filter but the category
    std::optional<PageEnd> next;
};

class Catalogue {
public:
    // A card or a departure that is not newer than what is known changes nothing.
    void show(Card card);
    void remove(const domain::ProductId& id, domain::Rev rev);

    [[nodiscard]] Listing list(const ListQuery& query) const;
    [[nodiscard]] std::vector<CategoryCount> categories() const;  // by name
    [[nodiscard]] std::size_t size() const { return on_show_; }

private:
    using Slot = domain::SearchIndex::Document;
    struct Known {
        domain::Rev rev;
        std::optional<Slot> slot;  // none: the product has left the shop
    };
    struct Shown {
        Card card;
        std::string sort_name;  // folded
        std::uint32_t category;
    };
    struct Candidate {
        const Shown* shown;
        std::int64_t score;
    };
    struct Order;

    [[nodiscard]] std::vector<Candidate> candidates(const ListQuery& query) const;
    [[nodiscard]] Slot free_slot();
    [[nodiscard]] std::uint32_t number_of(const domain::Category& category);
    [[nodiscard]] std::vector<CategoryCount> named(const std::vector<std::int64_t>& counts) const;
    void vacate(Slot slot);

    std::unordered_map<domain::ProductId, Known> known_;
    std::vector<std::optional<Shown>> slots_;
    std::vector<Slot> free_;
    std::vector<domain::Category> categories_;
    domain::SearchIndex index_;
    std::size_t on_show_ = 0;
};

}  // namespace shop::application
