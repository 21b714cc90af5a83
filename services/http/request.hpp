// An HTTP request as API Gateway sends it to a function: payload format 2.0.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace shop {

namespace json = boost::json;

class Request {
public:
    // `memory` must outlive the request. What is not an event of this format is an error, in words.
    [[nodiscard]] static std::expected<Request, std::string> decode(std::string_view payload, json::storage_ptr memory);

    [[nodiscard]] std::string_view route() const { return route_; }  // as in app.yaml: "GET /api/v1/products/{id}"
    [[nodiscard]] std::string_view method() const { return method_; }
    [[nodiscard]] std::string_view path() const { return path_; }
    [[nodiscard]] std::string_view query() const { return query_; }  // percent-encoded
    [[nodiscard]] std::string_view body() const {                    // decoded where it came as base64
        return decoded_body_ ? std::string_view(*decoded_body_) : body_;
    }
    // `name` in lower case. nullopt where the header is absent; several of one name are joined by commas.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    // `name` in lower case.
    [[nodiscard]] bool any_header(const std::function<bool(std::string_view name, std::string_view value)>& fits) const;
    // Of the route's path, decoded. Empty where the route has no such part.
    [[nodiscard]] std::string_view path_parameter(std::string_view name) const;

private:
    Request() = default;

    json::value event_;
    const json::object* headers_ = nullptr;
    const json::object* path_parameters_ = nullptr;
    std::string_view route_;
    std::string_view method_;
    std::string_view path_;
    std::string_view query_;
    std::string_view body_;
    std::optional<std::string> decoded_body_;
};

}  // namespace shop
