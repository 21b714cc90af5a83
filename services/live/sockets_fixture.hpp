// The function over the memory store, for its tests: what clients say, and what they hear.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>
#include <vector>

#include "services/baskets/basket_item.hpp"
#include "services/feed/feed.hpp"
#include "services/live/sockets.hpp"
#include "services/live/subscriptions.hpp"
#include "services/orders/order_item.hpp"
#include "services/shop/tokens.hpp"
#include "services/store/memory/memory_store.hpp"

namespace shop::sockets {

namespace json = boost::json;
using vitrine::Milliseconds;

const Instant now{Milliseconds{1'795'359'845'678}};
constexpr const char* trace = "4bf92f3577b34da6a3ce929d0e0e4736";

inline std::string text_of(const json::value& object, std::string_view member) {
    return std::string(object.at(member).as_string());
}

// Remembers what was posted and who was closed, in their order.
class PostedFrames final : public Connections {
public:
    std::vector<Delivery> post_all(const store::Context&, std::string_view message,
                                   const std::vector<std::string>& connection_ids) override {
        for (const auto& id : connection_ids) said.push_back(id + " " + std::string(message));
        return std::vector(connection_ids.size(), delivery);
    }
    Delivery close(const store::Context&, const std::string& connection_id) override {
        said.push_back(connection_id + " closed");
        return delivery;
    }
    std::vector<std::string> said;
    Delivery delivery = Delivery::delivered;
};

class Sockets : public ::testing::Test {
protected:
    Sockets() {
        EXPECT_TRUE(store_.put(soon(), {"feed", feed::head_item({"e", 41}), {}}));
        Basket basket = new_basket(*BasketId::parse("b1"), now);
        EXPECT_TRUE(store_.put(soon(), {"baskets", item_of(StoredBasket{basket, hash_of("basket token")}), {}}));
        StoredOrder order{{.id = *OrderId::parse("o1"), .placed_at = now, .hold_until = now}, hash_of("order token")};
        EXPECT_TRUE(store_.put(soon(), {"orders", item_of(order), {}}));
    }

    static store::Context soon() { return {vitrine::Deadline::in(Milliseconds{10'000})}; }

    std::string raw(std::string payload) {
        const aws::Event event{std::move(payload), "req-1", soon().deadline, trace, vitrine::Log::silent()};
        const auto answer = handle(settings_, {shop_, connections_, budget_}, event);
        return answer ? *answer : "failure: " + answer.error().type;
    }
    // The answer to an event of this route; `more` are further members of the event.
    std::string wake(const std::string& route, const std::string& more = "") {
        return raw(R"({"requestContext":{"routeKey":")" + route + R"(","connectionId":")" + connection_id_ +
                   R"(","connectedAt":)" + std::to_string(now.time_since_epoch().count()) + "}" + more + "}");
    }
    std::string connect(const std::string& headers) { return wake("$connect", ",\"headers\":{" + headers + "}"); }
    // The frame that answers this one.
    json::value say(const std::string& frame, const std::string& route = "hello") {
        const auto answer = json::parse(wake(route, ",\"body\":" + json::serialize(json::value(frame))));
        EXPECT_EQ(answer.at("statusCode").as_int64(), 200);
        return json::parse(std::string_view(answer.at("body").as_string()));
    }
    std::string problem(const std::string& frame, const std::string& route = "hello") {
        const auto answer = say(frame, route);
        EXPECT_EQ(text_of(answer, "type"), "error");
        EXPECT_EQ(text_of(answer.at("problem"), "instance"), std::string("urn:trace:") + trace);
        return text_of(answer.at("problem"), "type");
    }
    // Pings until the connection is turned away.
    void spend() {
        const auto most = MessageBudget::units_of_a_process + MessageBudget::units_in_all;
        for (int i = 0; i <= most && connections_.said.empty(); ++i)
            (void)wake("ping", R"(,"body":"{\"action\":\"ping\"}")");
        EXPECT_THAT(connections_.said, ::testing::Not(::testing::IsEmpty()));
    }
    std::vector<std::string> topics() {
        std::vector<std::string> topics;
        for (const auto& item : store_.items("connections")) topics.push_back(*item.at("topic").text());
        return topics;
    }

    Instant clock_ = now;
    std::string connection_id_ = "L0SM9cOFvHcCIhw=";
    store::MemoryStore store_{
        {{"feed", {{"topic", "seq"}, {}}},
         {"baskets", {{"id", {}}, {}}},
         {"orders", {{"pk", {}}, {}}},
         {"connections", {{"topic", "connectionId"}, {{"by-connection", {"connectionId", "topic"}}}}}}};
    Shop shop_{store_,
               [this] { return clock_; },
               vitrine::system_random(),
               {.baskets = "baskets", .orders = "orders", .feed = "feed"},
               Currency::none()};
    Settings settings_{{SecretHashes(hash_of("origin secret")), SecretHashes(hash_of("editor key")), false},
                       read_origins("http://localhost:8080,http://[::1]:8080"),
                       "connections"};
    PostedFrames connections_;
    MessageBudget budget_{"connections"};
};

}  // namespace shop::sockets
