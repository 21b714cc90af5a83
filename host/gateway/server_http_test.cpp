#include <fmt/format.h>

#include "host/gateway/server_fixture.hpp"
#include "host/gateway/test_messages.hpp"

namespace vitrine::host::gateway {
namespace {

constexpr const char* trace_of_the_caller = "4bf92f3577b34da6a3ce929d0e0e4736";

TEST_F(ServerTest, ReturnsTheFunctionsAnswer) {
    start();
    Client one = client();
    one.send(get("/api/7?x=1"));
    const ServedAnswer answer = one.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.header("x-trace-id").size(), 32U);
    EXPECT_EQ(answer.header("apigw-requestid").size(), 16U);
    const Invocation seen = functions.wait_for("rawPath");
    EXPECT_EQ(seen.function, "hello");
    EXPECT_EQ(seen.trace_id, answer.header("x-trace-id"));
    EXPECT_NE(seen.payload.find(R"("pathParameters":{"id":"7"})"), std::string::npos);
}

TEST_F(ServerTest, ContinuesTheCallersTrace) {
    start();
    Client one = client();
    one.send(get("/api/7", "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"));
    EXPECT_EQ(one.answer().header("x-trace-id"), trace_of_the_caller);
    const Invocation seen = functions.wait_for("rawPath");
    EXPECT_EQ(seen.trace_id, trace_of_the_caller);
    EXPECT_NE(seen.parent_span_id, "00f067aa0ba902b7");
    EXPECT_NE(seen.payload.find("00-4bf92f3577b34da6a3ce929d0e0e4736-" + seen.parent_span_id), std::string::npos);
}

TEST_F(ServerTest, KeepsATraceIdSetByTheFunction) {
    functions.answer_with(
        [](const Invocation&) { return Returned{R"({"statusCode":204,"headers":{"X-Trace-Id":"own"}})"}; });
    start();
    Client one = client();
    one.send(get("/api/7"));
    const ServedAnswer answer = one.answer();
    EXPECT_EQ(answer.header("X-Trace-Id"), "own");
    EXPECT_EQ(answer.header("x-trace-id"), "");
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    functions.answer_with([](const Invocation& invocation) {
        return returned(invocation.payload.substr(invocation.payload.find(R"("rawPath":"/api/)") + 16, 1));
    });
    start();
    Client one = client();
    one.send(get("/api/a") + get("/none") + get("/api/b") + get("/api/c").substr(0, 10));
    EXPECT_EQ(one.answer().body, "a");
    EXPECT_EQ(one.answer().status, 404);
    EXPECT_EQ(one.answer().body, "b");
    one.send(get("/api/c").substr(10));
    EXPECT_EQ(one.answer().body, "c");
}

TEST_F(ServerTest, AnswersFunctionErrorsLikeApiGateway) {
    struct Case {
        InvokeResult result;
        int status;
        const char* body;
    };
    const std::vector<Case> cases{
        {FunctionFailed{"Runtime.ExitError", "secret detail"}, 500, R"({"message":"Internal Server Error"})"},
        {Returned{"rubbish"}, 500, R"({"message":"Internal Server Error"})"},
        {FunctionTimedOut{}, 503, R"({"message":"Service Unavailable"})"},
        {NotStarted{}, 503, R"({"message":"Service Unavailable"})"},
    };
    start();
    Client one = client();
    for (const Case& each : cases) {
        functions.answer_with([&](const Invocation&) { return each.result; });
        one.send(get("/api/7"));
        const ServedAnswer answer = one.answer();
        EXPECT_EQ(answer.status, each.status);
        EXPECT_EQ(answer.body, each.body);
    }
}

TEST_F(ServerTest, Answers503AfterTheIntegrationTimeout) {
    options.timeouts.integration = Milliseconds{50};
    functions.answer_with([](const Invocation&) { return std::nullopt; });
    start();
    Client one = client();
    one.send(get("/api/7"));
    EXPECT_EQ(one.answer().status, 503);
    functions.answer_with([](const Invocation&) { return returned("again"); });
    one.send(get("/api/7"));
    EXPECT_EQ(one.answer().body, "again");
}

TEST_F(ServerTest, OmitsTheBodyOnHead) {
    app.http.push_back({"HEAD /api/{id}", "hello"});
    start();
    Client one = client();
    one.send("HEAD /api/7 HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/none"));
    const ServedAnswer answer = one.answer(false);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-length"), "5");
    EXPECT_EQ(one.answer().status, 404);
}

TEST_F(ServerTest, RefusesMalformedRequestsAndCloses) {
    options.limits.body = 100;
    start();
    const std::vector<std::pair<std::string, int>> cases{
        {"nonsense\r\n\r\n", 400},
        {get("/api/7", "X: " + std::string(11'000, 'x') + "\r\n"), 431},
        {"POST /api/7 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 101\r\n\r\n", 413},
    };
    for (const auto& [bytes, status] : cases) {
        Client one = client();
        one.send(bytes);
        EXPECT_EQ(one.answer().status, status);
        EXPECT_TRUE(one.ends());
    }
    EXPECT_TRUE(functions.seen().empty());
}

TEST_F(ServerTest, Answers413ForEventsAboveLambdasLimit) {
    options.limits.event = 4'000;
    functions.answer_with([](const Invocation&) { return returned("taken"); });
    start();
    Client one = client();
    const auto post = [](const std::string& body) {
        return fmt::format("POST /api/7 HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{}", body.size(),
                           body);
    };
    one.send(post(std::string(3'000, 'x')));  // in base64, since it has no content type: 4,000 bytes
    const ServedAnswer refused = one.answer();
    EXPECT_EQ(refused.status, 413);
    EXPECT_EQ(refused.body, R"({"message":"Request Entity Too Large"})");
    EXPECT_TRUE(functions.seen().empty());
    one.send(post(std::string(1'000, 'x')));
    EXPECT_EQ(one.answer().body, "taken");
}

TEST_F(ServerTest, DrainsARefusedRequestBeforeClosing) {
    options.limits.body = 1000;
    start();
    Client one = client();
    one.send("POST /api/7 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n");
    one.send(std::string(3'000'000, 'x'));
    EXPECT_EQ(one.answer().status, 413);
}

// Between the pieces another connection is answered: the gateway has read the first piece by then, and turns.
TEST_F(ServerTest, AnswersFragmentedRequests) {
    start();
    Client other = client();
    for (const TestMessage& message : test_requests()) {
        if (message.bytes.find("Transfer-Encoding") == std::string::npos) continue;
        for (std::size_t cut = 1; cut < message.bytes.size(); ++cut) {
            Client one = client();
            one.send(message.bytes.substr(0, cut));
            other.send(get("/none"));
            ASSERT_EQ(other.answer().status, 404) << message.name << " cut at " << cut;
            one.send(message.bytes.substr(cut));
            ASSERT_EQ(one.answer().status, 200) << message.name << " cut at " << cut;
        }
    }
}

TEST_F(ServerTest, SendsContinueToAWaitingCaller) {
    functions.answer_with([](const Invocation&) { return returned("taken"); });
    start();
    Client one = client();
    one.send("POST /api/7 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(one.answer().status, 100);
    one.send("ab");
    EXPECT_EQ(one.answer().body, "taken");
}

TEST_F(ServerTest, TimesOutUnfinishedRequests) {
    options.timeouts.head = Milliseconds{50};
    options.timeouts.body = Milliseconds{50};
    start();
    Client head = client();
    head.send("GET /api/7 HTTP/1.1\r\nHos");
    EXPECT_EQ(head.answer().status, 408);
    EXPECT_TRUE(head.ends());
    Client body = client();
    body.send("POST /api/7 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab");
    EXPECT_EQ(body.answer().status, 408);
    EXPECT_TRUE(body.ends());
}

TEST_F(ServerTest, ClosesIdleConnections) {
    options.timeouts.keep_alive = Milliseconds{50};
    start();
    Client never = client();
    EXPECT_TRUE(never.ends());
    Client once = client();
    once.send(get("/api/7"));
    EXPECT_EQ(once.answer().status, 200);
    EXPECT_TRUE(once.ends());
}

TEST_F(ServerTest, ClosesWhenTheCallerAsksForIt) {
    start();
    Client one = client();
    one.send(get("/api/7", "Connection: close\r\n"));
    const ServedAnswer answer = one.answer();
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(one.ends());
}

TEST_F(ServerTest, ClosesTheLongestIdleConnectionAtTheLimit) {
    options.limits.connections = 8;
    start();
    std::vector<Client> idle;
    for (int count = 0; count < 30; ++count) {
        idle.push_back(client());
        Client one = client();
        one.send(get("/api/7", "Connection: close\r\n"));
        EXPECT_EQ(one.answer().status, 200) << count;
    }
    EXPECT_TRUE(idle.front().ends());
}

TEST_F(ServerTest, AcceptsNoMoreWhileAllConnectionsAreBusy) {
    options.limits.connections = 2;
    options.timeouts.integration = Milliseconds{100};
    options.timeouts.sweep = Milliseconds{50};
    functions.answer_with([](const Invocation&) { return std::nullopt; });
    start();
    Client first = client();
    Client second = client();
    first.send(get("/api/first", "Connection: close\r\n"));
    second.send(get("/api/second", "Connection: close\r\n"));
    (void)functions.wait_for("/api/first");
    (void)functions.wait_for("/api/second");
    Client third = client();
    third.send(get("/none"));
    EXPECT_EQ(first.answer().status, 503);
    EXPECT_TRUE(first.ends());
    first.hang_up();
    EXPECT_EQ(third.answer().status, 404);
}

TEST_F(ServerTest, SendsALongAnswerToASlowReader) {
    const std::string body(5 * 1024 * 1024, 'x');
    functions.answer_with([&](const Invocation&) { return returned(body); });
    start();
    Client one = client(4096);
    one.send(get("/api/7") + get("/none"));
    EXPECT_EQ(one.answer().body.size(), body.size());
    EXPECT_EQ(one.answer().status, 404);
}

TEST_F(ServerTest, RefusesOtherHostsOnLoopback) {
    start();
    Client one = client();
    for (const char* host : {"localhost", "localhost:8080", "LOCALHOST", "127.0.0.1:1", "[::1]", "[::1]:8080"}) {
        one.send("GET /api/7 HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n");
        EXPECT_EQ(one.answer().status, 200) << host;
    }
    for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "", "[::2]",
                             "localhost.", "localhost_"}) {
        one.send("GET /api/7 HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n");
        const ServedAnswer answer = one.answer();
        EXPECT_EQ(answer.status, 403) << host;
        EXPECT_EQ(answer.body, R"({"message":"Forbidden"})");
    }
}

TEST_F(ServerTest, RefusesAnInvalidHostWith400) {
    start();
    for (const char* host : {"localhost:8080/x", "localhost,localhost", "user@localhost", "localhost:8080:x"}) {
        Client one = client();
        one.send("GET /api/7 HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n");
        EXPECT_EQ(one.answer().status, 400) << host;
        EXPECT_TRUE(one.ends());
    }
    EXPECT_TRUE(functions.seen().empty());
}

TEST_F(ServerTest, UsesTheHostOfAnAbsoluteForm) {
    start();
    Client one = client();
    one.send("GET http://localhost:1/api/7?a=b HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    EXPECT_EQ(one.answer().status, 200);
    EXPECT_NE(functions.wait_for("rawPath").payload.find(R"("host":"localhost:1")"), std::string::npos);
    one.send("GET http://evil.example/api/7 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(one.answer().status, 403);
}

TEST_F(ServerTest, AnswersOptionsAsterisk) {
    start();
    Client one = client();
    one.send("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const ServedAnswer answer = one.answer();
    EXPECT_EQ(answer.status, 204);
    EXPECT_NE(answer.header("allow").find("HEAD"), std::string::npos);
}

TEST_F(ServerTest, ServesLaterMinorVersionsAndSkipsEmptyLines) {
    start();
    Client one = client();
    one.send("\r\nGET /api/7 HTTP/1.2\r\nHost: localhost\r\n\r\n\r\n" + get("/none"));
    EXPECT_EQ(one.answer().status, 200);
    EXPECT_NE(functions.wait_for("rawPath").payload.find(R"("protocol":"HTTP/1.1")"), std::string::npos);
    EXPECT_EQ(one.answer().status, 404);
}

TEST_F(ServerTest, OmitsTheBodyOf205) {
    functions.answer_with([](const Invocation&) { return Returned{R"({"statusCode":205,"body":"none may be"})"}; });
    start();
    Client one = client();
    one.send(get("/api/7") + get("/none"));
    const ServedAnswer answer = one.answer();
    EXPECT_EQ(answer.status, 205);
    EXPECT_EQ(answer.header("content-length"), "0");
    EXPECT_EQ(one.answer().status, 404);
}

// It has sent no request: the connection stays idle, and is not told that it took too long.
TEST_F(ServerTest, KeepsAConnectionIdleAfterAnEmptyLine) {
    options.timeouts.keep_alive = Milliseconds{100};
    start();
    Client one = client();
    one.send("\r\n");
    EXPECT_TRUE(one.ends());
}

TEST_F(ServerTest, AcceptsAnyHostUnlessOnLoopback) {
    options.loopback = false;
    start();
    Client one = client();
    one.send("GET /api/7 HTTP/1.1\r\nHost: shop.example\r\n\r\n");
    EXPECT_EQ(one.answer().status, 200);
}

TEST_F(ServerTest, SurvivesACallerThatDisconnectsEarly) {
    std::promise<void> gone;
    functions.answer_with([&](const Invocation&) {
        gone.get_future().wait();
        return returned(std::string(1'000'000, 'x'));
    });
    start();
    {
        Client impatient = client();
        impatient.send(get("/api/7"));
        (void)functions.wait_for("rawPath");
    }
    gone.set_value();
    Client other = client();
    other.send(get("/none"));
    EXPECT_EQ(other.answer().status, 404);
}

TEST_F(ServerTest, ReportsAPortInUse) {
    start();
    GatewayOptions same = options;
    same.port = port;
    Gateway second(network, app, functions, same, Log::silent(), system_clock(), system_random());
    const auto listening = second.listen();
    ASSERT_FALSE(listening);
    EXPECT_NE(listening.error().find("Port " + std::to_string(port) + " on 127.0.0.1 is in use"), std::string::npos);
}

TEST_F(ServerTest, ClosesEveryConnectionOnClose) {
    start();
    Client one = client();
    one.send(get("/none"));
    EXPECT_EQ(one.answer().status, 404);
    stop();
    EXPECT_TRUE(one.ends());
}

}  // namespace
}  // namespace vitrine::host::gateway
