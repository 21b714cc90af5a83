#include "bench/load/sockets.hpp"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>

namespace load {

namespace {

[[noreturn]] void give_up(const char* why) {
    std::fprintf(stderr, "load: %s\n", why);
    std::exit(2);
}

void send_all(int socket, std::string_view data) {
    if (::send(socket, data.data(), data.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(data.size()))
        give_up("a send failed");
}

// Waits for more bytes, at most ten seconds.
std::string receive(int socket) {
    pollfd ready{.fd = socket, .events = POLLIN, .revents = 0};
    std::array<char, 64 * 1024> buffer{};
    if (::poll(&ready, 1, 10'000) != 1) give_up("no answer within ten seconds");
    const auto count = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (count <= 0) give_up("the server closed a connection");
    return {buffer.data(), static_cast<std::size_t>(count)};
}

// A masked text frame (RFC 6455); a mask of zeros is a mask.
std::string text_frame(std::string_view text) {
    std::string frame{'\x81'};
    if (text.size() < 126) {
        frame.push_back(static_cast<char>(0x80 | text.size()));
    } else {
        frame.push_back(static_cast<char>(0x80 | 126));
        frame.push_back(static_cast<char>(text.size() >> 8));
        frame.push_back(static_cast<char>(text.size() & 0xff));
    }
    return frame.append(4, '\0').append(text);
}

// Server frames: calls `got` for each whole payload and keeps the rest.
void take_frames(std::string& held, const std::function<void(std::string_view)>& got) {
    std::size_t at = 0;
    for (;;) {
        const auto byte = [&](std::size_t index) {
            return static_cast<std::size_t>(static_cast<unsigned char>(held[index]));
        };
        if (held.size() < at + 2) break;
        std::size_t length = byte(at + 1) & 0x7f;
        std::size_t head = 2;
        if (length >= 126) {
            const std::size_t wide = length == 126 ? 2 : 8;
            if (held.size() < at + 2 + wide) break;
            length = 0;
            for (std::size_t index = 0; index < wide; ++index) length = length << 8 | byte(at + 2 + index);
            head += wide;
        }
        if (held.size() < at + head + length) break;
        got(std::string_view(held).substr(at + head, length));
        at += head + length;
    }
    held.erase(0, at);
}

struct Socket {
    int descriptor;
    std::string held;
};

struct Change {
    std::string name;  // PRODUCT@REV
    Time sent;
    Time first, last;
    int reached = 0;
};

class Live {
public:
    explicit Live(const SocketLoad& load)
        : load_(load), epoll_(epoll_create1(EPOLL_CLOEXEC)), owner_(connect_to(load.target)) {
        for (int index = 0; index < load.sockets; ++index) open();
    }
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;
    ~Live() {
        for (const auto& socket : sockets_) ::close(socket->descriptor);
        ::close(owner_);
        ::close(epoll_);
    }

    SocketResult run() {
        auto next = now();
        for (int index = 0; index < load_.changes; ++index) {
            change(load_.products[static_cast<std::size_t>(index) % load_.products.size()]);
            next += std::chrono::duration_cast<Time::duration>(std::chrono::duration<double>(1 / load_.rate));
            while (now() < next) listen(next);
        }
        const auto patience = now() + std::chrono::seconds(10);
        while (now() < patience && !all_there()) listen(now() + std::chrono::milliseconds(50));
        return sum();
    }

private:
    static constexpr int warmup = 5;

    void open() {
        auto socket = std::make_unique<Socket>(Socket{.descriptor = connect_to(load_.target), .held = {}});
        send_all(socket->descriptor,
                 "GET /ws HTTP/1.1\r\nHost: " + load_.target.host + ":" + std::to_string(load_.target.port) +
                     "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        while (!socket->held.contains("\r\n\r\n")) socket->held += receive(socket->descriptor);
        if (!socket->held.starts_with("HTTP/1.1 101")) give_up("a WebSocket was refused");
        socket->held.erase(0, socket->held.find("\r\n\r\n") + 4);
        send_all(socket->descriptor, text_frame(R"({"action":"hello","topics":["catalogue"]})"));
        bool ready = false;
        while (!ready) {
            socket->held += receive(socket->descriptor);
            take_frames(socket->held, [&](std::string_view text) { ready = ready || text.contains(R"("ready")"); });
        }
        epoll_event event{.events = EPOLLIN, .data = {.ptr = socket.get()}};
        epoll_ctl(epoll_, EPOLL_CTL_ADD, socket->descriptor, &event);
        sockets_.push_back(std::move(socket));
    }

    // One delivery to one product; its new rev names the change.
    void change(const std::string& product) {
        const std::string body = R"({"delta":1})";
        const auto sent = now();
        send_all(owner_, "POST /api/v1/products/" + product + "/stock HTTP/1.1\r\nHost: " + load_.target.host + ":" +
                             std::to_string(load_.target.port) +
                             "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                             "\r\n\r\n" + body);
        std::string answer;
        while (answer.empty()) {
            const bool sound = answers_.feed(receive(owner_), [&](int status, std::string_view text) {
                if (status != 200) give_up("a stock change was refused");
                answer = text;
            });
            if (!sound) give_up("the server sent no HTTP");
        }
        changes_.push_back({.name = product + "@" + rev_after(answer, 0), .sent = sent});
        by_name_[changes_.back().name] = changes_.size() - 1;
    }

    static std::string rev_after(std::string_view text, std::size_t from) {
        constexpr std::string_view name = R"("rev":)";
        const auto at = text.find(name, from);
        if (at == text.npos) give_up("a card without a rev");
        const auto end = text.find_first_not_of("0123456789", at + name.size());
        return std::string(text.substr(at + name.size(), end - at - name.size()));
    }

    void listen(Time until) {
        std::array<epoll_event, 256> events{};
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - now()).count();
        const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                     static_cast<int>(std::max<long>(left, 0)));
        for (int index = 0; index < count; ++index) {
            auto& socket = *static_cast<Socket*>(events[static_cast<std::size_t>(index)].data.ptr);
            socket.held += receive(socket.descriptor);
            take_frames(socket.held, [&](std::string_view text) { count_cards(text, now()); });
        }
    }

    void count_cards(std::string_view frame, Time at) {
        ++frames_;
        constexpr std::string_view name = R"("id":")";  // of a card; its rev comes after it
        for (auto found = frame.find(name); found != frame.npos; found = frame.find(name, found + 1)) {
            const auto start = found + name.size();
            const auto end = frame.find('"', start);
            const auto known =
                by_name_.find(std::string(frame.substr(start, end - start)) + "@" + rev_after(frame, end));
            if (known == by_name_.end()) continue;
            auto& change = changes_[known->second];
            if (change.reached++ == 0) change.first = at;
            change.last = at;
        }
    }

    [[nodiscard]] bool all_there() const {
        for (const auto& change : changes_) {
            if (change.reached < load_.sockets) return false;
        }
        return true;
    }

    SocketResult sum() {
        SocketResult result;
        result.frames = frames_;
        double busy = 0;
        std::size_t counted = 0;
        int index = 0;
        for (const auto& change : changes_) {
            if (index++ < warmup) continue;
            if (change.reached < load_.sockets) {
                ++result.missing;
                continue;
            }
            const auto micros = [&](Time at) {
                return static_cast<std::uint32_t>(
                    std::chrono::duration_cast<std::chrono::microseconds>(at - change.sent).count());
            };
            result.to_first.micros.push_back(micros(change.first));
            result.to_last.micros.push_back(micros(change.last));
            busy += std::chrono::duration<double>(change.last - change.first).count();
            counted += static_cast<std::size_t>(change.reached);
        }
        result.frames_per_second = busy > 0 ? static_cast<double>(counted) / busy : 0;
        return result;
    }

    const SocketLoad& load_;
    int epoll_;
    int owner_;
    Answers answers_;
    std::vector<std::unique_ptr<Socket>> sockets_;
    std::vector<Change> changes_;
    std::map<std::string, std::size_t> by_name_;
    std::size_t frames_ = 0;
};

}  // namespace

SocketResult run(const SocketLoad& load) {
    return Live(load).run();
}

}  // namespace load
