// A server for tests that does as it is told: answers, drops, cuts short, or keeps silent.
#pragma once

#include <openssl/ssl.h>

#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "lib/time.hpp"

namespace shop::aws {

// What to do with the next request.
struct Step {
    enum class Kind { answer, answer_and_close, close_before_reading, close_after_reading, cut_off, silence } kind;
    std::string text = {};  // of the answer; what is sent of it before it is cut off
};

// 200 with this JSON; other statuses likewise.
[[nodiscard]] Step answers(std::string_view json, int status = 200, std::string_view more_headers = {});
[[nodiscard]] Step raw(std::string text);

// Each connection has a thread; steps are taken in the order in which requests arrive, and the last step is the one for
// all that come after it.
class Imposter {
public:
    // `tls`: speaks TLS with this context.
    explicit Imposter(std::vector<Step> steps, SSL_CTX* tls = nullptr);
    ~Imposter();

    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::uint16_t port() const { return port_; }
    // Whole requests as they came, in the order of their arrival.
    [[nodiscard]] std::vector<std::string> requests() const;
    [[nodiscard]] std::size_t connections() const;

private:
    struct Line;  // a connection

    void listen_on_loopback();
    void accept_all();
    void serve(Line& line);
    bool carry_out(const Step& step, Line& line);
    Step next_step();

    int listener_ = -1;
    std::uint16_t port_ = 0;
    SSL_CTX* tls_;
    mutable std::mutex mutex_;
    std::condition_variable ended_;
    bool ending_ = false;
    std::deque<Step> steps_;
    std::vector<std::string> requests_;
    std::list<Line> lines_;
    std::thread acceptor_;
};

}  // namespace shop::aws
