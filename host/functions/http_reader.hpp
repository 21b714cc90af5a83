// Reads HTTP/1.1 requests (RFC 9112) off a stream of bytes: as much of it as clients of the Runtime API use.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::host {

struct HttpRequest {
    std::string method;
    std::string path;
    std::string host;        // empty where there is none, or more than one
    std::string error_type;  // Lambda-Runtime-Function-Error-Type
    std::string body;        // empty where `too_large`
    bool too_large = false;
    bool keep_alive = true;
    bool of_browser = false;  // it bears a header that browsers set
};

class HttpReader {
public:
    enum class Outcome {
        more,       // feed on
        complete,   // take() it; what follows may be complete too: read() again
        malformed,  // nothing more can be made of this stream
    };

    // Bodies above `max_body` are read to their end and thrown away.
    explicit HttpReader(std::size_t max_body) : max_body_(max_body) {}

    [[nodiscard]] Outcome feed(std::string_view bytes);
    [[nodiscard]] Outcome read();
    [[nodiscard]] HttpRequest take();
    // True once for each request that waits for `100 Continue` before it sends its body.
    [[nodiscard]] bool asks_to_continue();

private:
    enum class Part { head, sized_body, chunk_size, chunk, chunk_end, trailers, done };

    Outcome step();
    Outcome read_head();
    bool read_header(std::string_view line);
    Outcome read_sized_body();
    Outcome read_chunk_size();
    Outcome read_chunk_end();
    Outcome read_trailers();
    void keep(std::string_view bytes);
    std::optional<std::string_view> line();

    std::size_t max_body_;
    std::string buffer_;
    std::size_t used_ = 0;  // of buffer_
    Part part_ = Part::head;
    std::size_t remaining_ = 0;  // of the body or chunk
    bool chunked_ = false;
    bool continue_asked_ = false;
    int hosts_ = 0;
    HttpRequest request_;
};

}  // namespace vitrine::host
