// What every use case is given: the ports, and the few things that make one shop differ from another.
#pragma once

#include <chrono>

#include "services/application/ports.hpp"
#include "services/application/store.hpp"
#include "services/domain/money.hpp"
#include "services/domain/order.hpp"
#include "services/domain/unpaid.hpp"

namespace shop::application {

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
    domain::Currency currency;
    std::chrono::seconds hold{600};  // how long an order keeps its stock unpaid
    domain::UnpaidLimits unpaid{};   // of one network address
    domain::Retention retention{};
};

// How often a use case judges anew after someone else was faster. Of n writers at once all but one lose each round, so
// a handful is soon spent; the deadline ends what goes on for too long.
constexpr int most_attempts = 50;

}  // namespace shop::application
