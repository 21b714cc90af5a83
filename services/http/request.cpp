#include "services/http/request.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <utility>

#include "lib/encoding.hpp"

namespace shop {
namespace {

const json::object* object_at(const json::object& in, std::string_view name) {
    const json::value* value = in.if_contains(name);
    return value ? value->if_object() : nullptr;
}

std::string_view text_at(const json::object& in, std::string_view name) {
    const json::value* value = in.if_contains(name);
    const json::string* text = value ? value->if_string() : nullptr;
    return text ? std::string_view(*text) : std::string_view{};
}

bool flag_at(const json::object& in, std::string_view name) {
    const json::value* value = in.if_contains(name);
    const bool* flag = value ? value->if_bool() : nullptr;
    return flag && *flag;
}

}  // namespace

std::expected<Request, std::string> Request::decode(std::string_view payload, json::storage_ptr memory) {
    Request request;
    json::error_code error;
    request.event_ = json::parse(payload, error, std::move(memory));
    const json::object* event = error ? nullptr : request.event_.if_object();
    const json::object* context = event ? object_at(*event, "requestContext") : nullptr;
    const json::object* http = context ? object_at(*context, "http") : nullptr;
    request.headers_ = event ? object_at(*event, "headers") : nullptr;
    if (!http || !request.headers_ || text_at(*event, "version") != "2.0") {
        return std::unexpected("the event is not an HTTP request of payload format 2.0");
    }
    request.path_parameters_ = object_at(*event, "pathParameters");
    request.route_ = text_at(*event, "routeKey");
    request.method_ = text_at(*http, "method");
    request.path_ = text_at(*event, "rawPath");
    request.query_ = text_at(*event, "rawQueryString");
    request.body_ = text_at(*event, "body");
    if (flag_at(*event, "isBase64Encoded")) {
        request.decoded_body_ = vitrine::from_base64(request.body_);
        if (!request.decoded_body_) return std::unexpected("the event's body is not base64");
    }
    return request;
}

std::optional<std::string_view> Request::header(std::string_view name) const {
    const json::value* value = headers_->if_contains(name);
    const json::string* text = value ? value->if_string() : nullptr;
    return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

bool Request::any_header(const std::function<bool(std::string_view, std::string_view)>& fits) const {
    return std::ranges::any_of(*headers_, [&](const json::key_value_pair& header) {
        const json::string* text = header.value().if_string();
        return fits({header.key().data(), header.key().size()}, text ? std::string_view(*text) : std::string_view{});
    });
}

std::string_view Request::path_parameter(std::string_view name) const {
    return path_parameters_ ? text_at(*path_parameters_, name) : std::string_view{};
}

}  // namespace shop
