// The Runtime API's client and the management API's, against servers that play AWS.
#include "services/aws/runtime.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/aws/testing/imposter.hpp"
#include "services/live/management.hpp"

namespace shop::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using vitrine::Deadline;
using vitrine::Milliseconds;

const vitrine::Instant now{Milliseconds{1'795'359'845'000}};

Step event(std::string_view payload, std::string_view more = "") {
    return answers(
        payload, 200,
        "Lambda-Runtime-Aws-Request-Id: req-1\r\nLambda-Runtime-Deadline-Ms: 1795359855000\r\n"
        "Lambda-Runtime-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1\r\n" +
            std::string(more));
}

struct Lambda {
    explicit Lambda(std::vector<Step> steps) : api(std::move(steps)) {
        options.endpoint = api.url().substr(7);
        options.clock = [] { return now; };
    }
    std::vector<std::string> lines;
    Imposter api;
    RuntimeOptions options{"", vitrine::Log([this](vitrine::Level, std::string_view line) { lines.emplace_back(line); },
                                            vitrine::Level::information, [] { return now; })};
};

const Step gone{Step::Kind::close_after_reading};

TEST(Runtime, HandsEventsToTheHandlerAndPostsItsAnswers) {
    Lambda lambda({event(R"({"n":1})"), answers("", 202), event(R"({"n":2})"), answers("", 202), gone, gone});
    std::vector<std::string> payloads;
    const int code = run(lambda.options, [&](const Event& woken) -> Answer {
        payloads.push_back(woken.payload);
        return R"({"ok":true})";
    });
    EXPECT_NE(code, 0);
    EXPECT_THAT(payloads, ElementsAre(R"({"n":1})", R"({"n":2})"));
    const auto requests = lambda.api.requests();
    ASSERT_GE(requests.size(), 4U);
    EXPECT_THAT(requests[0], StartsWith("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n"));
    EXPECT_THAT(requests[1], StartsWith("POST /2018-06-01/runtime/invocation/req-1/response HTTP/1.1\r\n"));
    EXPECT_TRUE(requests[1].ends_with(R"({"ok":true})"));
}

TEST(Runtime, TellsTheHandlerItsDeadlineAndTrace) {
    Lambda lambda({event("{}"), answers("", 202), gone, gone});
    Milliseconds left{0};
    std::string trace;
    (void)run(lambda.options, [&](const Event& woken) -> Answer {
        left = woken.deadline.left();
        trace = woken.trace_id;
        woken.log.information("Woken");
        return "{}";
    });
    EXPECT_LE(left, Milliseconds{9'800});
    EXPECT_GT(left, Milliseconds{5'000});
    EXPECT_EQ(trace, "5759e988bd862e3fe1be46a994272793");
    EXPECT_THAT(lambda.lines.front(), HasSubstr(R"("@tr":"5759e988bd862e3fe1be46a994272793","@sp":")"));
}

TEST(Runtime, PostsAFailureAsAnInvocationError) {
    Lambda lambda({event("{}"), answers("", 202), gone, gone});
    (void)run(lambda.options, [](const Event&) -> Answer { return std::unexpected(Failure{"Shop.Broken", "why"}); });
    const std::string posted = lambda.api.requests()[1];
    EXPECT_THAT(posted, StartsWith("POST /2018-06-01/runtime/invocation/req-1/error HTTP/1.1\r\n"));
    EXPECT_THAT(posted, HasSubstr("Lambda-Runtime-Function-Error-Type: Shop.Broken\r\n"));
    EXPECT_TRUE(posted.ends_with(R"({"errorMessage":"why","errorType":"Shop.Broken","stackTrace":[]})"));
}

TEST(Runtime, SurvivesAHandlerThatThrows) {
    Lambda lambda({event("{}"), answers("", 202), event("{}"), answers("", 202), gone, gone});
    int calls = 0;
    (void)run(lambda.options, [&](const Event&) -> Answer {
        if (++calls == 1) throw std::runtime_error("secret detail");
        return "{}";
    });
    EXPECT_EQ(calls, 2);
    EXPECT_THAT(lambda.api.requests()[1], ::testing::Not(HasSubstr("secret detail")));
}

TEST(Runtime, ReportsThatInitialisationFailed) {
    Lambda lambda({answers("", 202)});
    EXPECT_NE(report_init_failure(lambda.options, {"Environment", "no table"}), 0);
    EXPECT_THAT(lambda.api.requests().front(), StartsWith("POST /2018-06-01/runtime/init/error HTTP/1.1\r\n"));
}

struct Gateway {
    explicit Gateway(std::vector<Step> steps, int rate = 0) : api(std::move(steps)) {
        Environment environment;
        environment.region = "eu-central-1";
        environment.credentials = {"FAKEKEY", vitrine::Secret("secret"), {}};
        environment.management_url = api.url() + "/ws";
        World world{[this] { return clock; }, vitrine::system_random(), [this](Milliseconds wait) { clock += wait; }};
        management = *Management::create(environment, std::move(world), rate);
    }
    std::vector<Delivery> post(const std::vector<std::string>& ids) {
        return management->post_all({Deadline::in(Milliseconds{10'000})}, "{}", ids);
    }
    vitrine::Instant clock = now;
    Imposter api;
    std::unique_ptr<Management> management;
};

TEST(Management, PostsToConnectionsWhoseIdsHoldAnEqualsSign) {
    Gateway gateway({answers("")});
    EXPECT_THAT(gateway.post({"L0SM9cOFvHcCIhw="}), ElementsAre(Delivery::delivered));
    EXPECT_THAT(gateway.api.requests().front(), StartsWith("POST /ws/@connections/L0SM9cOFvHcCIhw%3D HTTP/1.1\r\n"));
}

TEST(Management, KnowsWhoIsGoneAndTriesOthersOnceMore) {
    Gateway gateway({answers("{}", 410)});
    EXPECT_THAT(gateway.post({"a"}), ElementsAre(Delivery::gone));
    EXPECT_EQ(gateway.api.requests().size(), 1U);
    Gateway failing({answers("{}", 500)});
    EXPECT_THAT(failing.post({"a"}), ElementsAre(Delivery::failed));
    EXPECT_EQ(failing.api.requests().size(), 2U);
    Gateway recovering({answers("{}", 429), answers("")});
    EXPECT_THAT(recovering.post({"a"}), ElementsAre(Delivery::delivered));
}

TEST(Management, AnswersInTheOrderAsked) {
    Gateway gateway({answers("")});
    std::vector<std::string> ids;
    for (int i = 0; i < 300; ++i) ids.push_back("c" + std::to_string(i) + "=");
    const auto deliveries = gateway.post(ids);
    EXPECT_EQ(deliveries, std::vector<Delivery>(300, Delivery::delivered));
    EXPECT_EQ(gateway.api.requests().size(), 300U);
    EXPECT_LE(gateway.api.connections(), 64U);
}

TEST(Management, ClosesAConnectionAndKnowsWhetherItWasGone) {
    const auto closed = [](Gateway& gateway) {
        return gateway.management->close({Deadline::in(Milliseconds{10'000})}, "L0SM9cOFvHcCIhw=");
    };
    Gateway gateway({answers("", 204)});
    EXPECT_EQ(closed(gateway), Delivery::delivered);
    EXPECT_THAT(gateway.api.requests().front(), StartsWith("DELETE /ws/@connections/L0SM9cOFvHcCIhw%3D HTTP/1.1\r\n"));
    Gateway before({answers("{}", 410)});
    EXPECT_EQ(closed(before), Delivery::gone);
    Gateway failing({answers("{}", 500)});
    EXPECT_EQ(closed(failing), Delivery::failed);
}

TEST(Management, PostsNoFasterThanItsRate) {
    Gateway gateway({answers("")}, 100);
    std::vector<std::string> ids(110, "c=");
    EXPECT_EQ(gateway.post(ids), std::vector<Delivery>(110, Delivery::delivered));
    EXPECT_GE(gateway.clock - now, Milliseconds{1'000});
}

}  // namespace
}  // namespace shop::aws
