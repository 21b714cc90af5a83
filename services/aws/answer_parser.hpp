// Reading one HTTP/1.1 answer from a stream of bytes (RFC 9112), as a client of GET and POST.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace shop::aws {

struct HttpAnswer {
    int status = 0;
    std::string head;  // the header lines, each with its line end
    std::string body;

    // The first header of this name (any case), without white space around it.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

class AnswerParser {
public:
    // In bytes; an answer with more is malformed.
    static constexpr std::size_t largest_head = std::size_t{64} * 1024;
    static constexpr std::size_t largest_body = std::size_t{32} * 1024 * 1024;

    enum class State { head, body, chunk_size, chunk_data, chunk_end, trailer, until_close, done, malformed };

    // Takes bytes as they arrive; what follows a whole answer is left over.
    void take(std::string_view bytes);
    // The peer closed: that ends an answer without a length, and makes any other malformed.
    void close();

    [[nodiscard]] State state() const { return state_; }
    // Nothing more is read: it is whole, or malformed.
    [[nodiscard]] bool finished() const { return state_ == State::done || state_ == State::malformed; }
    // Some byte of it has come.
    [[nodiscard]] bool started() const { return started_; }
    // Whether the connection may carry another request (RFC 9112, section 9.3).
    [[nodiscard]] bool keeps_alive() const { return state_ == State::done && keep_alive_ && pending_.empty(); }
    // Once, when it is done.
    [[nodiscard]] HttpAnswer take_answer() { return std::move(answer_); }

private:
    bool step();
    bool read_head();
    void begin_body();
    bool read_sized(std::size_t limit);
    bool read_chunk_size();
    bool read_line_end();
    std::optional<std::string_view> line();
    void consume(std::size_t count);

    HttpAnswer answer_;
    State state_ = State::head;
    std::string pending_;  // bytes not understood yet
    std::size_t wanted_ = 0;
    bool keep_alive_ = true;
    bool started_ = false;
};

}  // namespace shop::aws
