// The function over the memory store, for its tests: what clients say, and what they hear.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>
#include <vector>

#include "services/application/basket_item.hpp"
#include "services/application/feed.hpp"
#include "services/application/memory_store.hpp"
#include "services/application/order_item.hpp"
#include "services/application/subscriptions.hpp"
#include "services/application/tokens.hpp"
#include "services/functions/sockets/sockets.hpp"

namespace shop::sockets {

namespace json = boost::json;
using application::hash_of;
using vitrine::Milliseconds;

const domain::Instant now{Milliseconds{1'795'359'845'678}};
constexpr const char* trace = "4bf92f3577b34da6a3ce929d0e0e4736";

inline std::string text_of(const json::value& object, std::string_view member) {
    return std::string(object.at(member).as_string());
}

// Remembers what was posted and who was closed, in their order.
class PostedFrames final : public application::Connections {
public:
    std::vector<application::Delivery> post_all(const store::Context&, std::string_view message,
                                                const std::vector<std::string>& connection_ids) override {
        for (const auto& id : connection_ids) said.push_back(id + " " + std::string(message));
        return std::vector(connection_ids.size(), delivery);
    }
    application::Delivery close(const store::Context&, const std::string& connection_id) override {
        said.push_back(connection_id + " closed");
        return delivery;
    }
    std::vector<std::string> said;
    application::Delivery delivery = application::Delivery::delivered;
};

class Sockets : public ::testing::Test {
protected:
    Sockets() {
        EXPECT_TRUE(store_.put(soon(), {"feed", application::feed::head_item({"e", 41}), {}}));
        domain::Basket basket = domain::new_basket(*domain::BasketId::parse("b1"), now);
        EXPECT_TRUE(store_.put(
            soon(), {"baskets", application::item_of(application::StoredBasket{basket, hash_of("basket token")}), {}}));
        application::StoredOrder order{{.id = *domain::OrderId::parse("o1"), .placed_at = now, .hold_until = now},
                                       hash_of("order token")};
        EXPECT_TRUE(store_.put(soon(), {"orders", application::item_of(order), {}}));
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
        const auto most = application::MessageBudget::units_of_a_process + application::MessageBudget::units_in_all;
        for (int i = 0; i <= most && connections_.said.empty(); ++i)
            (void)wake("ping", R"(,"body":"{\"action\":\"ping\"}")");
        EXPECT_THAT(connections_.said, ::testing::Not(::testing::IsEmpty()));
    }
    std::vector<std::string> topics() {
        std::vector<std::string> topics;
        for (const auto& item : store_.items("connections")) topics.push_back(*item.at("topic").text());
        return topics;
    }

    domain::Instant clock_ = now;
    std::string connection_id_ = "L0SM9cOFvHcCIhw=";
    store::MemoryStore store_{
        {{"feed", {{"topic", "seq"}, {}}},
         {"baskets", {{"id", {}}, {}}},
         {"orders", {{"pk", {}}, {}}},
         {"connections", {{"topic", "connectionId"}, {{"by-connection", {"connectionId", "topic"}}}}}}};
    application::Shop shop_{store_,
                            [this] { return clock_; },
                            vitrine::system_random(),
                            {.baskets = "baskets", .orders = "orders", .feed = "feed"},
                            domain::Currency::none()};
    Settings settings_{{http::SecretHashes(hash_of("front door")), http::SecretHashes(hash_of("editor key")), false},
                       read_origins("http://localhost:8080,http://[::1]:8080"),
                       "connections"};
    PostedFrames connections_;
    application::MessageBudget budget_{"connections"};
};

}  // namespace shop::sockets
