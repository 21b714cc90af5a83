#include "host/functions/http_reader.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

#include "host/peer/loopback_guard.hpp"

namespace vitrine::host {

namespace {

constexpr std::size_t max_head_bytes = 16 * 1024;
constexpr std::size_t max_discarded_bytes = 256 * 1024 * 1024;  // of one body, even to throw away

bool same_name(std::string_view a, std::string_view lower) {
    return std::ranges::equal(a, lower,
                              [](char x, char y) { return std::tolower(static_cast<unsigned char>(x)) == y; });
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::size_t> number(std::string_view text, int base) {
    std::size_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (failed != std::errc{} || end != text.data() + text.size() || value > max_discarded_bytes) return std::nullopt;
    return value;
}

}  // namespace

HttpReader::Outcome HttpReader::feed(std::string_view bytes) {
    buffer_.append(bytes);
    return read();
}

HttpReader::Outcome HttpReader::read() {
    Outcome outcome = Outcome::complete;
    while (part_ != Part::done && outcome == Outcome::complete) outcome = step();
    if (outcome == Outcome::more) buffer_.erase(0, std::exchange(used_, 0));
    return outcome;
}

// complete: this part is over, the next may begin.
HttpReader::Outcome HttpReader::step() {
    switch (part_) {
        case Part::head:
            return read_head();
        case Part::sized_body:
        case Part::chunk:
            return read_sized_body();
        case Part::chunk_size:
            return read_chunk_size();
        case Part::chunk_end:
            return read_chunk_end();
        case Part::trailers:
            return read_trailers();
        case Part::done:
            break;
    }
    return Outcome::complete;
}

HttpReader::Outcome HttpReader::read_head() {
    const std::string_view rest = std::string_view(buffer_).substr(used_);
    const std::size_t end = rest.find("\r\n\r\n");
    if (end == std::string_view::npos) return rest.size() > max_head_bytes ? Outcome::malformed : Outcome::more;
    std::string_view head = rest.substr(0, end + 2);
    const std::string_view start = head.substr(0, head.find("\r\n"));
    const std::size_t path = start.find(' ');
    const std::size_t version = start.rfind(" HTTP/1.");
    if (path == std::string_view::npos || version == std::string_view::npos || version <= path)
        return Outcome::malformed;
    request_.method = start.substr(0, path);
    request_.path = start.substr(path + 1, version - path - 1);
    request_.keep_alive = start.ends_with('1');
    remaining_ = 0;
    chunked_ = false;
    hosts_ = 0;
    for (head.remove_prefix(start.size() + 2); !head.empty(); head.remove_prefix(head.find("\r\n") + 2)) {
        if (!read_header(head.substr(0, head.find("\r\n")))) return Outcome::malformed;
    }
    used_ += end + 4;
    part_ = chunked_ ? Part::chunk_size : Part::sized_body;
    return Outcome::complete;
}

bool HttpReader::read_header(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (same_name(name, "content-length")) {
        const auto size = number(value, 10);
        remaining_ = size.value_or(0);
        return size.has_value();
    }
    if (same_name(name, "transfer-encoding")) return chunked_ = same_name(value, "chunked");
    if (same_name(name, "host")) request_.host = ++hosts_ == 1 ? value : std::string_view{};
    if (is_browser_header(name)) request_.of_browser = true;
    if (same_name(name, "connection")) request_.keep_alive = !same_name(value, "close");
    if (same_name(name, "expect")) continue_asked_ = same_name(value, "100-continue");
    if (same_name(name, "lambda-runtime-function-error-type")) request_.error_type = value;
    return true;
}

HttpReader::Outcome HttpReader::read_sized_body() {
    const std::string_view bytes = std::string_view(buffer_).substr(used_, remaining_);
    keep(bytes);
    used_ += bytes.size();
    remaining_ -= bytes.size();
    if (remaining_ > 0) return Outcome::more;
    part_ = part_ == Part::chunk ? Part::chunk_end : Part::done;
    return Outcome::complete;
}

HttpReader::Outcome HttpReader::read_chunk_size() {
    const auto text = line();
    if (!text) return buffer_.size() - used_ > max_head_bytes ? Outcome::malformed : Outcome::more;
    const auto size = number(trimmed(text->substr(0, text->find(';'))), 16);
    if (!size) return Outcome::malformed;
    remaining_ = *size;
    part_ = remaining_ == 0 ? Part::trailers : Part::chunk;
    return Outcome::complete;
}

HttpReader::Outcome HttpReader::read_chunk_end() {
    constexpr std::string_view end = "\r\n";
    const std::string_view rest = std::string_view(buffer_).substr(used_, end.size());
    if (!end.starts_with(rest)) return Outcome::malformed;
    if (rest.size() < end.size()) return Outcome::more;
    used_ += end.size();
    part_ = Part::chunk_size;
    return Outcome::complete;
}

// A function that streams reports errors in trailers; they are no part of what a caller may get.
HttpReader::Outcome HttpReader::read_trailers() {
    const auto text = line();
    if (!text) return buffer_.size() - used_ > max_head_bytes ? Outcome::malformed : Outcome::more;
    if (text->empty()) part_ = Part::done;
    return Outcome::complete;
}

void HttpReader::keep(std::string_view bytes) {
    if (request_.too_large || request_.body.size() + bytes.size() > max_body_) {
        request_.too_large = true;
        request_.body.clear();
        return;
    }
    if (request_.body.empty()) request_.body.reserve(std::min(max_body_, std::max(remaining_, bytes.size())));
    request_.body.append(bytes);
}

std::optional<std::string_view> HttpReader::line() {
    const std::string_view rest = std::string_view(buffer_).substr(used_);
    const std::size_t end = rest.find("\r\n");
    if (end == std::string_view::npos) return std::nullopt;
    used_ += end + 2;
    return rest.substr(0, end);
}

HttpRequest HttpReader::take() {
    buffer_.erase(0, used_);
    used_ = 0;
    part_ = Part::head;
    continue_asked_ = false;
    return std::exchange(request_, {});
}

bool HttpReader::asks_to_continue() {
    return part_ != Part::done && part_ != Part::head && std::exchange(continue_asked_, false);
}

}  // namespace vitrine::host
