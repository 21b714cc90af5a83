#include "services/products/stock.hpp"

namespace shop {

std::expected<Stock, StockFault> apply(const Stock& stock, const StockMove& move) {
    const Stock after{stock.received + move.received, stock.available + move.available, stock.reserved + move.reserved,
                      stock.sold + move.sold};
    if (after.available < 0 || after.reserved < 0 || after.sold < 0) return std::unexpected(StockFault::insufficient);
    if (move.available > 0 && after.available > max_units) return std::unexpected(StockFault::too_many);
    return after;
}

}  // namespace shop
