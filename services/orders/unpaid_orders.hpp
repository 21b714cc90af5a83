// The unpaid orders of one network address, as an item of the orders table: what place_order judges and writes in the
// order's own transaction. The orders themselves say what became of them, so nothing else has to write here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "services/orders/unpaid.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

struct StoredUnpaid {
    UnpaidOrders orders;
    std::int64_t rev = 0;  // 0: there is no item
};

[[nodiscard]] store::GetRequest unpaid_request(const Shop& shop, const std::string& network);
// What was read: some of it may be paid for or have ended since it was written.
[[nodiscard]] Outcome<StoredUnpaid> unpaid_as_read(const Shop& shop, const std::optional<store::Item>& read);
// The same, brought up to date with the orders it names.
[[nodiscard]] Outcome<StoredUnpaid> unpaid_now(const Shop& shop, const store::Context& context, StoredUnpaid read);

// Its part of a transaction: `orders` take the place of what was read, if nobody wrote since.
[[nodiscard]] store::Put replace_unpaid(const Shop& shop, const std::string& network, const UnpaidOrders& orders,
                                        std::int64_t read_rev);

}  // namespace shop
