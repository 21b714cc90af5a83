#include "services/live/socket_event.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "lib/encoding.hpp"

namespace shop::sockets {
namespace {

namespace json = boost::json;

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return out;
}

const json::object* object_in(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value ? value->if_object() : nullptr;
}

std::string text_in(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    const json::string* text = value ? value->if_string() : nullptr;
    return text ? std::string(*text) : "";
}

std::string joined(const json::array& values) {
    std::string list;
    for (const json::value& value : values) {
        if (&value != values.begin()) list += ',';
        if (const json::string* text = value.if_string()) list += std::string_view(*text);
    }
    return list;
}

}  // namespace

std::string_view SocketEvent::header(std::string_view name) const {
    const auto at = headers.find(name);
    return at == headers.end() ? std::string_view{} : std::string_view(at->second);
}

std::expected<SocketEvent, std::string> read_event(std::string_view payload) {
    boost::system::error_code wrong;
    const json::value root = json::parse(payload, wrong);
    const json::object* object = wrong ? nullptr : root.if_object();
    const json::object* context = object ? object_in(*object, "requestContext") : nullptr;
    if (context == nullptr) return std::unexpected("no requestContext");
    SocketEvent event;
    event.route = text_in(*context, "routeKey");
    event.connection.id = text_in(*context, "connectionId");
    const json::value* since = context->if_contains("connectedAt");
    if (event.route.empty() || event.connection.id.empty() || since == nullptr || !since->is_int64())
        return std::unexpected("no routeKey, connectionId or connectedAt");
    event.connection.since = Instant{std::chrono::milliseconds{since->get_int64()}};
    if (const json::object* headers = object_in(*object, "headers"))
        for (const auto& [name, value] : *headers)
            if (const json::string* text = value.if_string()) event.headers[lower(name)] = std::string(*text);
    // Of a header that came more than once `headers` has the last value alone.
    if (const json::object* headers = object_in(*object, "multiValueHeaders"))
        for (const auto& [name, values] : *headers)
            if (const json::array* all = values.if_array()) event.headers[lower(name)] = joined(*all);
    event.body = text_in(*object, "body");
    return event;
}

std::string answer(int status, std::string_view message) {
    std::string out = "{\"statusCode\":" + std::to_string(status);
    if (!message.empty()) {
        out += ",\"body\":";
        vitrine::append_json_string(out, message);
    }
    return out += '}';
}

}  // namespace shop::sockets
