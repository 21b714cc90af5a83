// Where a page of the owner's list of orders ended, as an opaque text and back.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/orders/order_requests.hpp"

namespace shop {
namespace {

RC_GTEST_PROP(Cursor, ThatWasTamperedWithNeverBreaksAnything, (std::size_t at, char with)) {
    const QueryHash hash = QueryHash::of("orders");
    std::string cursor = encode_cursor(hash, OrderPageEnd{Instant{}, *OrderId::parse("o1")});
    cursor[at % cursor.size()] = with;
    const auto end = order_page_end(hash, cursor);
    if (end) RC_ASSERT(end->placed_at >= Instant{});
}

RC_GTEST_PROP(Cursor, OfOrdersIsNoneWhateverGarbageComes, (std::string garbage)) {
    RC_ASSERT(!order_page_end(QueryHash::of("orders"), garbage));
}

}  // namespace
}  // namespace shop
