#include "services/http/response.hpp"

#include <utility>

#include "lib/encoding.hpp"
#include "services/shop/json_text.hpp"

namespace shop {

Response json_response(int status, std::string body, std::string_view cache_control) {
    return {
        status, {{"content-type", "application/json"}, {"cache-control", std::string(cache_control)}}, std::move(body)};
}

Response created(std::string_view path, std::string body) {
    Response response = json_response(201, std::move(body), caching::never);
    response.headers.emplace_back("location", "/api/v1/" + std::string(path));
    return response;
}

std::string lambda_json(const Response& response) {
    std::string text;
    text.reserve(response.body.size() + response.body.size() / 8 + 512);
    JsonText out(text);
    out.begin_object();
    out.key("statusCode"), out.number(response.status);
    out.key("headers"), out.begin_object();
    for (const auto& [name, value] : response.headers) out.key(name), out.text(value);
    out.end_object();
    if (response.binary) {
        out.key("body"), out.text(vitrine::base64(vitrine::bytes_of(response.body)));
        out.key("isBase64Encoded"), out.flag(true);
    } else {
        out.key("body"), out.text(response.body);
    }
    out.end_object();
    return text;
}

}  // namespace shop
