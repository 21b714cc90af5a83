// Reading and moving orders, shared by the use cases.
#pragma once

#include <optional>

#include "services/application/error.hpp"
#include "services/application/order_item.hpp"
#include "services/application/shop.hpp"
#include "services/domain/order.hpp"

namespace shop::application {

// Consistent.
[[nodiscard]] Outcome<std::optional<StoredOrder>> read_order(const Shop& shop, const store::Context& context,
                                                             const domain::OrderId& id);

enum class Committed : bool { no, yes };

// Writes what domain::move made of `before`, with the move of stock, in one transaction that holds only while the order
// is as it was read. `no`: it is not any more; read it and judge again.
[[nodiscard]] Outcome<Committed> commit_move(const Shop& shop, const store::Context& context,
                                             const domain::Order& before, const domain::Order& after,
                                             const domain::Transition& transition);

// One product's part of a transaction. The caller adds conditions of its own; that no count falls below zero is there.
[[nodiscard]] store::Modify stock_move(const Shop& shop, const domain::ProductId& id, const domain::StockMove& move,
                                       std::vector<store::Condition> conditions = {});

}  // namespace shop::application
