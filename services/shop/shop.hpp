// What every use case is given: the ports, and the few things that make one shop differ from another.
#pragma once

#include <chrono>

#include "lib/ids.hpp"
#include "lib/time.hpp"
#include "services/shop/money.hpp"
#include "services/shop/order_terms.hpp"
#include "services/store/store.hpp"

namespace shop {

using vitrine::Clock;
using vitrine::Random;

struct Tables {
    store::TableName products;
    store::TableName baskets;
    store::TableName orders;
    store::TableName feed;
};

struct Shop {
    store::Store& store;
    Clock clock;
    Random random;
    Tables tables;
    Currency currency;
    std::chrono::seconds hold{600};  // how long an order keeps its stock unpaid
    UnpaidLimits unpaid{};           // of one network address
    Retention retention{};
};

}  // namespace shop
