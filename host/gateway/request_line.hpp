// The first line of a request (RFC 9112 section 3), and the host that a request names.
#pragma once

#include <expected>
#include <string_view>

namespace vitrine::host::gateway {

struct RequestLine {
    std::string_view method;
    std::string_view target;     // as sent
    std::string_view authority;  // of a target in absolute form, which then stands for the Host field; else empty
    std::string_view path;       // begins with '/'; or the asterisk of `OPTIONS *`
    std::string_view query;      // behind the '?'
    int version = 11;            // 10 or 11: a later minor version is served as 1.1 (RFC 9110 section 2.5)
};

// `line` without its end. What is wrong with it as the status to refuse with: 400, or 505 for another major version.
[[nodiscard]] std::expected<RequestLine, int> read_request_line(std::string_view line);

// Can what begins like this become a request line? False for what is another protocol, before its line has an end.
[[nodiscard]] bool may_become_request_line(std::string_view beginning);

// host [":" port] (RFC 9110 section 7.2), without user part, list or anything behind it. An empty host may be sent.
[[nodiscard]] bool is_host(std::string_view text);

// token (RFC 9110 section 5.6.2)
[[nodiscard]] bool is_token(std::string_view text);

// Without the spaces and tabs at both ends (OWS, RFC 9110 section 5.6.3).
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace vitrine::host::gateway
