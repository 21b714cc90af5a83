// The event of an HTTP API, payload format version 2.0.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/gateway/request.hpp"
#include "host/gateway/router.hpp"
#include "host/gateway/trace.hpp"
#include "lib/secret.hpp"
#include "lib/time.hpp"

namespace vitrine::host::gateway {

// What is the same for all events of this gateway.
struct ApiIdentity {
    std::string account_id = "000000000000";
    std::string api_id;         // the application's name
    std::uint16_t port = 0;     // where callers reached it
    std::string origin_header;  // lower case; empty: none. A caller's own is replaced.
    Secret origin_secret;
};

// What is this request's own.
struct EventContext {
    const Trace& trace;
    std::string_view request_id;
    std::string_view source_ip;
    Instant now;
};

// The event as JSON. The path is decoded, the query raw and decoded; header names are lower-cased and repeated ones
// joined with commas, connection-level ones left out; cookies stand apart; a body is text only for text/* and
// application/{json,javascript,xml}, else base64.
[[nodiscard]] std::string http_event(const ApiIdentity& api, const EventContext& context, const Request& request,
                                     const Match& match);

// API Gateway's rule for request bodies. Observed there: parameters of the type do not matter, +json and +xml types
// and a missing type are binary.
[[nodiscard]] bool is_text_type(std::string_view content_type);

// Host without its port; the first label of that.
[[nodiscard]] std::string_view domain_of(std::string_view host);
[[nodiscard]] std::string_view prefix_of(std::string_view domain);

// Fields that belong to one connection and are never handed on (RFC 9110 section 7.6.1).
[[nodiscard]] bool is_hop_by_hop(std::string_view name);

// Those of one request: the above, and what its Connection names. Host, Origin, Sec-Fetch-* and what says that the
// request was forwarded are handed on whatever it names.
class ConnectionFields {
public:
    explicit ConnectionFields(const Request& request);
    // Is the field of this name, in any case, one of them?
    [[nodiscard]] bool holds(std::string_view name) const;

private:
    std::vector<std::string> named_;  // lower case, sorted
};

// Where each name stands among those seen before: however many there are, a caller's headers cost no more than their
// number. Names are compared as they are.
class NameIndex {
public:
    // The place of `name`; the next free one where it is new.
    [[nodiscard]] std::size_t place_of(std::string_view name);

private:
    std::vector<std::string> few_;
    std::unordered_map<std::string, std::size_t> many_;
};

// ASCII letters alone.
[[nodiscard]] std::string lower_case(std::string_view text);

// Calls `take(name, value)` for each parameter of a query, decoded ('+' is a space). Repeated names come repeatedly.
template <typename Take>
void each_parameter(std::string_view query, Take take);
// Percent-decoded with '+' as a space; a text with a broken escape stays as it is.
[[nodiscard]] std::string decode_parameter(std::string_view text);

template <typename Take>
void each_parameter(std::string_view query, Take take) {
    while (!query.empty()) {
        const auto end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        take(decode_parameter(pair.substr(0, equals)),
             equals == std::string_view::npos ? std::string() : decode_parameter(pair.substr(equals + 1)));
    }
}

}  // namespace vitrine::host::gateway
