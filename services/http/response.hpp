// What a handler answers, and its form for API Gateway (payload format 2.0).
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "services/http/problem.hpp"

namespace shop {

struct Response {
    int status = 200;
    Headers headers;         // names in lower case
    std::string body;        // JSON, or nothing
    bool binary = false;     // the body is of bytes (content_coding.hpp)
    std::string cause = {};  // of a 202: why it is not done yet; for the log alone
};
using Answer = std::expected<Response, Failure>;

namespace caching {
constexpr std::string_view shared_for_a_second = "public, max-age=0, s-maxage=1";
constexpr std::string_view revalidate = "no-cache";
constexpr std::string_view never = "no-store";
}  // namespace caching

// application/json, with this Cache-Control.
[[nodiscard]] Response json_response(int status, std::string body, std::string_view cache_control);
// 201 with Location /api/v1/PATH; never stored.
[[nodiscard]] Response created(std::string_view path, std::string body);

// The JSON that Lambda is given; a binary body goes as base64.
[[nodiscard]] std::string lambda_json(const Response& response);

}  // namespace shop
