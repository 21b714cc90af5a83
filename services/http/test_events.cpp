#include "services/http/test_events.hpp"

#include <gtest/gtest.h>

#include "lib/encoding.hpp"
#include "services/shop/tokens.hpp"

namespace shop::testing {
namespace {

json::object object_of(const std::map<std::string, std::string>& map) {
    json::object result;
    for (const auto& [name, value] : map) result.emplace(name, value);
    return result;
}

}  // namespace

AccessRules rules(bool editor_open) {
    return {SecretHashes(hash_of(origin_secret)), SecretHashes(hash_of(editor_key)), editor_open};
}

std::string Told::problem() const {
    const std::string prefix = "/problems/";
    const json::value* type = body.is_object() ? body.as_object().if_contains("type") : nullptr;
    return type ? std::string(type->as_string()).substr(prefix.size()) : "";
}

std::string Told::header(const std::string& name) const {
    const auto at = headers.find(name);
    return at == headers.end() ? "" : at->second;
}

std::string event(const Ask& ask) {
    json::object headers = object_of(ask.headers);
    headers.emplace(origin_secret_header, origin_secret);
    if (!ask.body.empty()) headers.emplace("content-type", "application/json");
    json::object event{
        {"version", "2.0"},
        {"routeKey", ask.route},
        {"rawPath", ask.path},
        {"rawQueryString", ask.query},
        {"headers", headers},
        {"requestContext",
         {{"http", {{"method", ask.route.substr(0, ask.route.find(' '))}, {"path", ask.path}}}, {"stage", "$default"}}},
        {"isBase64Encoded", ask.base64},
    };
    if (!ask.path_parameters.empty()) event.emplace("pathParameters", object_of(ask.path_parameters));
    if (!ask.body.empty()) {
        event.emplace("body", ask.base64 ? vitrine::base64(vitrine::bytes_of(ask.body)) : ask.body);
    }
    return json::serialize(event);
}

Told send(const Service& service, const Ask& ask) {
    const auto answer =
        service.answer(event(ask), vitrine::Deadline::in(vitrine::Milliseconds{60'000}), "", vitrine::Log::silent());
    if (!answer) {
        ADD_FAILURE() << answer.error();
        return {};
    }
    const json::value payload = json::parse(*answer);
    Told told{static_cast<int>(payload.at("statusCode").as_int64()), {}, nullptr};
    for (const auto& header : payload.at("headers").as_object()) {
        told.headers.emplace(header.key(), header.value().as_string());
    }
    const auto& body = payload.at("body").as_string();
    if (!body.empty()) told.body = json::parse(body);
    return told;
}

}  // namespace shop::testing
