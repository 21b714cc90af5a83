#include "host/gateway/request.hpp"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "host/gateway/request_line.hpp"

namespace vitrine::host::gateway {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using Text = boost::beast::string_view;

// Beyond this no head is looked at, whatever its values add up to, and nothing is kept that has no end.
constexpr std::uint32_t max_head_bytes = 64 * 1024;

std::string_view view(Text text) {
    return {text.data(), text.size()};
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Where a piece of the head stands in the reader's own copy, which moves while it grows.
struct Place {
    std::size_t at = 0;
    std::size_t size = 0;
};

struct Sink {
    RequestReader::Limits limits{};
    Request request;
    std::string line;            // the request's first, without its end; the request's views are of it
    std::string_view authority;  // of the target, where it is in absolute form
    std::string head;
    std::vector<std::pair<Place, Place>> fields;
    std::size_t counted = 0;  // of the head's limit
    int hosts = 0;
    int refusal = 0;
    bool line_done = false;
    bool head_done = false;
    bool expects_continue = false;

    Place keep(Text text) {
        const Place place{head.size(), text.size()};
        head.append(text.data(), text.size());
        return place;
    }
    [[nodiscard]] std::string_view at(Place place) const { return std::string_view(head).substr(place.at, place.size); }
};

error_code refuse(Sink& sink, int status) {
    sink.refusal = status;
    return http::error::bad_value;
}

class Parser final : public http::basic_parser<true> {
public:
    explicit Parser(Sink& sink) : sink_(sink) {
        eager(true);
        header_limit(max_head_bytes);
        body_limit(sink.limits.body);
    }

private:
    // What it is fed is a line of ours: the request's own has been read before.
    void on_request_impl(http::verb, Text, Text, int, error_code&) override {}
    void on_response_impl(int, Text, int, error_code&) override {}

    void on_field_impl(http::field, Text name, Text value, error_code& ec) override {
        if (sink_.head_done) return;  // a trailer must not pass for a header
        sink_.counted += value.size();
        const std::string_view field = view(name);
        if (equal_ignoring_case(field, "host")) ++sink_.hosts;
        if (sink_.counted > sink_.limits.head)
            ec = refuse(sink_, 431);
        else if (equal_ignoring_case(field, "transfer-encoding") && !equal_ignoring_case(view(value), "chunked"))
            ec = refuse(sink_, 501);
        else if (equal_ignoring_case(field, "expect"))
            sink_.expects_continue = equal_ignoring_case(view(value), "100-continue");
        const Place name_place = sink_.keep(name);
        sink_.fields.emplace_back(name_place, sink_.keep(value));
    }

    void on_header_impl(error_code& ec) override {
        Request& request = sink_.request;
        for (const auto& [name, value] : sink_.fields) request.headers.push_back({sink_.at(name), sink_.at(value)});
        sink_.head_done = true;
        // RFC 9112 section 3.2: exactly one Host, in HTTP/1.1 at least.
        const bool one_host = sink_.hosts == 1 || (sink_.hosts == 0 && request.version < 11);
        // A request that is framed in a way 1.0 does not know must not be guessed at (RFC 9112 section 6.1).
        const bool known_framing = request.version >= 11 || !request.header("transfer-encoding");
        if (!one_host || !known_framing || !settle_host(request)) ec = refuse(sink_, 400);
    }

    // RFC 9112 section 3.2.2: the target's own host, where it has one, stands for the field's.
    [[nodiscard]] bool settle_host(Request& request) const {
        const auto found = std::ranges::find_if(
            request.headers, [](const HeaderField& field) { return equal_ignoring_case(field.name, "host"); });
        if (!sink_.authority.empty()) {
            if (found == request.headers.end())
                request.headers.push_back({"Host", sink_.authority});
            else
                found->value = sink_.authority;
        }
        return is_host(request.header("host").value_or(""));
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
        constexpr std::uint64_t trusted = 64 * 1024;  // what a mere promise may make us set aside
        if (length) sink_.request.body.reserve(std::min(*length, trusted));
    }
    std::size_t on_body_impl(Text body, error_code&) override {
        sink_.request.body.append(body.data(), body.size());
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, Text, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, error_code& ec) override { return on_body_impl(body, ec); }
    void on_finish_impl(error_code&) override {}

    Sink& sink_;
};

int status_of(const error_code& ec) {
    if (ec == http::error::body_limit) return 413;
    if (ec == http::error::header_limit) return 431;
    return 400;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string_view> Request::header(std::string_view name) const {
    for (const HeaderField& field : headers)
        if (equal_ignoring_case(field.name, name)) return field.value;
    return std::nullopt;
}

std::string Request::list(std::string_view name) const {
    std::string all;
    for (const HeaderField& field : headers)
        if (equal_ignoring_case(field.name, name)) all.append(all.empty() ? "" : ", ").append(field.value);
    return all;
}

std::size_t Request::count(std::string_view name) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        headers, [&](const HeaderField& field) { return equal_ignoring_case(field.name, name); }));
}

bool Request::header_lists(std::string_view name, std::string_view token) const {
    for (const HeaderField& field : headers) {
        if (!equal_ignoring_case(field.name, name)) continue;
        std::string_view rest = field.value;
        while (!rest.empty()) {
            const auto comma = rest.find(',');
            if (equal_ignoring_case(trimmed(rest.substr(0, comma)), token)) return true;
            rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
        }
    }
    return false;
}

struct RequestReader::Impl {
    Sink sink;
    std::optional<Parser> parser;
    std::string kept;  // come, and not read yet

    void restart();
    [[nodiscard]] State state() const;
    std::size_t read(std::string_view data);
    std::size_t read_line(std::string_view data);
    void take_line(std::string_view line);
    std::size_t parse(std::string_view data);
    void bound();
};

void RequestReader::Impl::restart() {
    constexpr std::size_t kept_capacity =
        64 * 1024;  // a larger body's memory is not held for a connection's whole life
    if (sink.request.body.capacity() > kept_capacity) sink.request.body = std::string();
    sink.request.body.clear();
    sink.request.headers.clear();
    sink.head.clear();
    sink.fields.clear();
    sink.authority = {};
    sink.hosts = 0;
    sink.refusal = 0;
    sink.line_done = false;
    sink.head_done = false;
    sink.expects_continue = false;
    parser.emplace(sink);
}

RequestReader::State RequestReader::Impl::state() const {
    if (sink.refusal != 0) return State::refused;
    if (parser->is_done()) return State::done;
    return sink.head_done ? State::body : State::head;
}

// How much of `data` was read. It is less than all where the request is done or refused, and where what is left is the
// beginning of something: a line, a chunk's head, trailers.
std::size_t RequestReader::Impl::read(std::string_view data) {
    const std::size_t line = sink.line_done ? 0 : read_line(data);
    return sink.line_done ? line + parse(data.substr(line)) : line;
}

std::size_t RequestReader::Impl::read_line(std::string_view data) {
    constexpr std::string_view empty_line = "\r\n";
    std::size_t at = 0;
    while (data.substr(at).starts_with(empty_line)) at += empty_line.size();  // RFC 9112 section 2.2
    const std::string_view rest = data.substr(at);
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) {
        if (!may_become_request_line(rest))
            sink.refusal = 400;
        else if (rest.size() > sink.limits.head)
            sink.refusal = 431;
        return at;
    }
    if (end == 0 || rest[end - 1] != '\r')
        sink.refusal = 400;
    else
        take_line(rest.substr(0, end - 1));
    return at + end + 1;
}

void RequestReader::Impl::take_line(std::string_view text) {
    sink.line = text;
    const auto line = read_request_line(sink.line);
    if (!line) {
        sink.refusal = line.error();
        return;
    }
    sink.authority = line->authority;
    Request& request = sink.request;
    request.method = line->method;
    request.target = line->target;
    request.path = line->path;
    request.query = line->query;
    request.version = line->version;
    sink.counted = sink.line.size();
    if (sink.counted > sink.limits.head) {
        sink.refusal = 431;
        return;
    }
    sink.line_done = true;
    (void)parse("GET / HTTP/1.1\r\n");
}

std::size_t RequestReader::Impl::parse(std::string_view data) {
    if (data.empty() || state() == State::done || state() == State::refused) return 0;
    error_code ec;
    const std::size_t used = parser->put({data.data(), data.size()}, ec);
    if (ec && ec != http::error::need_more && sink.refusal == 0) sink.refusal = status_of(ec);
    return used;
}

// A chunk's extension or trailers without an end are refused; of what is refused nothing is kept.
void RequestReader::Impl::bound() {
    if (state() == State::body && kept.size() > max_head_bytes) sink.refusal = 400;
    if (kept.empty() || state() == State::refused) kept = std::string();
}

RequestReader::RequestReader(Limits limits) : impl_(std::make_unique<Impl>()) {
    impl_->sink.limits = limits;
    impl_->restart();
}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

RequestReader::State RequestReader::feed(std::string_view data) {
    // A chunked body has no shorter end, and the parser must not look at less of one twice.
    constexpr std::size_t last_chunk = std::string_view("0\r\n\r\n").size();
    Impl& in = *impl_;
    if (in.kept.empty()) {
        in.kept = data.substr(in.read(data));
    } else {
        in.kept += data;
        if (in.state() != State::body || in.kept.size() >= last_chunk) in.kept.erase(0, in.read(in.kept));
    }
    in.bound();
    return in.state();
}

RequestReader::State RequestReader::next() {
    impl_->restart();
    return feed({});
}

bool RequestReader::begun() const {
    return impl_->state() != State::head || impl_->sink.line_done || !impl_->kept.empty();
}

std::string RequestReader::take_rest() {
    return std::exchange(impl_->kept, {});
}

RequestReader::State RequestReader::state() const {
    return impl_->state();
}

int RequestReader::refusal() const {
    return impl_->sink.refusal;
}
bool RequestReader::expects_continue() const {
    return impl_->sink.expects_continue;
}
const Request& RequestReader::request() const {
    return impl_->sink.request;
}

}  // namespace vitrine::host::gateway
