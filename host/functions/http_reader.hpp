// Reads HTTP/1.1 requests (RFC 9112) off a stream of bytes, with Beast's parser: what the Runtime API needs of them.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace vitrine::host {

struct HttpRequest {
    std::string method;
    std::string path;        // the target as sent
    std::string host;        // empty where there is none, or more than one
    std::string error_type;  // Lambda-Runtime-Function-Error-Type
    std::string body;        // empty where `too_large`
    bool too_large = false;
    bool keep_alive = true;
    bool of_browser = false;  // it bears a header that browsers set
};

// Not thread-safe: one reader a connection.
class HttpReader {
public:
    enum class Outcome {
        more,       // feed on
        complete,   // take() it; what follows may be complete too: read() again
        malformed,  // nothing more can be made of this stream
    };

    // Bodies above `max_body` bytes are read to their end and thrown away.
    explicit HttpReader(std::size_t max_body);
    ~HttpReader();
    HttpReader(HttpReader&&) noexcept;
    HttpReader& operator=(HttpReader&&) noexcept;

    // Takes all of `bytes`. What follows a request that is complete is kept for the next.
    [[nodiscard]] Outcome feed(std::string_view bytes);
    // Reads on in what was kept.
    [[nodiscard]] Outcome read();
    // The request that is complete; the next begins.
    [[nodiscard]] HttpRequest take();
    // True once for each request that waits for `100 Continue` before it sends its body.
    [[nodiscard]] bool asks_to_continue();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::host
