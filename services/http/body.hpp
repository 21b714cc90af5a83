// What comes with a request besides its route: whether JSON may be answered, and the JSON it brings.
#pragma once

#include <boost/json/value.hpp>
#include <expected>

#include "services/http/problem.hpp"
#include "services/http/request.hpp"
#include "services/http/service.hpp"

namespace shop {

// RFC 9110, section 12.5.1: an absent Accept admits everything; a quality of 0 admits nothing.
[[nodiscard]] bool accepts_json(const Request& request);

// 413, 415, 400; 422 for JSON that is no object, and for a field where there is nothing to send.
[[nodiscard]] std::expected<json::value, Failure> read_body(Body kind, const Request& request);

}  // namespace shop
