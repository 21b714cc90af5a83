// Answers in gzip where the caller accepts it (RFC 9110, sections 8.4 and 12.5.3;
// docs/decisions/0011-functions-compress.md).
#pragma once

#include <string>
#include <string_view>

#include "services/http/request.hpp"
#include "services/http/response.hpp"

namespace shop {

// Whether an Accept-Encoding accepts gzip, with no lower weight than what is not coded. Malformed elements are ignored.
[[nodiscard]] bool prefers_gzip(std::string_view accept_encoding);

// Empty where zlib fails.
[[nodiscard]] std::string gzip(std::string_view text);

// The answer as the caller accepts it, in gzip from 1 KiB on where that makes it smaller. Vary names Accept-Encoding
// also where the body stays as it is. Coded it has a weak ETag: two representations of other bytes cannot share a
// strong one.
[[nodiscard]] Response coded_for(const Request& request, Response response);

}  // namespace shop
