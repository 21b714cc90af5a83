#include "services/aws/answer_parser.hpp"

#include <algorithm>
#include <charconv>

namespace shop::aws {
namespace {

constexpr std::string_view line_end = "\r\n";

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

// Is `token` one of a comma-separated list?
bool lists(std::string_view list, std::string_view token) {
    while (!list.empty()) {
        const std::string_view one = list.substr(0, list.find(','));
        list.remove_prefix(std::min(one.size() + 1, list.size()));
        if (same(trimmed(one), token)) return true;
    }
    return false;
}

template <typename Number>
bool read_number(std::string_view text, Number& number, int base) {
    const char* const end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, number, base);
    return !text.empty() && fault == std::errc{} && stop == end;
}

}  // namespace

std::optional<std::string_view> HttpAnswer::header(std::string_view name) const {
    std::string_view rest = head;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find(line_end));
        rest.remove_prefix(std::min(line.size() + line_end.size(), rest.size()));
        const std::size_t colon = line.find(':');
        if (colon != line.npos && same(line.substr(0, colon), name)) return trimmed(line.substr(colon + 1));
    }
    return std::nullopt;
}

void AnswerParser::take(std::string_view bytes) {
    started_ = started_ || !bytes.empty();
    pending_ += bytes;
    while (!finished() && step()) {
    }
    if (answer_.body.size() > largest_body) state_ = State::malformed;
}

void AnswerParser::close() {
    if (state_ == State::until_close)
        state_ = State::done;
    else if (state_ != State::done)
        state_ = State::malformed;
    keep_alive_ = false;
}

void AnswerParser::consume(std::size_t count) {
    pending_.erase(0, count);
}

std::optional<std::string_view> AnswerParser::line() {
    const std::size_t end = pending_.find(line_end);
    if (end == pending_.npos) {
        if (pending_.size() > largest_head) state_ = State::malformed;
        return std::nullopt;
    }
    return std::string_view(pending_).substr(0, end);
}

// Goes one step on; false where it needs more bytes.
bool AnswerParser::step() {
    switch (state_) {
        case State::head:
            return read_head();
        case State::body:
        case State::chunk_data:
            return read_sized(wanted_);
        case State::until_close:
            return read_sized(largest_body);
        case State::chunk_size:
            return read_chunk_size();
        case State::chunk_end:
        case State::trailer:
            return read_line_end();
        default:
            return false;
    }
}

bool AnswerParser::read_head() {
    const std::size_t end = pending_.find("\r\n\r\n");
    if (end == pending_.npos) {
        if (pending_.size() > largest_head) state_ = State::malformed;
        return false;
    }
    // HTTP/1.x SSS reason
    const std::string_view text(pending_);
    const bool is_http = text.starts_with("HTTP/1.") && text.size() > 12 && text[8] == ' ';
    if (!is_http || !read_number(text.substr(9, 3), answer_.status, 10) || answer_.status < 100) {
        state_ = State::malformed;
        return false;
    }
    keep_alive_ = text[7] != '0';
    const std::size_t lines = text.find(line_end) + line_end.size();
    answer_.head = lines < end ? text.substr(lines, end + line_end.size() - lines) : "";
    consume(end + 4);
    if (answer_.status >= 200) begin_body();  // 1xx: the answer itself follows
    return true;
}

// RFC 9112 section 6.3.
void AnswerParser::begin_body() {
    if (const auto connection = answer_.header("connection")) {
        if (lists(*connection, "close")) keep_alive_ = false;
        if (lists(*connection, "keep-alive")) keep_alive_ = true;
    }
    const auto coding = answer_.header("transfer-encoding");
    const auto length = answer_.header("content-length");
    if (answer_.status == 204 || answer_.status == 304) {
        state_ = State::done;
    } else if (coding) {
        state_ = same(*coding, "chunked") && !length ? State::chunk_size : State::malformed;
    } else if (!length) {
        state_ = State::until_close;
        keep_alive_ = false;
    } else if (!read_number(*length, wanted_, 10) || wanted_ > largest_body) {
        state_ = State::malformed;
    } else {
        state_ = wanted_ == 0 ? State::done : State::body;
        answer_.body.reserve(wanted_);
    }
}

bool AnswerParser::read_sized(std::size_t limit) {
    const std::size_t count = std::min(limit, pending_.size());
    if (count == 0) return false;
    answer_.body.append(pending_, 0, count);
    consume(count);
    if (state_ == State::until_close) return false;
    wanted_ -= count;
    if (wanted_ == 0) state_ = state_ == State::body ? State::done : State::chunk_end;
    return true;
}

bool AnswerParser::read_chunk_size() {
    const auto text = line();
    if (!text) return false;
    const std::string_view size = trimmed(text->substr(0, text->find(';')));
    if (!read_number(size, wanted_, 16) || answer_.body.size() + wanted_ > largest_body) {
        state_ = State::malformed;
        return false;
    }
    consume(text->size() + line_end.size());
    state_ = wanted_ == 0 ? State::trailer : State::chunk_data;
    return true;
}

// The empty line after a chunk's data, or the lines after the last chunk up to an empty one.
bool AnswerParser::read_line_end() {
    const auto text = line();
    if (!text) return false;
    const bool empty = text->empty();
    consume(text->size() + line_end.size());
    if (state_ == State::trailer)
        state_ = empty ? State::done : State::trailer;
    else
        state_ = empty ? State::chunk_size : State::malformed;
    return true;
}

}  // namespace shop::aws
