// The shop's owners: prices, names, stock and what is on show change under the shoppers' hands, and orders move along.
#pragma once

#include <string>
#include <vector>

#include "tests/simulation/invocation.hpp"
#include "tests/simulation/provider.hpp"

namespace shop::simulation {

class Owner {
public:
    Owner(World& world, Provider& provider, const std::vector<std::string>& products)
        : world_(world), provider_(provider), products_(products) {}
    // Until the run comes to rest.
    void keep_shop();

private:
    void edit(const ProductId& id);
    void adjust(const ProductId& id);
    void archive(const ProductId& id);

    void move_along();

    World& world_;
    Provider& provider_;
    const std::vector<std::string>& products_;
};

}  // namespace shop::simulation
