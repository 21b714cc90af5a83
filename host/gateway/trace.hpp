// A request's identity: its trace, continued from the caller where one was sent, and the ids that API Gateway gives.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "host/gateway/request.hpp"
#include "lib/ids.hpp"
#include "lib/time.hpp"

namespace vitrine::host::gateway {

// https://www.w3.org/TR/trace-context/#traceparent-header
struct Trace {
    std::string trace_id;  // 32 hex digits
    std::string span_id;   // 16: this gateway's part
    std::string flags = "01";

    // The header's value, version 00.
    [[nodiscard]] std::string traceparent() const { return "00-" + trace_id + '-' + span_id + '-' + flags; }
    // Root=1-8hex-24hex, as in X-Amzn-Trace-Id
    [[nodiscard]] std::string amazon_root() const {
        return "Root=1-" + trace_id.substr(0, 8) + '-' + trace_id.substr(8);
    }
};

// Draws randomness in larger pieces, since every request takes some.
[[nodiscard]] Random buffered(Random source);

// The caller's trace with a span of our own; a new one where its traceparent is absent or malformed.
[[nodiscard]] Trace continue_trace(const Request& request, const Random& random);
[[nodiscard]] Trace new_trace(const Random& random);

// A request or connection id as API Gateway's look: 11 random bytes in base64url with padding, `LV7fzho-PHcEJPw=`.
[[nodiscard]] std::string new_gateway_id(const Random& random);
// Has it the form of new_gateway_id?
[[nodiscard]] bool is_gateway_id(std::string_view text);

// The Common Log Format's: 12/Mar/2020:19:03:58 +0000
[[nodiscard]] std::string common_log_time(Instant at);

// An HTTP date (RFC 9110 section 5.6.7): Sun, 06 Nov 1994 08:49:37 GMT
[[nodiscard]] std::string http_date(Instant at);

}  // namespace vitrine::host::gateway
