// The active products, in memory: lists, search and facets are answered from here
// (docs/decisions/0007-catalogue-in-memory.md). Used by one thread.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "services/catalogue/search.hpp"
#include "services/products/product.hpp"
#include "services/products/product_item.hpp"
#include "services/store/store.hpp"

namespace shop {

// A card ready to be sent, and what lists are filtered and sorted by.
struct Card {
    ProductId id;
    Rev rev;
    std::string name;
    Category category;
    std::vector<std::string> search_words;
    Money price;
    std::int64_t available = 0;
    Instant created_at;
    std::optional<Instant> changed_at;
    std::string json;  // the schema Card (api/openapi.yaml)
};
// Of a product as stored, whatever its status.
[[nodiscard]] Card card_of(const Product& product, const Currency& currency);
// Of a change in the feed. The fault names the first attribute that is missing or of another type.
[[nodiscard]] std::expected<Card, store::ItemFault> card_from(const store::Map& change);

// By `newest` and `changed` the latest comes first, by `relevance` the best match (without words: the newest); of equal
// ones the lower id. `changed` holds only what changed since it was made.
enum class Sort { relevance, name, price_up, price_down, newest, changed };
// As the parameter `sort` spells it: relevance, name, price, -price, newest, changed. nullopt for any other text.
[[nodiscard]] std::optional<Sort> sort_from(std::string_view name);

// Where a page ends: the last card's sort value (its folded name, cut, or a number, negated where the highest comes
// first) and its id.
using SortValue = std::variant<std::int64_t, std::string>;
struct PageEnd {
    SortValue value;
    ProductId id;
};

struct ListQuery {
    std::optional<Category> category;
    std::string words;  // empty: everything
    bool in_stock_only = false;
    std::optional<Money> min_price;  // both inclusive
    std::optional<Money> max_price;
    Sort sort = Sort::relevance;
    std::size_t limit = 24;
    std::optional<PageEnd> after;  // `next` of the page before, of the same query
};

struct CategoryCount {
    Category category;
    std::int64_t count = 0;
};

struct Listing {
    std::vector<const Card*> cards;         // valid until the catalogue changes
    std::size_t total = 0;                  // on all pages
    std::vector<CategoryCount> categories;  // by name; counted with every filter but the category
    std::optional<PageEnd> next;            // none: this was the last page
};

class Catalogue {
public:
    // A rev that is not above the known one changes nothing. `remove` remembers its rev also of a product that is not
    // there.
    void show(Card card);
    void remove(const ProductId& id, Rev rev);

    // Filters, counts and sorts anew at each call: its cost grows with what the words find.
    [[nodiscard]] Listing list(const ListQuery& query) const;
    [[nodiscard]] std::vector<CategoryCount> categories() const;  // by name
    [[nodiscard]] std::size_t size() const { return on_show_; }

private:
    using Slot = SearchIndex::Document;
    struct Known {
        Rev rev;
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

    // What passes every filter but the category, in no order; the score is 0 where there are no words.
    [[nodiscard]] std::vector<Candidate> candidates(const ListQuery& query) const;
    // Takes a slot: one that was vacated, else a new one at the end.
    [[nodiscard]] Slot free_slot();
    // Where the category stands in categories_; it is added where it is new.
    [[nodiscard]] std::uint32_t number_of(const Category& category);
    // `counts` by number_of. Categories with a count, by name.
    [[nodiscard]] std::vector<CategoryCount> named(const std::vector<std::int64_t>& counts) const;
    void vacate(Slot slot);

    std::unordered_map<ProductId, Known> known_;
    std::vector<std::optional<Shown>> slots_;
    std::vector<Slot> free_;
    std::vector<Category> categories_;
    SearchIndex index_;
    std::size_t on_show_ = 0;
};

}  // namespace shop
