#include "bench/load/requests.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <memory>

namespace load {

namespace {

constexpr Time::duration longest_wait = std::chrono::milliseconds(100);

// What the shop lets one address order unpaid: app.yaml, UNPAID_ORDERS.
constexpr int orders_of_an_address = 10;

struct Connection {
    int socket = -1;
    int orders = 0;  // sent from its address
    Answers answers;
    std::deque<Time> due;  // of the requests on their way, oldest first
};

class Runner {
public:
    explicit Runner(const RequestLoad& load) : load_(load), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
        for (int index = 0; index < load.connections; ++index) {
            connections_.push_back(std::make_unique<Connection>());
            open(*connections_.back());
        }
    }
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    ~Runner() {
        for (const auto& connection : connections_) ::close(connection->socket);
        ::close(epoll_);
    }

    RequestResult run() {
        begun_ = now();
        measured_from_ = begun_ + load_.warmup;
        until_ = measured_from_ + load_.lasting;
        if (!load_.rate) {
            for (const auto& connection : connections_) send_next(*connection, now());
        }
        while (now() < until_ && !(load_.once && answered_ >= load_.requests.size())) turn();
        const auto ended = load_.once ? last_answer_ : until_;
        result_.seconds = std::chrono::duration<double>(ended - measured_from_).count();
        return std::move(result_);
    }

private:
    // Each of the requests that are sent once is a customer's: they come from addresses of their own.
    void open(Connection& connection) {
        if (connection.socket >= 0) ::close(connection.socket);
        const auto address = ++addresses_;
        const std::string from = "127." + std::to_string(1 + address / 250 / 250) + '.' +
                                 std::to_string(address / 250 % 250) + '.' + std::to_string(1 + address % 250);
        connection.socket = connect_to(load_.target, load_.once ? from : "");
        connection.orders = 0;
        epoll_event event{.events = EPOLLIN, .data = {.ptr = &connection}};
        epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
    }

    void send_next(Connection& connection, Time due) {
        if (load_.once && sent_ >= load_.requests.size()) return;
        if (load_.once && connection.orders++ == orders_of_an_address) open(connection);
        const auto& request = load_.requests[sent_++ % load_.requests.size()];
        // A request is far smaller than an empty socket buffer: one send takes it whole.
        if (::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(request.size())) {
            std::fprintf(stderr, "load: the server closed a connection or took no more\n");
            std::exit(2);
        }
        connection.due.push_back(due);
    }

    void turn() {
        // In nanoseconds: rounded down to milliseconds, waiting for what is due soon would be spinning on a core that
        // the server needs.
        const auto wait = load_.rate ? std::min(send_what_is_due(), longest_wait) : longest_wait;
        const timespec patience{0, static_cast<long>(std::chrono::nanoseconds(wait).count())};
        std::array<epoll_event, 128> events{};
        const int count = epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &patience, nullptr);
        for (int index = 0; index < count; ++index)
            receive(*static_cast<Connection*>(events[static_cast<std::size_t>(index)].data.ptr));
    }

    // Sends on an idle connection where there is one; how long until the next request is due.
    Time::duration send_what_is_due() {
        for (;;) {
            const auto due = begun_ + std::chrono::duration_cast<Time::duration>(
                                          std::chrono::duration<double>(static_cast<double>(sent_) / *load_.rate));
            const auto left = due - now();
            if (left > Time::duration::zero()) return left;
            Connection* idle = nullptr;
            for (const auto& connection : connections_) {
                if (connection->due.empty()) {
                    idle = connection.get();
                    break;
                }
            }
            if (idle == nullptr)
                return longest_wait;  // all wait for answers: the request stays due and its latency grows
            send_next(*idle, due);
        }
    }

    void receive(Connection& connection) {
        std::array<char, 64 * 1024> buffer{};
        const auto count = ::recv(connection.socket, buffer.data(), buffer.size(), 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
        const bool sound =
            count > 0 && connection.answers.feed({buffer.data(), static_cast<std::size_t>(count)},
                                                 [&](int status, std::string_view) { take(connection, status); });
        if (!sound) {
            std::fprintf(stderr, "load: the server closed a connection or sent no HTTP\n");
            std::exit(2);
        }
    }

    void take(Connection& connection, int status) {
        const auto at = now();
        const auto due = connection.due.front();
        connection.due.pop_front();
        ++answered_;
        last_answer_ = at;
        if (at >= measured_from_ && at < until_) {
            ++(status == load_.expected_status ? result_.answered : result_.other);
            result_.latencies.micros.push_back(
                static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::microseconds>(at - due).count()));
        }
        if (!load_.rate) send_next(connection, at);
    }

    const RequestLoad& load_;
    int epoll_;
    std::vector<std::unique_ptr<Connection>> connections_;
    unsigned addresses_ = 0;
    Time begun_, measured_from_, until_, last_answer_;
    std::size_t sent_ = 0;
    std::size_t answered_ = 0;
    RequestResult result_;
};

}  // namespace

RequestResult run(const RequestLoad& load) {
    return Runner(load).run();
}

}  // namespace load
