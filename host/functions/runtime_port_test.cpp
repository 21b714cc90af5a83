#include "host/functions/runtime_port.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

namespace vitrine::host {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// As if all descriptors were in use, for as long as it lives.
class NoDescriptors {
public:
    NoDescriptors() {
        getrlimit(RLIMIT_NOFILE, &before_);
        const int lowest = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(lowest);
        rlimit none = before_;
        none.rlim_cur = static_cast<rlim_t>(lowest);
        setrlimit(RLIMIT_NOFILE, &none);
    }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;
    ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

struct RuntimePortTest : testing::Test {
    RuntimePortTest() {
        auto opened = RuntimePort::open(network, {.next = [this] { asked = true; },
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
    bool asked = false;
};

constexpr std::string_view next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n";

TEST_F(RuntimePortTest, WaitsWhileThereAreNoDescriptorsAndThenServes) {
    tcp::socket socket = caller();
    asio::write(socket, asio::buffer(next));
    std::size_t handlers = 0;
    {
        // The sanitizers look at an object through a pipe, and would take this test's for none: it is not touched
        // meanwhile.
        asio::io_context& loop = network;
        const NoDescriptors none;
        handlers = loop.run_for(std::chrono::milliseconds{300});
    }
    EXPECT_LT(handlers, 30U);
    EXPECT_FALSE(asked);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!asked && std::chrono::steady_clock::now() < deadline) network.run_one_for(std::chrono::seconds{1});
    EXPECT_TRUE(asked);
}

}  // namespace
}  // namespace vitrine::host
