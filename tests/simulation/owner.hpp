// The shop's owners: prices, names, stock and what is on show change under the shoppers' hands.
#pragma once

#include <string>
#include <vector>

#include "tests/simulation/invocation.hpp"

namespace shop::simulation {

class Owner {
public:
    Owner(World& world, const std::vector<std::string>& products) : world_(world), products_(products) {}
    // Until the run comes to rest.
    void keep_shop();

private:
    void edit(const domain::ProductId& id);
    void adjust(const domain::ProductId& id);
    void archive(const domain::ProductId& id);

    World& world_;
    const std::vector<std::string>& products_;
};

}  // namespace shop::simulation
