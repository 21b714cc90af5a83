#include <boost/json.hpp>

#include "host/gateway/server_fixture.hpp"
#include "host/gateway/test_messages.hpp"

namespace vitrine::host::gateway {
namespace {

namespace json = boost::json;

struct Frame {
    unsigned opcode = 0;  // 0: the connection ended
    bool final = true;
    std::string payload;
    [[nodiscard]] int code() const {
        if (payload.size() < 2) return 0;
        return static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
    }
};

// The client's end of a WebSocket.
class WebSocket {
public:
    explicit WebSocket(Client client, std::string_view more = {}) : client_(std::move(client)) {
        client_.send(
            "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: "
            "websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
            std::string(more) + "\r\n");
        handshake = client_.answer();
    }
    void send(unsigned first, std::string_view payload) { client_.send(masked_frame(first, payload)); }
    void text(std::string_view payload) { send(0x81, payload); }
    void raw(std::string_view bytes) { client_.send(bytes); }
    [[nodiscard]] Frame read() {
        const std::string start = client_.read(2);
        if (start.size() < 2) return {};
        std::size_t length = static_cast<unsigned char>(start[1]);
        if (length >= 126) {
            const std::string extended = client_.read(length == 126 ? 2 : 8);
            length = 0;
            for (const char byte : extended) length = length << 8U | static_cast<unsigned char>(byte);
        }
        return {static_cast<unsigned char>(start[0]) & 0xFU, (static_cast<unsigned char>(start[0]) & 0x80U) != 0,
                client_.read(length)};
    }
    [[nodiscard]] bool ends() { return client_.ends(); }
    void hang_up() { client_.hang_up(); }

    ServedAnswer handshake;

private:
    Client client_;
};

std::string type_of(const Invocation& invocation) {
    return std::string(json::parse(invocation.payload).at("requestContext").at("eventType").as_string());
}

struct SocketServerTest : ServerTest {
    SocketServerTest() {
        functions.answer_with([this](const Invocation& invocation) -> std::optional<InvokeResult> {
            if (type_of(invocation) == "MESSAGE") return on_message(invocation);
            return Returned{R"({"statusCode":200})"};
        });
    }
    [[nodiscard]] WebSocket open(std::string_view more = {}) const { return WebSocket(client(), more); }
    [[nodiscard]] std::string connection_id() { return context("CONNECT", "connectionId"); }
    [[nodiscard]] std::string context(std::string_view event, std::string_view field) {
        const Invocation seen = functions.wait_for(std::string(R"("eventType":")") + std::string(event));
        const json::value value = json::parse(seen.payload).at("requestContext").at(field);
        return value.is_string() ? std::string(value.as_string()) : json::serialize(value);
    }
    AwsAnswer manage(std::string_view method, const std::string& path, std::string_view body = {},
                     const char* principal = "pusher") {
        AwsAnswer result;
        on_network([&] {
            gateway->connections_service()({principal, method, path, "", "", body},
                                           [&](AwsAnswer answer) { result = std::move(answer); });
        });
        return result;
    }

    FakeFunctions::Handler on_message = [](const Invocation& invocation) {
        const json::value event = json::parse(invocation.payload);
        return Returned{json::serialize(json::value{{"statusCode", 200}, {"body", event.at("body")}})};
    };
};

TEST_F(SocketServerTest, AcceptsConnectionsAndReturnsAnswersOfRoutes) {
    start();
    WebSocket socket = open();
    EXPECT_EQ(socket.handshake.status, 101);
    EXPECT_EQ(socket.handshake.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    socket.text(R"({"action":"hello"})");
    const Frame frame = socket.read();
    EXPECT_EQ(frame.opcode, 1U);
    EXPECT_EQ(frame.payload, R"({"action":"hello"})");
    EXPECT_EQ(context("MESSAGE", "routeKey"), "hello");
    EXPECT_EQ(context("MESSAGE", "connectionId"), connection_id());
    EXPECT_EQ(context("CONNECT", "stage"), "ws");
}

TEST_F(SocketServerTest, RefusesTheHandshakeWithConnectsStatus) {
    functions.answer_with([](const Invocation&) { return Returned{R"({"statusCode":403})"}; });
    start();
    EXPECT_EQ(open("Origin: http://evil.example\r\n").handshake.status, 403);
    functions.answer_with([](const Invocation&) { return FunctionFailed{"Crash", "detail"}; });
    EXPECT_EQ(open().handshake.status, 502);
    EXPECT_EQ(functions.seen().size(), 2U);  // and no disconnect event
}

TEST_F(SocketServerTest, Answers426WithoutAnUpgrade) {
    start();
    Client one = client();
    one.send(get("/ws"));
    EXPECT_EQ(one.answer().status, 426);
}

TEST_F(SocketServerTest, RefusesOtherHostsOnLoopback) {
    start();
    Client one = client();
    one.send(
        "GET /ws HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: "
        "13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    EXPECT_EQ(one.answer().status, 403);
    EXPECT_TRUE(functions.seen().empty());
}

TEST_F(SocketServerTest, DeliversMessagesOneAtATimeInOrder) {
    int running = 0;
    int max_running = 0;
    on_message = [&](const Invocation& invocation) {
        max_running = std::max(max_running, ++running);
        boost::asio::post(network, [&running] { --running; });
        const json::value event = json::parse(invocation.payload);
        return Returned{json::serialize(json::value{{"statusCode", 200}, {"body", event.at("body")}})};
    };
    start();
    WebSocket socket = open();
    constexpr int count = 100;
    for (int number = 0; number < count; ++number)
        socket.text(R"({"action":"hello","n":)" + std::to_string(number) + "}");
    for (int number = 0; number < count; ++number)
        EXPECT_EQ(socket.read().payload, R"({"action":"hello","n":)" + std::to_string(number) + "}");
    EXPECT_EQ(max_running, 1);
}

TEST_F(SocketServerTest, AnswersFailedMessagesLikeApiGateway) {
    on_message = [](const Invocation&) { return FunctionFailed{"Crash", "detail"}; };
    start();
    WebSocket socket = open();
    socket.text(R"({"action":"hello"})");
    const json::value failure = json::parse(socket.read().payload);
    EXPECT_EQ(failure.at("message"), "Internal server error");
    EXPECT_EQ(failure.at("connectionId").as_string(), connection_id());
    EXPECT_TRUE(failure.as_object().contains("requestId"));
    socket.text("no JSON, and there is no $default");
    EXPECT_EQ(json::parse(socket.read().payload).at("message"), "Forbidden");
}

TEST_F(SocketServerTest, UsesTheDefaultRouteForUnknownActions) {
    app.websocket->routes["$default"] = "sockets";
    start();
    WebSocket socket = open();
    socket.text(R"({"action":"$connect"})");
    (void)socket.read();
    EXPECT_EQ(context("MESSAGE", "routeKey"), "$default");
}

TEST_F(SocketServerTest, FailsAMessageAfterTheIntegrationTimeout) {
    options.timeouts.socket_integration = Milliseconds{50};
    on_message = [](const Invocation&) { return std::nullopt; };
    start();
    WebSocket socket = open();
    socket.text(R"({"action":"hello"})");
    EXPECT_EQ(json::parse(socket.read().payload).at("message"), "Endpoint request timed out");
}

TEST_F(SocketServerTest, AnswersPingsDuringAnInvocation) {
    on_message = [](const Invocation&) { return std::nullopt; };
    start();
    WebSocket socket = open();
    socket.text(R"({"action":"hello"})");
    socket.send(0x89, "are you there");
    const Frame pong = socket.read();
    EXPECT_EQ(pong.opcode, 0xAU);
    EXPECT_EQ(pong.payload, "are you there");
}

TEST_F(SocketServerTest, AnswersFragmentedFrames) {
    start();
    Client other = client();
    const std::string frames = masked_frame(0x01, R"({"action":)") + masked_frame(0x80, R"("hello"})");
    for (std::size_t cut = 1; cut < frames.size(); ++cut) {
        WebSocket socket = open();
        socket.raw(frames.substr(0, cut));
        other.send(get("/none"));
        ASSERT_EQ(other.answer().status, 404) << cut;
        socket.raw(frames.substr(cut));
        ASSERT_EQ(socket.read().payload, R"({"action":"hello"})") << cut;
    }
}

TEST_F(SocketServerTest, DeliversAMessageReceivedWithAClose) {
    start();
    WebSocket socket = open();
    socket.raw(masked_frame(0x81, R"({"action":"hello"})") + masked_frame(0x88, "\x03\xE8"));
    EXPECT_EQ(context("MESSAGE", "connectionId"), connection_id());
    EXPECT_EQ(context("DISCONNECT", "disconnectStatusCode"), "1000");
}

TEST_F(SocketServerTest, DeliversAMessageReceivedBeforeTheEnd) {
    start();
    WebSocket socket = open();
    socket.text(R"({"action":"hello"})");
    socket.hang_up();
    EXPECT_EQ(context("MESSAGE", "connectionId"), connection_id());
    EXPECT_EQ(context("DISCONNECT", "disconnectStatusCode"), "1006");
}

TEST_F(SocketServerTest, PassesTheCloseCodeToDisconnect) {
    start();
    WebSocket socket = open();
    socket.send(0x88,
                "\x03\xE8"
                "bye");
    const Frame close = socket.read();
    EXPECT_EQ(close.opcode, 8U);
    EXPECT_EQ(close.code(), 1000);
    EXPECT_TRUE(socket.ends());
    EXPECT_EQ(context("DISCONNECT", "disconnectStatusCode"), "1000");
    EXPECT_EQ(context("DISCONNECT", "disconnectReason"), "bye");
    EXPECT_EQ(context("DISCONNECT", "connectionId"), connection_id());
}

TEST_F(SocketServerTest, Passes1006ToDisconnectWithoutAClose) {
    start();
    WebSocket socket = open();
    socket.hang_up();
    EXPECT_EQ(context("DISCONNECT", "disconnectStatusCode"), "1006");
}

struct Misuse {
    const char* name;
    unsigned first;
    std::string payload;
    int code;
};
class MisuseTest : public SocketServerTest, public testing::WithParamInterface<Misuse> {};

TEST_P(MisuseTest, ClosesWithTheCodeOfTheViolation) {
    start();
    WebSocket socket = open();
    socket.send(GetParam().first, GetParam().payload);
    const Frame close = socket.read();
    EXPECT_EQ(close.opcode, 8U);
    EXPECT_EQ(close.code(), GetParam().code);
    EXPECT_TRUE(socket.ends());
    EXPECT_EQ(context("DISCONNECT", "disconnectStatusCode"), std::to_string(GetParam().code));
}

INSTANTIATE_TEST_SUITE_P(Frames, MisuseTest,
                         testing::Values(Misuse{"FrameTooLarge", 0x81, std::string(32 * 1024 + 1, 'x'), 1009},
                                         Misuse{"NotUtf8", 0x81, "\xFF\xFE", 1007}, Misuse{"Binary", 0x82, "x", 1003},
                                         Misuse{"ReservedBit", 0xF1, "x", 1002}),
                         [](const auto& misuse) { return misuse.param.name; });

TEST_F(SocketServerTest, ClosesIdleAndExpiredConnections) {
    options.timeouts.socket_idle = Milliseconds{100};
    start();
    WebSocket idle = open();
    EXPECT_EQ(idle.read().code(), 1001);
    EXPECT_EQ(context("DISCONNECT", "disconnectReason"), "Going away");
    stop();
}

TEST_F(SocketServerTest, ClosesExpiredConnectionsDespiteTraffic) {
    options.timeouts.socket_life = Milliseconds{150};
    start();
    WebSocket socket = open();
    Frame frame;
    for (int sent = 0; frame.opcode != 8 && sent < 100'000; ++sent) {
        socket.text(R"({"action":"hello"})");
        frame = socket.read();
    }
    EXPECT_EQ(frame.code(), 1001);
}

TEST_F(SocketServerTest, PostsToAConnection) {
    start();
    WebSocket socket = open();
    const std::string path = "/ws/%40connections/" + connection_id().substr(0, 15) + "%3D";
    EXPECT_EQ(manage("POST", path, "news").status, 200);
    EXPECT_EQ(socket.read().payload, "news");
    EXPECT_EQ(manage("POST", "/@connections/" + connection_id(), "more").status, 200);
    EXPECT_EQ(socket.read().payload, "more");
}

TEST_F(SocketServerTest, SplitsALongPostIntoFramesOf32KB) {
    start();
    WebSocket socket = open();
    const std::string message(128 * 1024, 'x');
    EXPECT_EQ(manage("POST", "/ws/@connections/" + connection_id(), message).status, 200);
    std::string received;
    bool final = false;
    while (!final && received.size() < message.size()) {
        const Frame frame = socket.read();
        EXPECT_LE(frame.payload.size(), 32U * 1024);
        received += frame.payload;
        final = frame.final;
    }
    EXPECT_TRUE(final);
    EXPECT_EQ(received, message);
}

TEST_F(SocketServerTest, RefusesInvalidPosts) {
    start();
    const WebSocket socket = open();
    const std::string path = "/ws/@connections/" + connection_id();
    const AwsAnswer large = manage("POST", path, std::string(128 * 1024 + 1, 'x'));
    EXPECT_EQ(large.status, 413);
    EXPECT_EQ(large.headers.at(0), sigv4::Header("x-amzn-ErrorType", "PayloadTooLargeException"));
    const AwsAnswer gone = manage("POST", "/ws/@connections/IU3kkeN4IAMCJwA=", "x");
    EXPECT_EQ(gone.status, 410);
    EXPECT_EQ(gone.headers.at(0), sigv4::Header("x-amzn-ErrorType", "GoneException"));
    const AwsAnswer malformed = manage("POST", "/ws/@connections/not-an-id", "x");
    EXPECT_EQ(malformed.status, 400);
    EXPECT_EQ(malformed.headers.at(0), sigv4::Header("x-amzn-ErrorType", "BadRequestException"));
    EXPECT_EQ(manage("GET", "/ws/@connections/IU3kkeN4IAMCJw%20=").status, 400);
    EXPECT_EQ(manage("DELETE", "/ws/@connections/IU3kkeN4IAMCJwAA").status, 400);
    EXPECT_EQ(manage("POST", path, "x", "sockets").status, 403);
    EXPECT_EQ(manage("POST", "/elsewhere", "x").status, 404);
}

TEST_F(SocketServerTest, DescribesAConnection) {
    start();
    const WebSocket socket = open("User-Agent: test\r\n");
    const AwsAnswer answer = manage("GET", "/ws/@connections/" + connection_id());
    EXPECT_EQ(answer.status, 200);
    const json::value description = json::parse(answer.body);
    EXPECT_EQ(description.at("identity"), (json::value{{"sourceIp", "127.0.0.1"}, {"userAgent", "test"}}));
    EXPECT_TRUE(description.as_object().contains("connectedAt"));
    EXPECT_TRUE(description.as_object().contains("lastActiveAt"));
}

TEST_F(SocketServerTest, DeletesAConnection) {
    start();
    WebSocket socket = open();
    const std::string path = "/ws/@connections/" + connection_id();
    EXPECT_EQ(manage("DELETE", path).status, 204);
    EXPECT_EQ(manage("GET", path).status, 410);
    EXPECT_EQ(socket.read().code(), 1000);
    socket.send(0x88, "\x03\xE8");
    EXPECT_TRUE(socket.ends());
    EXPECT_EQ(context("DISCONNECT", "disconnectReason"), "Connection Closed Normally");
}

TEST_F(SocketServerTest, DisconnectsASlowReader) {
    options.limits.unsent = 256 * 1024;
    start();
    WebSocket socket(client(4096));
    const std::string path = "/ws/@connections/" + connection_id();
    const std::string message(100 * 1024, 'x');
    int posted = 0;
    while (posted < 1000 && manage("POST", path, message).status == 200) ++posted;
    EXPECT_GT(posted, 1);
    EXPECT_LT(posted, 1000);
    EXPECT_EQ(context("DISCONNECT", "disconnectStatusCode"), "1006");
}

TEST_F(SocketServerTest, SendsCloseFramesOnClose) {
    start();
    WebSocket socket = open();
    stop();
    EXPECT_EQ(socket.read().code(), 1001);
    EXPECT_TRUE(socket.ends());
}

}  // namespace
}  // namespace vitrine::host::gateway
