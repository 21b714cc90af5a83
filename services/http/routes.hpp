// The shop's methods and paths, out of app.yaml at build: for the answers to what is not among them.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace shop {

// As in app.yaml: "GET /api/v1/products/{id}".
[[nodiscard]] std::span<const std::string_view> route_keys();

// The methods that a path has, sorted and joined for Allow: "GET, HEAD, POST". Empty: there is no such path.
[[nodiscard]] std::string allowed_methods(std::string_view path);

}  // namespace shop
