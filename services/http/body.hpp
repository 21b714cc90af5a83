// A request's Accept and its body: whether JSON may be answered, and the JSON that was sent.
#pragma once

#include <boost/json/value.hpp>
#include <expected>

#include "services/http/problem.hpp"
#include "services/http/request.hpp"
#include "services/http/service.hpp"

namespace shop {

// RFC 9110, section 12.5.1: an absent Accept admits everything; a quality of 0 admits nothing.
[[nodiscard]] bool accepts_json(const Request& request);

// null where there is no body to read. 413 for more than bounds::body, 415 for another Content-Type or a
// Content-Encoding, 400 for what is not JSON; 422 for JSON that is no object, and for a field where there is nothing to
// send.
[[nodiscard]] std::expected<json::value, Failure> read_body(Body kind, const Request& request);

}  // namespace shop
