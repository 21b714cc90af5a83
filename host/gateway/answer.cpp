#include "host/gateway/answer.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <optional>

#include "host/gateway/http_event.hpp"
#include "host/gateway/request_line.hpp"
#include "lib/encoding.hpp"

namespace vitrine::host::gateway {
namespace {

namespace json = boost::json;

struct Reason {
    int status;
    std::string_view text;
};

// RFC 9110's phrases, where API Gateway's do not differ.
constexpr std::array reasons{
    Reason{100, "Continue"},
    Reason{101, "Switching Protocols"},
    Reason{200, "OK"},
    Reason{201, "Created"},
    Reason{202, "Accepted"},
    Reason{204, "No Content"},
    Reason{205, "Reset Content"},
    Reason{206, "Partial Content"},
    Reason{301, "Moved Permanently"},
    Reason{302, "Found"},
    Reason{303, "See Other"},
    Reason{304, "Not Modified"},
    Reason{307, "Temporary Redirect"},
    Reason{308, "Permanent Redirect"},
    Reason{400, "Bad Request"},
    Reason{401, "Unauthorized"},
    Reason{402, "Payment Required"},
    Reason{403, "Forbidden"},
    Reason{404, "Not Found"},
    Reason{405, "Method Not Allowed"},
    Reason{406, "Not Acceptable"},
    Reason{408, "Request Timeout"},
    Reason{409, "Conflict"},
    Reason{410, "Gone"},
    Reason{412, "Precondition Failed"},
    Reason{413, "Request Entity Too Large"},
    Reason{415, "Unsupported Media Type"},
    Reason{422, "Unprocessable Content"},
    Reason{426, "Upgrade Required"},
    Reason{428, "Precondition Required"},
    Reason{429, "Too Many Requests"},
    Reason{431, "Request Header Fields Too Large"},
    Reason{500, "Internal Server Error"},
    Reason{501, "Not Implemented"},
    Reason{502, "Bad Gateway"},
    Reason{503, "Service Unavailable"},
    Reason{504, "Gateway Timeout"},
    Reason{505, "HTTP Version Not Supported"},
};

std::string_view reason_of(int status) {
    const auto found = std::ranges::find(reasons, status, &Reason::status);
    return found == reasons.end() ? "Unknown" : found->text;
}

// No control character: above all no line break, which would let a value end the header.
bool is_field_value(std::string_view value) {
    return std::ranges::none_of(
        value, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
}

// Fields that frame the message, and its date, are the gateway's alone.
bool is_framing(std::string_view name) {
    return is_hop_by_hop(name) || equal_ignoring_case(name, "content-length") || equal_ignoring_case(name, "date");
}

std::optional<std::string> scalar_text(const json::value& value) {
    if (const auto* text = value.if_string()) return std::string(text->data(), text->size());
    if (value.is_bool() || value.is_number()) return json::serialize(value);
    return std::nullopt;
}

std::optional<int> status_of(const json::value& value) {
    std::int64_t status = 0;
    if (const auto* text = value.if_string()) {
        const auto parsed = std::from_chars(text->data(), text->data() + text->size(), status);
        if (parsed.ec != std::errc{} || parsed.ptr != text->data() + text->size()) return std::nullopt;
    } else if (const auto* number = value.if_int64()) {
        status = *number;
    }
    if (status < 200 || status > 599) return std::nullopt;
    return static_cast<int>(status);
}

bool add_header(Answer& answer, std::string_view name, std::string value) {
    if (!is_token(name) || !is_field_value(value)) return false;
    if (!is_framing(name)) answer.headers.emplace_back(name, std::move(value));
    return true;
}

bool read_headers(const json::object& returned, Answer& answer) {
    const json::value* headers = returned.if_contains("headers");
    if (headers == nullptr || headers->is_null()) return true;
    const json::object* fields = headers->if_object();
    if (fields == nullptr) return false;
    for (const auto& [name, value] : *fields) {
        if (value.is_null()) continue;
        auto text = scalar_text(value);
        if (!text || !add_header(answer, {name.data(), name.size()}, *std::move(text))) return false;
    }
    return true;
}

bool read_cookies(const json::object& returned, Answer& answer) {
    const json::value* cookies = returned.if_contains("cookies");
    if (cookies == nullptr || cookies->is_null()) return true;
    const json::array* list = cookies->if_array();
    if (list == nullptr) return false;
    return std::ranges::all_of(*list, [&](const json::value& cookie) {
        const json::string* text = cookie.if_string();
        return text != nullptr && add_header(answer, "set-cookie", std::string(text->data(), text->size()));
    });
}

bool read_body(const json::object& returned, Answer& answer) {
    const json::value* body = returned.if_contains("body");
    if (body == nullptr || body->is_null()) return true;
    const json::string* text = body->if_string();
    if (text == nullptr) return false;
    const json::value* encoded = returned.if_contains("isBase64Encoded");
    if (encoded == nullptr || encoded->is_null() || (encoded->is_bool() && !encoded->get_bool())) {
        answer.body.assign(text->data(), text->size());
        return true;
    }
    auto bytes = encoded->is_bool() ? from_base64({text->data(), text->size()}) : std::nullopt;
    if (!bytes) return false;
    answer.body = *std::move(bytes);
    return true;
}

Answer inferred(std::string_view payload) {
    Answer answer;
    answer.headers.emplace_back("content-type", "application/json");
    answer.body = payload;
    return answer;
}

}  // namespace

bool Answer::has(std::string_view name) const {
    return std::ranges::any_of(headers, [&](const auto& field) { return equal_ignoring_case(field.first, name); });
}

Answer gateway_answer(int status, std::string_view message) {
    Answer answer{.status = status, .headers = {{"content-type", "application/json"}}, .body = {}};
    answer.body.append(R"({"message":")").append(message).append(R"("})");
    return answer;
}

Answer gateway_answer(int status) {
    return gateway_answer(status, reason_of(status));
}

std::expected<Answer, AnswerError> proxy_answer(std::string_view payload) {
    std::array<unsigned char, 4096> first;
    json::monotonic_resource memory(first.data(), first.size());
    boost::system::error_code failed;
    const json::value value = json::parse({payload.data(), payload.size()}, failed, &memory);
    if (failed) return std::unexpected(AnswerError::not_json);
    const json::object* returned = value.if_object();
    const json::value* status = returned == nullptr ? nullptr : returned->if_contains("statusCode");
    if (status == nullptr) return std::unexpected(AnswerError::no_status);

    const auto code = status_of(*status);
    Answer answer;
    if (!code || !read_headers(*returned, answer) || !read_cookies(*returned, answer) || !read_body(*returned, answer))
        return std::unexpected(AnswerError::malformed);
    answer.status = *code;
    return answer;
}

std::expected<Answer, AnswerError> http_answer(std::string_view payload) {
    auto answer = proxy_answer(payload);
    if (!answer && answer.error() == AnswerError::no_status) return inferred(payload);
    if (answer && !answer->body.empty() && !answer->has("content-type"))
        answer->headers.emplace_back("content-type", "text/plain; charset=utf-8");
    return answer;
}

bool may_have_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

void append_head(std::string& out, const Answer& answer, const Framing& framing) {
    out += "HTTP/1.1 ";
    out += std::to_string(answer.status);
    out += ' ';
    out += reason_of(answer.status);
    out += "\r\n";
    for (const auto& [name, value] : answer.headers) out.append(name).append(": ").append(value).append("\r\n");
    if (framing.also != nullptr) {
        for (const auto& [name, value] : *framing.also)
            if (!answer.has(name)) out.append(name).append(": ").append(value).append("\r\n");
    }
    if (may_have_body(answer.status))
        out.append("content-length: ").append(std::to_string(answer.body.size())).append("\r\n");
    out.append("date: ").append(framing.date).append("\r\n");
    if (!framing.keep_alive) out += "connection: close\r\n";
    out += "\r\n";
}

}  // namespace vitrine::host::gateway
