// Answers in gzip for who takes it (RFC 9110, sections 8.4 and 12.5.3; docs/decisions/0011-functions-compress.md).
#pragma once

#include <string>
#include <string_view>

#include "services/http/request.hpp"
#include "services/http/response.hpp"

namespace shop {

// Whether an Accept-Encoding takes gzip, and no less than what is not coded. What is malformed in it says nothing.
[[nodiscard]] bool prefers_gzip(std::string_view accept_encoding);

[[nodiscard]] std::string gzip(std::string_view text);

// The answer as the caller takes it. It says that it depends on Accept-Encoding, also where it is too small to gain
// anything. Coded it has a weak ETag: two representations of other bytes cannot share a strong one.
[[nodiscard]] Response coded_for(const Request& request, Response response);

}  // namespace shop
