#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json.hpp>
#include <charconv>

#include "tools/shop/requests.hpp"
#include "tools/shop/shoppers.hpp"
#include "tools/shop/watch.hpp"

namespace shop_tool {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::use_awaitable;
using std::chrono::milliseconds;

namespace {

constexpr std::chrono::seconds patience{30};
constexpr std::string_view hello = R"({"action":"hello","topics":["catalogue"]})";

Request changes_since(const Position& position) {
    return {.path = "/changes?since=" + position.epoch + ":" + std::to_string(position.seq)};
}

}  // namespace

Position parse_position(std::string_view text) {
    Position position;
    const auto colon = text.rfind(':');
    position.epoch = text.substr(0, colon);
    const std::string_view digits = text.substr(std::min(colon + 1, text.size()));
    std::from_chars(digits.data(), digits.data() + digits.size(), position.seq);
    return position;
}

// The way a network goes: the socket is gone at once, and nobody says good-bye.
struct Screen::Socket {
    explicit Socket(const asio::any_io_executor& executor) : stream(executor), scissors(executor) {}
    beast::websocket::stream<beast::tcp_stream> stream;
    asio::steady_timer scissors;

    void cut() {
        boost::system::error_code ignored;
        stream.next_layer().socket().close(ignored);
    }
};

bool Screen::shows(const std::string& product, std::int64_t rev) const {
    const auto found = revs_.find(product);
    return found != revs_.end() && found->second >= rev;
}

void Screen::close() {
    closing_ = true;
    if (socket_) {
        socket_->scissors.cancel();
        socket_->cut();
    }
}

asio::awaitable<void> Screen::follow(milliseconds first_pause) {
    at_ = watch_.start;
    co_await pause(first_pause);
    while (!closing_) {
        try {
            co_await session();
        } catch (const boost::system::system_error&) {
            // The network is gone, for a random spell.
        }
        int spell = watch_.pick(10, 150);
        while (spell-- > 0 && !closing_ && !watch_.over) co_await pause(milliseconds(20));
    }
}

asio::awaitable<void> Screen::session() {
    const auto executor = co_await asio::this_coro::executor;
    const auto socket = socket_ = std::make_shared<Socket>(executor);
    asio::ip::tcp::resolver resolver(executor);
    const auto& origin = watch_.options.origin;
    const auto addresses = co_await resolver.async_resolve(origin.host, origin.port, use_awaitable);
    socket->stream.next_layer().expires_after(patience);
    co_await socket->stream.next_layer().async_connect(addresses, use_awaitable);
    co_await socket->stream.async_handshake(origin.host + ":" + origin.port, "/ws", use_awaitable);
    socket->stream.next_layer().expires_never();
    if (unlucky_ && !watch_.over) {
        socket->scissors.expires_after(milliseconds(watch_.pick(200, 3'000)));
        socket->scissors.async_wait([socket, this](const boost::system::error_code& cancelled) {
            if (cancelled || watch_.over) return;
            ++watch_.cuts;
            socket->cut();
        });
    }
    co_await socket->stream.async_write(asio::buffer(hello), use_awaitable);
    beast::flat_buffer buffer;
    while (!closing_) {
        co_await socket->stream.async_read(buffer, use_awaitable);
        const std::string frame = beast::buffers_to_string(buffer.data());
        buffer.clear();
        co_await take(frame);
    }
}

asio::awaitable<void> Screen::take(const std::string& frame) {
    const auto message = boost::json::parse(frame);
    const std::string type = text(message, "type");
    if (type == "ready") {
        if (!was_ready_) ++watch_.open;
        was_ready_ = true;
        const Position head = parse_position(text(message, "head"));
        if (head.epoch != at_.epoch || head.seq > at_.seq) co_await catch_up();
    } else if (type == "changes") {
        const Position from = parse_position(text(message, "from"));
        const Position to = parse_position(text(message, "to"));
        if (from.epoch != at_.epoch || from.seq > at_.seq) {
            co_await catch_up();
        } else if (to.seq > at_.seq) {
            apply(message.at("changes"));
            at_ = to;
        }
    } else if (type == "error") {
        watch_.wrongs.push_back("a screen was told: " + frame);
    }
}

asio::awaitable<void> Screen::catch_up() {
    ++watch_.caught_up;
    for (int page = 0; page < 1'000; ++page) {
        const Response missed = co_await client_.send(changes_since(at_));
        if (missed.status != 200) {
            if (missed.status == 410) watch_.wrongs.push_back("the feed was reset under a screen");
            throw boost::system::system_error(asio::error::connection_aborted);  // and begin anew
        }
        apply(missed.body.at("changes"));
        at_ = parse_position(text(missed.body, "to"));
        if (!missed.body.at("more").as_bool()) co_return;
    }
}

void Screen::apply(const boost::json::value& changes) {
    for (const auto& change : changes.as_array()) {
        std::int64_t& rev = revs_[text(change, "id")];
        const auto* is = change.as_object().if_contains("rev");
        if (is != nullptr) rev = std::max(rev, is->as_int64());
    }
}

}  // namespace shop_tool
