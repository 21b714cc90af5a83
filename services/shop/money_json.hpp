// Money as the API and the feed show it (docs/api.md). Sink is JsonText or ValueBuilder.
#pragma once

#include "services/shop/money.hpp"

namespace shop {

template <class Sink>
void write_money(Sink& out, Money money, const Currency& currency) {
    out.begin_object();
    out.key("amount"), out.number(money.minor());
    out.key("currency"), out.text(currency.code());
    out.end_object();
}

}  // namespace shop
