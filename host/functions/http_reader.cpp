#include "host/functions/http_reader.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <optional>
#include <utility>

#include "host/peer/loopback_guard.hpp"

namespace vitrine::host {

namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using Text = boost::beast::string_view;

constexpr std::uint32_t max_head_bytes = 16 * 1024;
constexpr std::uint64_t max_discarded_bytes = 256 * 1024 * 1024;  // of one body, even to throw away

std::string_view view(Text text) {
    return {text.data(), text.size()};
}

// Keeps of a request what the Runtime API looks at: Beast's own containers would allocate for every header.
class Parser final : public http::basic_parser<true> {
public:
    explicit Parser(std::size_t max_body) : max_body_(max_body) {
        eager(true);
        header_limit(max_head_bytes);
        body_limit(max_discarded_bytes);
    }

    HttpRequest request;
    bool expects_continue = false;
    bool at_chunk_end = false;  // the chunk's bytes are read, the end of line behind them is not

private:
    void on_request_impl(http::verb, Text method, Text target, int, error_code&) override {
        request.method = view(method);
        request.path = view(target);
        head_bytes_ = method.size() + target.size();
    }
    void on_response_impl(int, Text, int, error_code&) override {}

    // A function that streams reports errors in trailers; they are no part of what a caller may get.
    void on_field_impl(http::field field, Text name, Text value, error_code& ec) override {
        if (head_done_) return;
        head_bytes_ += name.size() + value.size();
        // Beast limits a line: it forgets those before.
        if (head_bytes_ > max_head_bytes) ec = http::error::header_limit;
        if (is_browser_header(view(name))) request.of_browser = true;
        if (field == http::field::host) {
            request.host = ++hosts_ == 1 ? view(value) : std::string_view{};
        } else if (field == http::field::expect) {
            expects_continue = boost::beast::iequals(value, "100-continue");
        } else if (field == http::field::transfer_encoding) {
            if (!boost::beast::iequals(value, "chunked")) ec = http::error::bad_transfer_encoding;
        } else if (boost::beast::iequals(name, "lambda-runtime-function-error-type")) {
            request.error_type = view(value);
        }
    }
    void on_header_impl(error_code&) override { head_done_ = true; }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
        if (!length) return;
        request.too_large = *length > max_body_;
        if (!request.too_large) request.body.reserve(*length);
    }
    std::size_t on_body_impl(Text bytes, error_code&) override {
        if (request.too_large || request.body.size() + bytes.size() > max_body_) {
            request.too_large = true;
            request.body = std::string();
        } else {
            request.body.append(bytes.data(), bytes.size());
        }
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t size, Text, error_code&) override {
        at_chunk_end = false;
        if (request.body.empty() && size <= max_body_) request.body.reserve(size);
    }
    std::size_t on_chunk_body_impl(std::uint64_t remaining, Text bytes, error_code& ec) override {
        at_chunk_end = remaining == bytes.size();
        return on_body_impl(bytes, ec);
    }
    void on_finish_impl(error_code&) override {}

    std::size_t max_body_;
    std::size_t head_bytes_ = 0;
    int hosts_ = 0;
    bool head_done_ = false;
};

}  // namespace

struct HttpReader::Impl {
    explicit Impl(std::size_t limit) : max_body(limit) { parser.emplace(limit); }

    // How much of `bytes` it has taken.
    std::size_t parse(std::string_view bytes) {
        if (bytes.empty() || parser->is_done() || malformed) return 0;
        error_code ec;
        const std::size_t used = parser->put({bytes.data(), bytes.size()}, ec);
        malformed = ec && ec != http::error::need_more;
        return used;
    }

    // What the parser leaves is the beginning of a line, which has to have an end.
    Outcome outcome() {
        constexpr std::string_view end_of_chunk = "\r\n";
        if (parser->is_done()) return Outcome::complete;
        if (parser->at_chunk_end && !end_of_chunk.starts_with(std::string_view(rest).substr(0, 2))) malformed = true;
        if (rest.size() > max_head_bytes) malformed = true;
        return malformed ? Outcome::malformed : Outcome::more;
    }

    std::size_t max_body;
    std::optional<Parser> parser;
    std::string rest;  // come, and not read yet
    bool malformed = false;
};

HttpReader::HttpReader(std::size_t max_body) : impl_(std::make_unique<Impl>(max_body)) {}
HttpReader::~HttpReader() = default;
HttpReader::HttpReader(HttpReader&&) noexcept = default;
HttpReader& HttpReader::operator=(HttpReader&&) noexcept = default;

HttpReader::Outcome HttpReader::feed(std::string_view bytes) {
    // A chunked body has no shorter end, and the parser must not look at less of one twice.
    constexpr std::size_t last_chunk = std::string_view("0\r\n\r\n").size();
    Impl& in = *impl_;
    if (in.rest.empty()) {
        in.rest = bytes.substr(in.parse(bytes));
    } else {
        in.rest += bytes;
        if (!in.parser->is_header_done() || in.rest.size() >= last_chunk) in.rest.erase(0, in.parse(in.rest));
    }
    return in.outcome();
}

HttpReader::Outcome HttpReader::read() {
    impl_->rest.erase(0, impl_->parse(impl_->rest));
    return impl_->outcome();
}

HttpRequest HttpReader::take() {
    HttpRequest request = std::move(impl_->parser->request);
    request.keep_alive = impl_->parser->keep_alive();
    impl_->parser.emplace(impl_->max_body);
    return request;
}

bool HttpReader::asks_to_continue() {
    Parser& parser = *impl_->parser;
    return parser.is_header_done() && !parser.is_done() && std::exchange(parser.expects_continue, false);
}

}  // namespace vitrine::host
