#include "services/aws/http_client.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

namespace shop::aws {

using vitrine::Deadline;
using vitrine::Milliseconds;

// One request on its way.
struct HttpClient::Exchange {
    enum class Stage { establishing, sending, receiving, finished };

    Exchange(std::size_t which, HttpRequest what, Deadline by)
        : number(which), request(std::move(what)), deadline(by), stage_deadline(by) {}

    std::size_t number;
    HttpRequest request;
    Deadline deadline;
    Deadline stage_deadline;  // the deadline, or that of connecting
    Stage stage = Stage::establishing;
    std::unique_ptr<Connection> connection;
    bool reused = false;
    std::size_t next_address = 0;
    std::size_t sent = 0;
    bool exposed = false;  // some of it went out, on this connection or on one lost before
    short events = 0;      // what to poll for
    AnswerParser parser;
    HttpResult result = std::unexpected(HttpError{HttpError::Kind::broken, false, ""});
};

HttpClient::HttpClient(EndpointUrl endpoint, HttpOptions options)
    : endpoint_(std::move(endpoint)),
      options_(std::move(options)),
      addresses_good_until_(Deadline::Clock::time_point{}) {}

HttpClient::~HttpClient() = default;

// Addresses and, where it is wanted, TLS: what every new connection needs.
std::expected<void, std::string> HttpClient::prepare(Deadline deadline) {
    if (addresses_.empty() || addresses_good_until_.passed()) {
        auto found = resolve(endpoint_.host, endpoint_.port, deadline.earlier(Deadline::in(options_.resolve_timeout)));
        if (!found) return std::unexpected(found.error());
        addresses_ = *std::move(found);
        addresses_good_until_ = Deadline::in(options_.remember_addresses);
    }
    if (!endpoint_.tls || tls_) return {};
    auto tls = TlsContext::create(options_.ca_bundle);
    if (!tls) return std::unexpected(tls.error());
    tls_ = *std::move(tls);
    return {};
}

// What may be sent twice is not worth a system call to see whether the peer is still there: `lose` sends it anew.
std::unique_ptr<Connection> HttpClient::take_idle(bool unseen) {
    while (!idle_.empty()) {
        auto connection = std::move(idle_.back());  // the one used last is the least likely to be closed
        idle_.pop_back();
        if (unseen || connection->usable()) return connection;
    }
    return nullptr;
}

void HttpClient::fail(Exchange& exchange, HttpError::Kind kind, std::string detail) {
    exchange.result = std::unexpected(HttpError{kind, exchange.exposed, std::move(detail)});
    exchange.stage = Exchange::Stage::finished;
    exchange.connection.reset();
}

void HttpClient::start(Exchange& exchange) {
    if (exchange.deadline.passed()) return fail(exchange, HttpError::Kind::timed_out, "no time left to ask");
    exchange.connection = take_idle(exchange.request.repeatable);
    exchange.reused = exchange.connection != nullptr;
    if (exchange.reused) {
        exchange.stage = Exchange::Stage::sending;
    } else if (auto prepared = prepare(exchange.deadline); !prepared) {
        fail(exchange, HttpError::Kind::unreachable, prepared.error());
    } else if (!open(exchange)) {
        return;
    }
    advance(exchange);
}

// Begins to connect to the next address that takes it; false where there is none left, and the exchange has failed.
bool HttpClient::open(Exchange& exchange) {
    std::string why = "no address left";
    while (exchange.next_address < addresses_.size()) {
        auto opened = Connection::open(addresses_[exchange.next_address++], endpoint_, tls_ ? &*tls_ : nullptr);
        if (opened) {
            exchange.connection = *std::move(opened);
            exchange.stage = Exchange::Stage::establishing;
            exchange.stage_deadline = exchange.deadline.earlier(Deadline::in(options_.connect_timeout));
            return true;
        }
        why = opened.error();
    }
    addresses_.clear();  // ask for the name anew next time
    fail(exchange, HttpError::Kind::unreachable, std::move(why));
    return false;
}

// Goes on as far as it can without waiting.
void HttpClient::advance(Exchange& exchange) {
    for (bool more = true; more;) {
        switch (exchange.stage) {
            case Exchange::Stage::establishing:
                more = establish(exchange);
                break;
            case Exchange::Stage::sending:
                more = transmit(exchange);
                break;
            case Exchange::Stage::receiving:
                more = receive(exchange);
                break;
            case Exchange::Stage::finished:
                more = false;
                break;
        }
    }
}

// The three stages: each returns whether there is more to do at once.
bool HttpClient::establish(Exchange& exchange) {
    switch (exchange.connection->establish()) {
        case Io::done:
            exchange.stage = Exchange::Stage::sending;
            exchange.stage_deadline = exchange.deadline;
            return true;
        case Io::wants_read:
            exchange.events = POLLIN;
            return false;
        case Io::wants_write:
            exchange.events = POLLOUT;
            return false;
        default:
            break;
    }
    const std::string why = exchange.connection->error();
    if (exchange.next_address < addresses_.size()) return open(exchange);
    addresses_.clear();
    fail(exchange, HttpError::Kind::unreachable, why);
    return false;
}

bool HttpClient::transmit(Exchange& exchange) {
    const std::string_view head = exchange.request.head;
    const std::string_view body = exchange.request.body;
    if (exchange.sent == head.size() + body.size()) {
        exchange.stage = Exchange::Stage::receiving;
        exchange.events = POLLIN;
        return false;  // no answer is there yet: save the system call that would say so
    }
    const std::size_t of_head = std::min(exchange.sent, head.size());
    const auto [io, bytes] = exchange.connection->send(head.substr(of_head), body.substr(exchange.sent - of_head));
    if (io == Io::done) {
        exchange.sent += bytes;
        exchange.exposed = true;
        return true;
    }
    exchange.events = io == Io::wants_read ? POLLIN : POLLOUT;
    if (io == Io::failed || io == Io::closed) lose(exchange, exchange.connection->error());
    return exchange.stage != Exchange::Stage::sending;
}

bool HttpClient::receive(Exchange& exchange) {
    std::array<char, 16 * 1024> room;
    const auto [io, bytes] = exchange.connection->receive(room);
    if (io == Io::wants_read || io == Io::wants_write) {
        exchange.events = io == Io::wants_read ? POLLIN : POLLOUT;
        return false;
    }
    if (io == Io::done) exchange.parser.take({room.data(), bytes});
    if (io == Io::closed && exchange.parser.started()) exchange.parser.close();
    if (exchange.parser.state() == AnswerParser::State::malformed) {
        fail(exchange, HttpError::Kind::broken, "the answer is cut off or is no HTTP");
    } else if (exchange.parser.finished()) {
        finish(exchange);
    } else if (io != Io::done) {
        lose(exchange, io == Io::closed ? "closed by the peer" : exchange.connection->error());
    }
    return exchange.stage != Exchange::Stage::finished;
}

// The connection broke before a whole answer. A kept one that was dead all along is replaced, where the request allows.
void HttpClient::lose(Exchange& exchange, std::string why) {
    if (!exchange.reused || exchange.parser.started() || !(exchange.request.repeatable || exchange.sent == 0))
        return fail(exchange, HttpError::Kind::broken, std::move(why));
    exchange.reused = false;
    exchange.sent = 0;
    if (auto prepared = prepare(exchange.deadline); !prepared)
        return fail(exchange, HttpError::Kind::unreachable, prepared.error());
    open(exchange);
}

void HttpClient::time_out(Exchange& exchange) {
    const bool connecting = exchange.stage == Exchange::Stage::establishing;
    if (connecting && !exchange.deadline.passed() && exchange.next_address < addresses_.size()) {
        if (open(exchange)) advance(exchange);
        return;
    }
    if (connecting) addresses_.clear();
    fail(exchange, connecting ? HttpError::Kind::unreachable : HttpError::Kind::timed_out,
         connecting ? "no connection in time" : "no answer in time");
}

void HttpClient::finish(Exchange& exchange) {
    const bool kept = exchange.parser.keeps_alive() && idle_.size() < options_.idle_connections;
    exchange.result = exchange.parser.take_answer();
    exchange.stage = Exchange::Stage::finished;
    if (kept) idle_.push_back(std::move(exchange.connection));
    exchange.connection.reset();
}

// Waits until some exchange can go on or is late, and lets it.
void HttpClient::wait(const Exchanges& running) {
    std::vector<pollfd> polled;
    polled.reserve(running.size());
    Deadline first(Deadline::Clock::time_point::max());
    for (const auto& exchange : running) {
        polled.push_back({exchange->connection->descriptor(), exchange->events, 0});
        first = first.earlier(exchange->stage_deadline);
    }
    constexpr std::int64_t longest = 60'000;
    // Rounded up: a wait that ends just before its deadline would spin.
    const auto timeout = std::min<std::int64_t>(longest, first.left().count() + 1);
    const int ready = poll(polled.data(), polled.size(), static_cast<int>(timeout));
    for (std::size_t i = 0; i < running.size(); ++i) {
        Exchange& exchange = *running[i];
        if (ready > 0 && polled[i].revents != 0)
            advance(exchange);
        else if (exchange.stage_deadline.passed())
            time_out(exchange);
    }
}

void HttpClient::send_all(const Next& next, const Done& done, std::size_t at_once, Deadline deadline) {
    Exchanges running;
    std::size_t count = 0;
    for (bool more = true;;) {
        while (more && running.size() < at_once) {
            auto request = next();
            more = request.has_value();
            if (!more) break;
            running.push_back(std::make_unique<Exchange>(count++, *std::move(request), deadline));
            start(*running.back());
        }
        for (std::size_t i = 0; i < running.size();) {
            if (running[i]->stage != Exchange::Stage::finished) {
                ++i;
                continue;
            }
            const auto finished = std::exchange(running[i], std::move(running.back()));
            running.pop_back();
            done(finished->number, std::move(finished->result));
        }
        if (running.empty() && !more) return;
        if (running.size() == at_once || !more) wait(running);
    }
}

HttpResult HttpClient::send(HttpRequest request, Deadline deadline) {
    Exchanges one;
    one.push_back(std::make_unique<Exchange>(0, std::move(request), deadline));
    start(*one.front());
    while (one.front()->stage != Exchange::Stage::finished) wait(one);
    return std::move(one.front()->result);
}

void HttpClient::connect(Deadline deadline) {
    if (!idle_.empty()) return;
    Exchanges one;
    one.push_back(std::make_unique<Exchange>(0, HttpRequest{}, deadline));
    Exchange& exchange = *one.front();
    if (!prepare(deadline) || !open(exchange)) return;
    // With nothing to send it comes to receiving as soon as it is established.
    advance(exchange);
    while (exchange.stage == Exchange::Stage::establishing) wait(one);
    if (exchange.stage == Exchange::Stage::receiving) idle_.push_back(std::move(exchange.connection));
}

}  // namespace shop::aws
