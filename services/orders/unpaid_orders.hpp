// The unpaid orders of one network address, as an item of the orders table: what place_order judges and writes in the
// order's own transaction. What became of them stands in the orders themselves, so nothing else writes this item.
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

// The item `network#HASH`, to be read consistently. `network` is that HASH: Checkout::network.
[[nodiscard]] store::GetRequest unpaid_request(const Shop& shop, const std::string& network);
// What the item says, without orders that ended a hold time ago or longer: some of the others may be paid for or have
// ended since it was written. Nothing where there was no item; `internal` where it cannot be read as one.
[[nodiscard]] Outcome<StoredUnpaid> unpaid_as_read(const Shop& shop, const std::optional<store::Item>& read);
// The same after a consistent read of each order that had not ended: paid ones are left out, and those that are not
// there any more. The rev stays the one that was read.
[[nodiscard]] Outcome<StoredUnpaid> unpaid_now(const Shop& shop, const store::Context& context, StoredUnpaid read);

// Its part of a transaction: `orders` replace what was read, on condition that the item is still at `read_rev` (0:
// absent). The item expires after 7 days (docs/decisions/0017-unpaid-share.md).
[[nodiscard]] store::Put replace_unpaid(const Shop& shop, const std::string& network, const UnpaidOrders& orders,
                                        std::int64_t read_rev);

}  // namespace shop
