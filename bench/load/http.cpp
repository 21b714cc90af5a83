#include "bench/load/http.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace load {

namespace {

[[noreturn]] void give_up(std::string_view why) {
    std::fprintf(stderr, "load: %.*s\n", static_cast<int>(why.size()), why.data());
    std::exit(2);
}

}  // namespace

Url parse(std::string_view text) {
    constexpr std::string_view scheme = "http://";
    if (!text.starts_with(scheme)) give_up("the URL has to begin with http://");
    text.remove_prefix(scheme.size());
    const auto slash = std::min(text.find('/'), text.size());
    const auto authority = text.substr(0, slash);
    const auto colon = authority.find(':');
    Url url;
    url.target.host = authority.substr(0, colon) == "localhost" ? "127.0.0.1" : std::string(authority.substr(0, colon));
    const auto port = colon == authority.npos ? std::string_view("80") : authority.substr(colon + 1);
    if (std::from_chars(port.data(), port.data() + port.size(), url.target.port).ec != std::errc{}) {
        give_up("the URL's port is no number");
    }
    url.path = slash < text.size() ? std::string(text.substr(slash)) : "/";
    return url;
}

int connect_to(const Target& target, const std::string& from) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(target.port);
    if (inet_pton(AF_INET, target.host.c_str(), &address.sin_addr) != 1) give_up("the host has to be an IPv4 address");
    sockaddr_in own{};
    own.sin_family = AF_INET;
    const void* generic_own = &own;
    if (!from.empty() && (inet_pton(AF_INET, from.c_str(), &own.sin_addr) != 1 ||
                          ::bind(socket, static_cast<const sockaddr*>(generic_own), sizeof own) != 0)) {
        give_up("cannot come from " + from);
    }
    const void* generic = &address;
    if (socket < 0 || ::connect(socket, static_cast<const sockaddr*>(generic), sizeof address) != 0) {
        give_up("cannot connect to " + target.host + ":" + std::to_string(target.port));
    }
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
    return socket;
}

bool Answers::feed(std::string_view bytes, const std::function<void(int, std::string_view)>& done) {
    held_.append(bytes);
    std::size_t start = 0;
    for (;;) {
        const std::string_view rest = std::string_view(held_).substr(start);
        const auto end = rest.find("\r\n\r\n");
        if (end == rest.npos) break;
        const auto head = rest.substr(0, end);
        if (!head.starts_with("HTTP/1.1 ") || head.size() < 12) return false;
        int status = 0;
        std::from_chars(head.data() + 9, head.data() + 12, status);
        std::size_t length = 0;
        for (const std::string_view name : {"content-length: ", "Content-Length: "}) {
            if (const auto at = head.find(name); at != head.npos) {
                std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
            }
        }
        if (rest.size() < end + 4 + length) break;
        done(status, rest.substr(end + 4, length));
        start += end + 4 + length;
    }
    held_.erase(0, start);
    return true;
}

double Latencies::percentile_ms(double share) {
    if (micros.empty()) return 0;
    const auto index = static_cast<std::size_t>(share * static_cast<double>(micros.size() - 1));
    std::nth_element(micros.begin(), micros.begin() + static_cast<std::ptrdiff_t>(index), micros.end());
    return micros[index] / 1000.0;
}

}  // namespace load
