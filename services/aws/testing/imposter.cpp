#include "services/aws/testing/imposter.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace shop::aws {

struct Imposter::Line {
    int descriptor;
    SSL* session = nullptr;
    std::thread thread = {};

    long receive(char* data, std::size_t size) const {
        return session ? SSL_read(session, data, static_cast<int>(size)) : recv(descriptor, data, size, 0);
    }
    void send(const std::string& text) const {
        if (session)
            (void)SSL_write(session, text.data(), static_cast<int>(text.size()));
        else
            (void)::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
    }
    // One whole request, body included; empty where the client is gone.
    std::string request() const {
        std::string text;
        std::array<char, 4096> room;
        while (true) {
            const std::size_t end = text.find("\r\n\r\n");
            if (end != text.npos) {
                const std::size_t length = text.find("Content-Length: ");
                const std::size_t body =
                    length < end ? static_cast<std::size_t>(std::atoi(text.c_str() + length + 16)) : 0;
                if (text.size() >= end + 4 + body) return text;
            }
            const long got = receive(room.data(), room.size());
            if (got <= 0) return "";
            text.append(room.data(), static_cast<std::size_t>(got));
        }
    }
};

Step answers(std::string_view json, int status, std::string_view more_headers) {
    std::string text = "HTTP/1.1 " + std::to_string(status) + " Said\r\nContent-Type: application/x-amz-json-1.0\r\n";
    text.append(more_headers).append("Content-Length: ").append(std::to_string(json.size()));
    text.append("\r\n\r\n").append(json);
    return {Step::Kind::answer, std::move(text)};
}

Step raw(std::string text) {
    return {Step::Kind::answer, std::move(text)};
}

Imposter::Imposter(std::vector<Step> steps, SSL_CTX* tls) : tls_(tls), steps_(steps.begin(), steps.end()) {
    listen_on_loopback();
    acceptor_ = std::thread([this] { accept_all(); });
}

void Imposter::listen_on_loopback() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, name, size) != 0 || listen(listener_, 128) != 0 || getsockname(listener_, name, &size) != 0)
        throw std::runtime_error("no port on loopback");
    port_ = ntohs(address.sin_port);
}

Imposter::~Imposter() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        for (const Line& line : lines_) shutdown(line.descriptor, SHUT_RDWR);
    }
    ended_.notify_all();
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (Line& line : lines_) {
        line.thread.join();
        SSL_free(line.session);
        close(line.descriptor);
    }
    close(listener_);
}

std::string Imposter::url() const {
    return (tls_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_);
}

std::vector<std::string> Imposter::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::size_t Imposter::connections() const {
    const std::lock_guard lock(mutex_);
    return lines_.size();
}

void Imposter::accept_all() {
    while (true) {
        const int descriptor = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0) return;
        const std::lock_guard lock(mutex_);
        Line& line = lines_.emplace_back(Line{descriptor});
        if (ending_) shutdown(descriptor, SHUT_RDWR);
        line.thread = std::thread([this, &line] { serve(line); });
    }
}

Step Imposter::next_step() {
    const std::lock_guard lock(mutex_);
    Step step = steps_.front();
    if (steps_.size() > 1) steps_.pop_front();
    return step;
}

void Imposter::serve(Line& line) {
    // OpenSSL writes to a client that is gone with write(2): an error is enough.
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    if (tls_ != nullptr) {
        line.session = SSL_new(tls_);
        SSL_set_fd(line.session, line.descriptor);
        if (SSL_accept(line.session) != 1) return;
    }
    {
        std::unique_lock lock(mutex_);
        if (steps_.front().kind == Step::Kind::close_before_reading) {
            if (steps_.size() > 1) steps_.pop_front();
            shutdown(line.descriptor, SHUT_RDWR);
            return;
        }
    }
    while (true) {
        std::string request = line.request();
        if (request.empty()) return;
        {
            const std::lock_guard lock(mutex_);
            requests_.push_back(std::move(request));
        }
        if (!carry_out(next_step(), line)) return;
    }
}

// False where the connection is over.
bool Imposter::carry_out(const Step& step, Line& line) {
    switch (step.kind) {
        case Step::Kind::answer:
            line.send(step.text);
            return true;
        case Step::Kind::silence: {
            std::unique_lock lock(mutex_);
            ended_.wait(lock, [this] { return ending_; });
            return false;
        }
        case Step::Kind::cut_off:
        case Step::Kind::answer_and_close:
            line.send(step.text);
            break;
        case Step::Kind::close_before_reading:
        case Step::Kind::close_after_reading:
            break;
    }
    shutdown(line.descriptor, SHUT_RDWR);
    return false;
}

}  // namespace shop::aws
