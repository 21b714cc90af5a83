// Events as the gateway makes them, and answers as callers see them, for the tests of this folder.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>

#include "services/http/access.hpp"
#include "services/http/service.hpp"

namespace shop::testing {

inline constexpr std::string_view origin_secret = "the origin secret";
inline constexpr std::string_view editor_key = "an editor key";

// SHA-256 of the two.
[[nodiscard]] AccessRules rules(bool editor_open);

struct Ask {
    std::string route;  // "GET /api/v1/products/{id}"
    std::string path;   // /api/v1/products/teapot
    std::map<std::string, std::string> path_parameters;
    std::string query;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
    bool base64 = false;
};

struct Told {
    int status = 0;
    std::map<std::string, std::string> headers;
    json::value body;  // null where there is none
    // The problem's name, without /problems/.
    [[nodiscard]] std::string problem() const;
    [[nodiscard]] std::string header(const std::string& name) const;
    [[nodiscard]] const json::value& at(std::string_view pointer) const { return body.at_pointer(pointer); }
};

// A payload of format 2.0 as API Gateway makes it. It has the origin secret unless it says otherwise.
[[nodiscard]] std::string event(const Ask& ask);
[[nodiscard]] Told send(const Service& service, const Ask& ask);

}  // namespace shop::testing
