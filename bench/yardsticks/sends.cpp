// Yardstick: the least it takes to tell N sockets something: a loop of send() over as many loopback connections whose
// other ends a second thread empties. Prints sends a second.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 1000;
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 200;
    const std::string frame(600, 'x');  // as long as a frame with one card

    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    void* generic = &address;
    socklen_t length = sizeof address;
    if (bind(listener, static_cast<sockaddr*>(generic), length) != 0 || listen(listener, 1024) != 0 ||
        getsockname(listener, static_cast<sockaddr*>(generic), &length) != 0) {
        std::cerr << "sends: cannot listen on loopback\n";
        return 2;
    }
    std::vector<int> near, far;
    const int epoll = epoll_create1(0);
    for (int index = 0; index < count; ++index) {
        const int one = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(one, static_cast<sockaddr*>(generic), length) != 0) return 2;
        near.push_back(accept(listener, nullptr, nullptr));
        far.push_back(one);
        epoll_event event{.events = EPOLLIN, .data = {.fd = one}};
        epoll_ctl(epoll, EPOLL_CTL_ADD, one, &event);
    }
    const long long expected = static_cast<long long>(count) * rounds * static_cast<long long>(frame.size());
    std::atomic<bool> broken = false;
    std::thread reader([&] {
        std::array<char, 64 * 1024> buffer{};
        std::array<epoll_event, 256> events{};
        for (long long received = 0; received < expected && !broken;) {
            const int ready = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 1000);
            for (int index = 0; index < ready; ++index) {
                const auto got = recv(events[static_cast<std::size_t>(index)].data.fd, buffer.data(), buffer.size(), 0);
                if (got > 0) received += got;
            }
        }
    });
    const auto begun = std::chrono::steady_clock::now();
    for (int round = 0; round < rounds; ++round) {
        for (const int socket : near)
            broken =
                broken || send(socket, frame.data(), frame.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(frame.size());
    }
    reader.join();
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    if (broken) return 2;
    std::cout << static_cast<double>(count) * rounds / seconds << "\n";
}
