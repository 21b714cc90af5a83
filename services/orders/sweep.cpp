#include "services/orders/sweep.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "services/orders/order_item.hpp"
#include "services/orders/payment.hpp"
#include "services/orders/refund_order.hpp"
#include "services/orders/release_holds.hpp"
#include "services/orders/settle_payment.hpp"

namespace shop {
namespace {

constexpr int page_size = 500;                // orders of one shard read at once
constexpr std::size_t max_undecided = 2'000;  // payments and refunds remembered for the second half of a sweep

// Holds come first and may take two thirds of the time: they are many and quick. Payments and refunds have the rest: a
// provider that does not answer must not keep stock from the shelf.
class Sweep {
public:
    Sweep(const Shop& shop, Payments& payments, const store::Context& context)
        : shop_(shop), payments_(payments), context_(context), now_(shop.clock()) {}

    Swept run() {
        const store::Context first{vitrine::Deadline::in(context_.deadline.left() * 2 / 3)};
        do {
            const auto expired = read_round(first);
            const Released released = release_holds(shop_, first, expired);
            swept_.expired += released.released;
            if (released.left > 0) leave(released.left, released.cause);
        } while (is_more() && !first.deadline.passed());
        swept_.all = !is_more();
        decide();
        return std::move(swept_);
    }

private:
    struct Shard {
        bool open = true;
        std::optional<store::Key> next;
    };

    [[nodiscard]] bool is_more() const {
        return std::ranges::any_of(shards_, [](const Shard& shard) { return shard.open; });
    }

    void leave(int orders, std::string cause) {
        swept_.left += orders;
        swept_.cause = std::move(cause);
    }

    // The next page of each shard: holds that have ended. What is undecided is put aside.
    std::vector<Order> read_round(const store::Context& context) {
        std::vector<Order> expired;
        for (int at = 0; at < order_shards; ++at) {
            Shard& shard = shards_[static_cast<std::size_t>(at)];
            if (!shard.open) continue;
            auto page = shop_.store.query(context, due_in(at, shard));
            shard.open = page && page->next;
            if (!page) {
                swept_.cause = failed(page.error()).error().cause;
                continue;
            }
            shard.next = std::move(page->next);
            for (const auto& item : page->items) sort_out(item, expired);
        }
        return expired;
    }

    [[nodiscard]] store::Query due_in(int at, const Shard& shard) const {
        store::Query query{.table = shop_.tables.orders, .partition_name = "dueShard", .partition = due_shard(at)};
        query.index = "by-due";
        query.sort_name = "dueAt";
        query.range = store::Range{std::nullopt, vitrine::epoch_seconds(now_)};
        query.limit = page_size;
        query.start = shard.next;
        return query;
    }

    void sort_out(const store::Item& item, std::vector<Order>& expired) {
        auto stored = order_from(item);
        if (!stored) return leave(1, failed(stored.error(), shop_.tables.orders).error().cause);
        Order& order = stored->order;
        const auto due = due_at(order);
        if (!due || *due > now_) return;  // the index is a moment behind
        if (!in_progress(order.payment))
            expired.push_back(std::move(order));
        else if (undecided_.size() < max_undecided)
            undecided_.push_back(std::move(order));
        else
            leave(1, "more payments are undecided than one sweep takes");
    }

    // From another place each time, so that one that takes all the time does not always take the others'.
    void decide() {
        if (undecided_.empty()) return;
        std::array<std::uint8_t, 2> drawn{};
        shop_.random(drawn);
        const std::size_t from = (drawn[0] * 256u + drawn[1]) % undecided_.size();
        std::ranges::rotate(undecided_, undecided_.begin() + static_cast<std::ptrdiff_t>(from));
        for (auto& order : undecided_) {
            if (context_.deadline.passed()) {
                leave(1, "no time was left");
                continue;
            }
            const bool refund = order.payment.state == PaymentState::refunding;
            const auto decided = refund ? settle_refund(shop_, payments_, context_, std::move(order))
                                        : settle_payment(shop_, payments_, context_, std::move(order));
            if (decided)
                ++(refund ? swept_.refunded : swept_.settled);
            else
                leave(1, decided.error().cause);
        }
    }

    const Shop& shop_;
    Payments& payments_;
    const store::Context& context_;
    Instant now_;
    std::array<Shard, order_shards> shards_{};
    std::vector<Order> undecided_;
    Swept swept_;
};

}  // namespace

Swept sweep(const Shop& shop, Payments& payments, const store::Context& context) {
    return Sweep(shop, payments, context).run();
}

}  // namespace shop
