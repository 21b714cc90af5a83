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
    static constexpr std::size_t largest_head = std::size_t{64} * 1024;
    static constexpr std::size_t largest_body = std::size_t{32} * 1024 * 1024;

    enum class State { head, body, chunk_size, chunk_data, chunk_end, trailer, until_close, done, malformed };

    // Takes bytes as they arrive; what follows a whole answer is left over.
    void take(std::string_view bytes);
    // The peer closed: the end of an answer that says no length, a cut in any other.
    void close();

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool finished() const { return state_ == State::done || state_ == State::malformed; }
    [[nodiscard]] bool started() const { return started_; }
    // May the connection carry another request?
    [[nodiscard]] bool keeps_alive() const { return state_ == State::done && keep_alive_ && pending_.empty(); }
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
