#include "services/store/memory/memory_store.hpp"

#include "services/store/testing/store_contract.hpp"

namespace shop::store {
namespace {

std::unique_ptr<Store> memory() {
    const ContractTables tables;
    return std::make_unique<MemoryStore>(std::map<TableName, TableSchema>{
        {tables.things, {{"id", {}}, {}}},
        {tables.log, {{"topic", "seq"}, {}}},
        {tables.orders, {{"pk", {}}, {{"by-state", {"stateShard", "placedAt"}}}}},
    });
}

INSTANTIATE_TEST_SUITE_P(Memory, StoreContract, ::testing::Values(StoreFactory{"memory", memory, {}}),
                         [](const auto& instance) { return instance.param.name; });

TEST(MemoryStore, AnswersAsItsInterceptorSays) {
    MemoryStore store({{"t", {{"id", {}}, {}}}});
    store.intercept([](std::string_view verb) -> std::optional<Error> {
        if (verb != "put") return std::nullopt;
        return Error{Fault::throttled, "on purpose", {}, {}};
    });
    const Context context{vitrine::Deadline::in(vitrine::Milliseconds{1'000})};
    EXPECT_EQ(store.put(context, {"t", {{"id", "a"}}, {}}).error().fault, Fault::throttled);
    EXPECT_TRUE(store.get(context, {"t", {{"id", "a"}}}, Read::eventual));
    EXPECT_TRUE(store.items("t").empty());
}

}  // namespace
}  // namespace shop::store
