// What a caller is answered, and how it goes on the wire.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/gateway/trace.hpp"
#include "lib/time.hpp"

namespace vitrine::host::gateway {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
    int status = 200;
    Headers headers;
    std::string body;

    // A header of that name, in any case.
    [[nodiscard]] bool has(std::string_view name) const;
};

// What API Gateway itself says: {"message":"Service Unavailable"}, as application/json.
[[nodiscard]] Answer gateway_answer(int status, std::string_view message);
// The same with the message that belongs to the status.
[[nodiscard]] Answer gateway_answer(int status);

// What a function returned, read as a proxy integration's answer: statusCode, headers, cookies, body, isBase64Encoded.
enum class AnswerError { not_json, no_status, malformed };
// `payload` is JSON; anything else is AnswerError::not_json.
[[nodiscard]] std::expected<Answer, AnswerError> proxy_answer(std::string_view payload);

// The same for an HTTP API with payload format 2.0, which infers a format: JSON without a statusCode is a 200 with
// that JSON.
[[nodiscard]] std::expected<Answer, AnswerError> http_answer(std::string_view payload);

// Status line and headers with the blank line after them. Content-Length is that of the body, also where a HEAD or a
// 304 leaves it out.
struct Framing {
    bool keep_alive = true;
    std::string_view date;          // an HTTP date
    const Headers* also = nullptr;  // headers that the answer gets where it doesn't say them itself
};
void append_head(std::string& out, const Answer& answer, const Framing& framing);

// May an answer of this status have a body, and so a length? (RFC 9110 section 6.4.1)
[[nodiscard]] bool may_have_body(int status);

}  // namespace vitrine::host::gateway
