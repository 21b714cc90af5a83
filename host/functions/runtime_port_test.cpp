#include "host/functions/runtime_port.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// As if all descriptors were in use, for as long as it lives.
class ExhaustedDescriptors {
public:
    ExhaustedDescriptors() {
        getrlimit(RLIMIT_NOFILE, &before_);
        const int lowest = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(lowest);
        rlimit none = before_;
        none.rlim_cur = static_cast<rlim_t>(lowest);
        setrlimit(RLIMIT_NOFILE, &none);
    }
    ExhaustedDescriptors(const ExhaustedDescriptors&) = delete;
    ExhaustedDescriptors& operator=(const ExhaustedDescriptors&) = delete;
    ~ExhaustedDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

struct RuntimePortTest : testing::Test {
    RuntimePortTest() {
        auto opened = RuntimePort::open(network, {.is_own = [this](auto, auto) { return own; },
                                                  .rejected = [this](auto why) { rejected += std::string(why) + ";"; },
                                                  .next = [this] { asked = true; },
                                                  .response = [](auto, auto) { return false; },
                                                  .error = [](auto, auto) { return false; },
                                                  .init_error = [](auto) {}});
        port = std::move(opened.value());
    }
    tcp::socket caller() {
        tcp::socket socket(network);
        socket.connect({asio::ip::address_v4::loopback(), port->port()});
        return socket;
    }

    asio::io_context network{1};
    std::unique_ptr<RuntimePort> port;
    // A GET next with these headers.
    [[nodiscard]] static std::string next(std::string_view headers) {
        return fmt::format("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n{}\r\n", headers);
    }
    [[nodiscard]] std::string own_host() const { return fmt::format("Host: 127.0.0.1:{}\r\n", port->port()); }
    // What comes back until the other side closes.
    std::string answer_to(std::string_view request) {
        tcp::socket socket = caller();
        asio::write(socket, asio::buffer(request));
        const auto answer = std::make_shared<std::string>();
        const auto closed = std::make_shared<bool>(false);
        asio::async_read(socket, asio::dynamic_buffer(*answer), [answer, closed](auto, auto) { *closed = true; });
        EXPECT_TRUE(run_until(network, [&] { return *closed || asked; }));
        return *closed ? *answer : "";
    }

    bool asked = false;
    bool own = true;
    std::string rejected;
};

TEST_F(RuntimePortTest, AcceptsAgainAfterDescriptorsRanOut) {
    tcp::socket socket = caller();
    asio::write(socket, asio::buffer(next(own_host())));
    std::size_t handlers = 0;
    {
        // The sanitizers look at an object through a pipe, and would take this test's for none: it is not touched
        // meanwhile.
        asio::io_context& loop = network;
        const ExhaustedDescriptors none;
        handlers = loop.run_for(std::chrono::milliseconds{300});
    }
    EXPECT_LT(handlers, 30U);
    EXPECT_FALSE(asked);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!asked && std::chrono::steady_clock::now() < deadline) network.run_one_for(std::chrono::seconds{1});
    EXPECT_TRUE(asked);
}

TEST_F(RuntimePortTest, ServesRequestsWithItsAddressAsHost) {
    EXPECT_EQ(answer_to(next(own_host() + "User-Agent: Mozilla/5.0\r\n")), "");
    EXPECT_TRUE(asked);
    EXPECT_EQ(rejected, "");
}

TEST_F(RuntimePortTest, ClosesConnectionsOfOtherProcessesUnread) {
    own = false;
    EXPECT_EQ(answer_to(next(own_host())), "");
    EXPECT_FALSE(asked);
    EXPECT_EQ(rejected, "a process that is not the function's own;");
}

// A page whose name was made to point at this machine asks by that name.
TEST_F(RuntimePortTest, RefusesOtherHosts) {
    const std::string number = std::to_string(port->port());
    for (const std::string& host :
         {std::string("127.0.0.1"), "localhost:" + number, "127.0.0.1:" + number + "0", "127.0.0.1:0" + number,
          "rebound.example:" + number, "127.0.0.1.:" + number, "[::1]:" + number, "127.1:" + number,
          "127.0.0.1:" + number + "@x", std::string()}) {
        const std::string answer = answer_to(next("Host: " + host + "\r\n"));
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 ")) << host << ": " << answer;
    }
    EXPECT_TRUE(answer_to(next("")).starts_with("HTTP/1.1 403 "));
    EXPECT_TRUE(answer_to(next(own_host() + own_host())).starts_with("HTTP/1.1 403 "));
    EXPECT_FALSE(asked);
}

TEST_F(RuntimePortTest, RefusesBrowsers) {
    for (const char* header : {"Origin: http://evil.example", "origin: null", "Sec-Fetch-Site: none",
                               "SEC-FETCH-SITE: cross-site", "sec-fetch-dest: image", "Sec-Fetch-User: ?1"}) {
        const std::string answer = answer_to(next(own_host() + header + "\r\n"));
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 ")) << header << ": " << answer;
    }
    EXPECT_FALSE(asked);
    EXPECT_TRUE(rejected.starts_with("a browser;"));
}

}  // namespace
}  // namespace vitrine::host
