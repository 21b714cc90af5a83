// An adjustment whose answer was lost, sent once more by the store's client.
#include "services/products/adjust_stock.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "services/testing/test_world.hpp"

namespace shop {
namespace {

using namespace store;
using testing::product;
using testing::product_id;

// Loses the answer to its first modify, lets something else happen, and sends the same once more, as the store port's
// contract has it.
class Resending final : public Store {
public:
    Resending(Store& inner, std::function<void()> between) : inner_(inner), between_(std::move(between)) {}

    Result<Item> modify(const Context& context, const Modify& modify) override {
        auto answer = inner_.modify(context, modify);
        if (!between_) return answer;
        std::exchange(between_, {})();
        answer = inner_.modify(context, modify);
        if (answer || answer.error().fault != Fault::condition_failed) return answer;
        return std::unexpected(store::Error{Fault::in_doubt, "sent twice, refused the second time", {}, {}});
    }

    Result<std::optional<Item>> get(const Context& context, const GetRequest& request, Read read) override {
        return inner_.get(context, request, read);
    }
    Result<std::vector<std::optional<Item>>> get_all(const Context& context, const std::vector<GetRequest>& requests,
                                                     Read read) override {
        return inner_.get_all(context, requests, read);
    }
    Result<void> put(const Context& context, const Put& put) override { return inner_.put(context, put); }
    Result<void> remove(const Context& context, const Delete& remove) override {
        return inner_.remove(context, remove);
    }
    Result<Page> query(const Context& context, const Query& query) override { return inner_.query(context, query); }
    Result<Page> scan(const Context& context, const Scan& scan) override { return inner_.scan(context, scan); }
    Result<void> scan_all(const Context& context, const TableName& table, int segments, Read read,
                          const std::function<void(Item&&)>& each) override {
        return inner_.scan_all(context, table, segments, read, each);
    }
    Result<void> transact(const Context& context, const std::vector<Action>& actions,
                          const std::string& token) override {
        return inner_.transact(context, actions, token);
    }

private:
    Store& inner_;
    std::function<void()> between_;
};

class AnAdjustmentSentTwice : public ::testing::Test {
protected:
    AnAdjustmentSentTwice() { world.shelve(product("teapot", 4900, 12)); }

    Outcome<Product> receive(std::int64_t units) {
        return adjust_stock(world.shop, world.context, id, {Delta{units}, "delivery"});
    }
    Outcome<Product> receive_twice(std::int64_t units, const std::function<void()>& between) {
        Resending store(world.store, between);
        const Shop shop{store,          world.shop.clock, world.shop.random, world.shop.tables, world.shop.currency,
                        world.shop.hold};
        return adjust_stock(shop, world.context, id, {Delta{units}, "delivery"});
    }
    std::int64_t received() { return world.on_shelf("teapot").stock.received; }

    testing::World world;
    ProductId id = product_id("teapot");
};

TEST_F(AnAdjustmentSentTwice, CountsOnceAndIsSaidToBeDone) {
    EXPECT_EQ(receive_twice(5, [] {})->stock.received, 17);
    EXPECT_EQ(received(), 17);
}

TEST_F(AnAdjustmentSentTwice, CountsOnceThoughAnotherCameBetween) {
    const auto answer = receive_twice(5, [this] { ASSERT_TRUE(receive(1)); });
    EXPECT_EQ(received(), 18);
    EXPECT_EQ(answer.error().refusal, Refusal::unavailable) << "nobody can tell whether it was counted";
}

TEST_F(AnAdjustmentSentTwice, KnowsItselfThoughUnitsWereSoldBetween) {
    const auto sell = [this] {
        const Modify sale{"products", product_key(id), {Increase{"available", -2}, Increase{"reserved", 2}}, {}};
        ASSERT_TRUE(world.store.modify(world.context, sale));
    };
    EXPECT_EQ(receive_twice(5, sell)->stock, (Stock{17, 15, 2, 0}));
}

}  // namespace
}  // namespace shop
