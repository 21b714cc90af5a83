// What the gateway's WebSocket codec costs beside Beast's (decision 22): ninja host_websocket_codec_bench.
// Both read the same frames from memory, without a network; and both wait for a peer that says nothing.
#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "host/gateway/test_messages.hpp"
#include "host/gateway/websocket_codec.hpp"

// NOLINTBEGIN(readability-identifier-naming): names that Beast asks for
namespace vitrine::host::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

// What a client sends, read piece by piece; what it is sent goes nowhere.
struct MemoryStream {
    explicit MemoryStream(asio::io_context& context) : network(&context) {}

    using executor_type = asio::io_context::executor_type;
    executor_type get_executor() { return network->get_executor(); }

    template <typename Buffers>
    std::size_t read_some(const Buffers& buffers, beast::error_code& ec) {
        const std::size_t size =
            asio::buffer_copy(buffers, asio::buffer(bytes.data() + read, std::min(piece, bytes.size() - read)));
        read += size;
        ec = size == 0 ? beast::error_code(asio::error::eof) : beast::error_code{};
        return size;
    }
    template <typename Buffers>
    std::size_t read_some(const Buffers& buffers) {
        beast::error_code ec;
        const std::size_t size = read_some(buffers, ec);
        if (ec) throw boost::system::system_error(ec);
        return size;
    }
    template <typename Buffers>
    std::size_t write_some(const Buffers& buffers, beast::error_code& ec) {
        ec = {};
        return asio::buffer_size(buffers);
    }
    template <typename Buffers>
    std::size_t write_some(const Buffers& buffers) {
        return asio::buffer_size(buffers);
    }

    asio::io_context* network;
    std::string bytes;
    std::size_t read = 0;
    std::size_t piece = 64 * 1024;  // the gateway's own
};
void teardown(beast::role_type, MemoryStream&, beast::error_code& ec) {
    ec = {};
}

// Nanoseconds of a processor for one frame, the best of nine runs.
template <typename Act>
double fastest(std::size_t frames, Act act) {
    const auto used = [] {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
    };
    double best = 1e18;
    for (int run = 0; run < 9; ++run) {
        const double before = used();
        act();
        best = std::min(best, (used() - before) / static_cast<double>(frames));
    }
    return best;
}

void expect(bool as_it_should_be) {
    if (!as_it_should_be) std::abort();
}

double ours(const std::string& bytes, std::size_t frames) {
    constexpr std::size_t piece = 64 * 1024;
    return fastest(frames, [&] {
        SocketDecoder decoder({.frame = 32 * 1024, .message = 128 * 1024});
        std::size_t messages = 0;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            decoder.feed(std::string_view(bytes).substr(at, piece));
            while (const auto input = decoder.next()) {
                expect(input->kind == SocketInput::Kind::text);
                ++messages;
            }
        }
        expect(messages == frames);
    });
}

double beasts(const std::string& bytes, std::size_t frames) {
    asio::io_context network;
    return fastest(frames, [&] {
        websocket::stream<MemoryStream> stream(network);
        stream.next_layer().bytes = opening_handshake();
        stream.read_message_max(128 * 1024);
        stream.accept();
        stream.next_layer().bytes = bytes;
        stream.next_layer().read = 0;
        beast::flat_buffer buffer;
        for (std::size_t read = 0; read < frames; ++read) {
            buffer.clear();
            stream.read(buffer);
            // A message of its own, as a function is handed one.
            const std::string message(static_cast<const char*>(buffer.data().data()), buffer.size());
            expect(!message.empty());
        }
    });
}

using Local = asio::local::stream_protocol::socket;

// Bytes of the heap for each of many connections that wait for their peers.
template <typename Connection>
double idle_bytes(bool handshake) {
    constexpr std::size_t connections = 1000;
    asio::io_context network{1};
    std::vector<Local> peers;
    std::vector<std::unique_ptr<Connection>> waiting;
    peers.reserve(connections);
    waiting.reserve(connections);
    std::vector<Local> accepted;
    accepted.reserve(connections);
    for (std::size_t i = 0; i < connections; ++i) {
        asio::local::connect_pair(peers.emplace_back(network), accepted.emplace_back(network));
        if (handshake) asio::write(peers.back(), asio::buffer(opening_handshake()));
    }
    const std::size_t before = ::mallinfo2().uordblks;
    for (Local& socket : accepted) waiting.push_back(std::make_unique<Connection>(std::move(socket)));
    network.poll();
    return static_cast<double>(::mallinfo2().uordblks - before) / static_cast<double>(connections);
}

struct OwnConnection {
    explicit OwnConnection(Local accepted) : socket(std::move(accepted)) {
        socket.async_wait(Local::wait_read, [](const beast::error_code&) {});
    }
    Local socket;
    SocketDecoder decoder{{.frame = 32 * 1024, .message = 128 * 1024}};
};

struct BeastConnection {
    explicit BeastConnection(Local accepted) : stream(std::move(accepted)) {
        stream.accept();
        stream.async_read(buffer, [](const beast::error_code&, std::size_t) {});
    }
    websocket::stream<Local> stream;
    beast::flat_buffer buffer;
};

void compare(std::size_t payload, std::size_t frames) {
    std::string bytes;
    const std::string frame = masked_frame(0x81, std::string(payload, 'x'));
    for (std::size_t i = 0; i < frames; ++i) bytes += frame;
    const double own = ours(bytes, frames);
    const double library = beasts(bytes, frames);
    std::printf("a text message of %5zu bytes: ours %7.0f ns, Beast's %7.0f ns, %.2f\n", payload, own, library,
                library / own);
}

}  // namespace
}  // namespace vitrine::host::gateway
// NOLINTEND(readability-identifier-naming)

int main() {
    using namespace vitrine::host::gateway;
    compare(16, 50'000);
    compare(100, 50'000);
    compare(1024, 20'000);
    compare(32 * 1024 - 1, 500);
    const double own = idle_bytes<OwnConnection>(false);
    const double library = idle_bytes<BeastConnection>(true);
    std::printf("an idle connection's heap: ours %.0f bytes, Beast's %.0f bytes\n", own, library);
}
