#include "host/gateway/websocket_event.hpp"

#include <array>
#include <boost/json.hpp>

#include "lib/encoding.hpp"
#include "lib/json_text.hpp"

namespace vitrine::host::gateway {
namespace {

namespace json = boost::json;

// Names with all their values, in the order in which they came. `any_case`: names that differ in case alone are one.
class HeaderGroups {
public:
    explicit HeaderGroups(bool any_case) : any_case_(any_case) {}
    void add(std::string_view name, std::string value) { at(name).second.push_back(std::move(value)); }
    void set(std::string_view name, std::string value) { at(name) = {std::string(name), {std::move(value)}}; }
    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] auto begin() const { return entries_.begin(); }
    [[nodiscard]] auto end() const { return entries_.end(); }

private:
    using Entry = std::pair<std::string, std::vector<std::string>>;
    Entry& at(std::string_view name) {
        const std::size_t place = index_.place_of(any_case_ ? lower_case(name) : std::string(name));
        if (place == entries_.size()) entries_.emplace_back(name, std::vector<std::string>());
        return entries_[place];
    }

    bool any_case_;
    std::vector<Entry> entries_;
    NameIndex index_;
};

HeaderGroups connect_headers(const ApiIdentity& api, const EventContext& http, const Request& request) {
    HeaderGroups headers(true);
    const ConnectionFields own(request);
    for (const HeaderField& field : request.headers)
        if (!own.holds(field.name)) headers.add(field.name, std::string(field.value));
    headers.add("X-Forwarded-For", std::string(http.source_ip));
    headers.set("X-Forwarded-Port", std::to_string(api.port));
    headers.set("X-Forwarded-Proto", "http");
    headers.set("X-Amzn-Trace-Id", http.trace.amazon_root());
    headers.set("traceparent", http.trace.traceparent());
    if (!api.origin_header.empty()) headers.set(api.origin_header, api.origin_secret.reveal());
    return headers;
}

// The last value stands for all where there is room for one only, as API Gateway has it.
void write_grouped(JsonText& writer, std::string_view single, std::string_view multi, const HeaderGroups& values) {
    writer.key(single).begin_object();
    for (const auto& [name, all] : values) writer.key(name).text(all.back());
    writer.end_object();
    writer.key(multi).begin_object();
    for (const auto& [name, all] : values) {
        writer.key(name).begin_list();
        for (const std::string& value : all) writer.text(value);
        writer.end_list();
    }
    writer.end_object();
}

struct Extra {
    std::string_view message_id;
    std::optional<CloseCode> code;
    std::string_view reason;
};

void write_context(JsonText& writer, const SocketIdentity& socket, const SocketEventContext& context,
                   std::string_view route, std::string_view type, const Extra& extra) {
    writer.key("requestContext").begin_object().member("routeKey", route);
    if (!extra.message_id.empty()) writer.member("messageId", extra.message_id);
    if (extra.code) writer.key("disconnectStatusCode").number(static_cast<int>(*extra.code));
    writer.member("eventType", type).member("extendedRequestId", context.request_id);
    writer.member("requestTime", common_log_time(context.now)).member("messageDirection", "IN");
    if (extra.code) writer.member("disconnectReason", extra.reason);
    writer.member("stage", socket.stage);
    writer.key("connectedAt").number(socket.connected_at.time_since_epoch().count());
    writer.key("requestTimeEpoch").number(context.now.time_since_epoch().count());
    writer.key("identity").begin_object();
    if (!socket.user_agent.empty()) writer.member("userAgent", socket.user_agent);
    writer.member("sourceIp", socket.source_ip).end_object();
    writer.member("requestId", context.request_id).member("domainName", socket.domain_name);
    writer.member("connectionId", socket.connection_id).member("apiId", socket.api_id).end_object();
}

std::optional<json::value> parse(std::string_view text) {
    boost::system::error_code failed;
    json::value value = json::parse({text.data(), text.size()}, failed);
    if (failed) return std::nullopt;
    return value;
}

}  // namespace

std::string connect_event(const SocketIdentity& socket, const SocketEventContext& context, const ApiIdentity& api,
                          const EventContext& http, const Request& request) {
    std::string out;
    JsonText writer(out);
    writer.begin_object();
    write_grouped(writer, "headers", "multiValueHeaders", connect_headers(api, http, request));
    HeaderGroups parameters(false);
    each_parameter(request.query,
                   [&](const std::string& name, std::string value) { parameters.add(name, std::move(value)); });
    if (!parameters.empty())
        write_grouped(writer, "queryStringParameters", "multiValueQueryStringParameters", parameters);
    write_context(writer, socket, context, "$connect", "CONNECT", {});
    writer.key("isBase64Encoded").flag(false).end_object();
    return out;
}

std::string message_event(const SocketIdentity& socket, const SocketEventContext& context, std::string_view route,
                          std::string_view message_id, std::string_view body) {
    std::string out;
    JsonText writer(out);
    writer.begin_object();
    write_context(writer, socket, context, route, "MESSAGE", {.message_id = message_id, .code = {}, .reason = {}});
    writer.member("body", body).key("isBase64Encoded").flag(false).end_object();
    return out;
}

std::string disconnect_event(const SocketIdentity& socket, const SocketEventContext& context, CloseCode code,
                             std::string_view reason) {
    std::string out;
    JsonText writer(out);
    writer.begin_object();
    HeaderGroups headers(true);
    headers.add("Host", socket.host);
    for (const char* name : {"x-api-key", "X-Forwarded-For", "x-restapi"}) headers.add(name, "");
    write_grouped(writer, "headers", "multiValueHeaders", headers);
    write_context(writer, socket, context, "$disconnect", "DISCONNECT",
                  {.message_id = {}, .code = code, .reason = reason});
    writer.key("isBase64Encoded").flag(false).end_object();
    return out;
}

std::optional<std::string> selected_route(std::string_view select, std::string_view message) {
    constexpr std::string_view prefix = "$request.body.";
    if (!select.starts_with(prefix)) return std::nullopt;
    const auto parsed = parse(message);
    const json::value* at = parsed ? &*parsed : nullptr;
    std::string_view path = select.substr(prefix.size());
    while (at != nullptr && !path.empty()) {
        const auto dot = path.find('.');
        const json::object* object = at->if_object();
        at = object == nullptr ? nullptr : object->if_contains(path.substr(0, dot));
        path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    }
    const json::string* route = at == nullptr ? nullptr : at->if_string();
    if (route == nullptr) return std::nullopt;
    return std::string(route->data(), route->size());
}

std::optional<std::string> message_answer(std::string_view payload) {
    auto answer = proxy_answer(payload);
    if (!answer || !is_utf8(answer->body)) return std::nullopt;
    return std::move(answer->body);
}

ConnectAnswer connect_answer(std::string_view payload) {
    const auto answer = proxy_answer(payload);
    if (!answer) return {};
    ConnectAnswer result{.status = answer->status, .subprotocol = {}};
    for (const auto& [name, value] : answer->headers)
        if (equal_ignoring_case(name, "sec-websocket-protocol")) result.subprotocol = value;
    return result;
}

std::string socket_failure(std::string_view message, std::string_view connection_id, std::string_view request_id) {
    std::string out;
    JsonText writer(out);
    writer.begin_object().member("message", message);
    writer.member("connectionId", connection_id).member("requestId", request_id).end_object();
    return out;
}

}  // namespace vitrine::host::gateway
