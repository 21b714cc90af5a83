// A request's head as it goes over the wire, signed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/sigv4.hpp"
#include "lib/time.hpp"
#include "services/aws/endpoint_url.hpp"

namespace shop::aws {

struct Outgoing {
    std::string_view method;
    std::string_view path;  // below the endpoint's own, percent-encoded
    std::vector<vitrine::sigv4::Header> headers;
    std::string_view body;
    std::string_view body_hash = {};  // see vitrine::sigv4::Request
};

// Request line, Host, the headers, Content-Length and what the signature adds, up to and with the empty line.
[[nodiscard]] std::string signed_head(vitrine::sigv4::Signer& signer, const EndpointUrl& endpoint, Outgoing outgoing,
                                      vitrine::Instant now);

}  // namespace shop::aws
