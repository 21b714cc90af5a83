// What every store must do, whatever it is made of: one suite, run over memory, the host's tables and DynamoDB itself.
// Its user defines the factories with INSTANTIATE_TEST_SUITE_P(Name, StoreContract, Values(...)).
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "services/store/store.hpp"

namespace shop::store {

// The tables that the suite uses. The adapter's factory makes them, empty or not: the suite's keys are its own each
// time.
//   things   partition id:S
//   log      partition topic:S, sort seq:N
//   orders   partition pk:S; index by-state: partition stateShard:S, sort placedAt:S, all attributes
struct ContractTables {
    TableName things = "contract-things";
    TableName log = "contract-log";
    TableName orders = "contract-orders";
};

struct StoreFactory {
    std::string name;
    std::function<std::unique_ptr<Store>()> make;
    ContractTables tables;
};

class StoreContract : public ::testing::TestWithParam<StoreFactory> {
protected:
    StoreContract();

    // A key of this test alone, so that a store may be used again.
    [[nodiscard]] std::string unique(const std::string& name) const { return name + '-' + run_; }
    [[nodiscard]] Context soon() const { return {vitrine::Deadline::in(vitrine::Milliseconds{10'000})}; }
    [[nodiscard]] Item thing(const std::string& name) const { return {{"id", unique(name)}}; }
    [[nodiscard]] std::optional<Item> read(const std::string& name);

    const StoreFactory& factory_;
    std::string run_;
    std::unique_ptr<Store> store_;
};

}  // namespace shop::store
