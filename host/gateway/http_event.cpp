#include "host/gateway/http_event.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "lib/encoding.hpp"
#include "lib/json_text.hpp"

namespace vitrine::host::gateway {
namespace {

// Raw is only its name: HTTP APIs decode it. What is no escape stays as it is.
std::string decoded_path(std::string_view path) {
    return percent_decode(path).value_or(std::string(path));
}

// Names with their values, in the order in which they came.
class Values {
public:
    // Adds a value, after a comma where the name is there already.
    void join(std::string_view name, std::string_view value) {
        const auto [joined, is_new] = at(name);
        if (!is_new) joined->append(",");
        joined->append(value);
    }
    void set(std::string_view name, std::string value) { *at(name).first = std::move(value); }
    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] auto begin() const { return entries_.begin(); }
    [[nodiscard]] auto end() const { return entries_.end(); }

private:
    // The value of that name, and whether the name is new.
    std::pair<std::string*, bool> at(std::string_view name) {
        const std::size_t place = index_.place_of(name);
        const bool is_new = place == entries_.size();
        if (is_new) entries_.emplace_back(name, std::string());
        return {&entries_[place].second, is_new};
    }

    std::vector<std::pair<std::string, std::string>> entries_;
    NameIndex index_;
};

// What API Gateway and CloudFront add to the caller's own.
void add_own_headers(Values& headers, const ApiIdentity& api, const EventContext& context, const Request& request) {
    headers.join("x-forwarded-for", context.source_ip);
    headers.set("x-forwarded-port", std::to_string(api.port));
    headers.set("x-forwarded-proto", "http");
    headers.set("content-length", std::to_string(request.body.size()));
    headers.set("x-amzn-trace-id", context.trace.amazon_root());
    headers.set("traceparent", context.trace.traceparent());
    if (!api.origin_header.empty()) headers.set(api.origin_header, api.origin_secret.reveal());
}

Values event_headers(const ApiIdentity& api, const EventContext& context, const Request& request) {
    Values headers;
    const ConnectionFields own(request);
    for (const HeaderField& field : request.headers) {
        const std::string name = lower_case(field.name);
        if (name != "cookie" && !own.holds(name)) headers.join(name, field.value);
    }
    add_own_headers(headers, api, context, request);
    return headers;
}

void write_values(JsonText& json, std::string_view name, const Values& values) {
    json.key(name).begin_object();
    for (const auto& [key, value] : values) json.key(key).text(value);
    json.end_object();
}

void write_cookies(JsonText& json, const Request& request) {
    if (ConnectionFields(request).holds("cookie")) return;
    bool begun = false;
    for (const HeaderField& field : request.headers) {
        if (!equal_ignoring_case(field.name, "cookie")) continue;
        std::string_view rest = field.value;
        while (!rest.empty()) {
            const auto end = rest.find(';');
            std::string_view cookie = rest.substr(0, end);
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            cookie.remove_prefix(std::min(cookie.find_first_not_of(' '), cookie.size()));
            if (cookie.empty()) continue;
            if (!begun) json.key("cookies").begin_list();
            begun = true;
            json.text(cookie);
        }
    }
    if (begun) json.end_list();
}

void write_query(JsonText& json, std::string_view query) {
    Values parameters;
    each_parameter(query, [&](const std::string& name, const std::string& value) { parameters.join(name, value); });
    if (!parameters.empty()) write_values(json, "queryStringParameters", parameters);
}

void write_context(JsonText& json, const ApiIdentity& api, const EventContext& context, const Request& request,
                   const Match& match) {
    const std::string_view domain = domain_of(request.header("host").value_or(""));
    json.key("requestContext").begin_object();
    json.member("accountId", api.account_id).member("apiId", api.api_id);
    json.member("domainName", domain).member("domainPrefix", prefix_of(domain));
    json.key("http").begin_object();
    json.member("method", request.method).member("path", decoded_path(request.path));
    json.member("protocol", request.version >= 11 ? "HTTP/1.1" : "HTTP/1.0").member("sourceIp", context.source_ip);
    json.member("userAgent", request.header("user-agent").value_or("")).end_object();
    json.member("requestId", context.request_id).member("routeKey", match.route->key).member("stage", "$default");
    json.member("time", common_log_time(context.now));
    json.key("timeEpoch").number(context.now.time_since_epoch().count()).end_object();
}

void write_path_parameters(JsonText& json, const Match& match) {
    if (match.parameters.empty()) return;
    json.key("pathParameters").begin_object();
    for (const auto& [name, value] : match.parameters) json.key(name).text(value);
    json.end_object();
}

void write_body(JsonText& json, const Request& request) {
    const bool text = request.body.empty() || is_text_type(request.header("content-type").value_or(""));
    if (!request.body.empty()) json.key("body").text(text ? request.body : base64(bytes_of(request.body)));
    json.key("isBase64Encoded").flag(!text);
}

// What a function judges by stays, whatever Connection names: the host asked for, and that a request was forwarded.
bool is_end_to_end(std::string_view name) {
    constexpr std::array<std::string_view, 5> fields{"host", "forwarded", "via", "x-real-ip", "origin"};
    return name.starts_with("x-forwarded") || name.starts_with("sec-fetch-") ||
           std::ranges::find(fields, name) != fields.end();
}

}  // namespace

std::string http_event(const ApiIdentity& api, const EventContext& context, const Request& request,
                       const Match& match) {
    std::string out;
    out.reserve(2048 + request.body.size() * 4 / 3);
    JsonText json(out);
    json.begin_object();
    json.member("version", "2.0").member("routeKey", match.route->key);
    json.member("rawPath", decoded_path(request.path)).member("rawQueryString", request.query);
    write_cookies(json, request);
    write_values(json, "headers", event_headers(api, context, request));
    write_query(json, request.query);
    write_context(json, api, context, request, match);
    write_path_parameters(json, match);
    write_body(json, request);
    json.end_object();
    return out;
}

bool is_text_type(std::string_view content_type) {
    std::string_view type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' ')) type.remove_suffix(1);
    constexpr std::array<std::string_view, 3> texts{"application/json", "application/javascript", "application/xml"};
    return equal_ignoring_case(type.substr(0, 5), "text/") ||
           std::ranges::any_of(texts, [&](std::string_view text) { return equal_ignoring_case(type, text); });
}

std::string_view domain_of(std::string_view host) {
    if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.rfind(':'));
}

std::string_view prefix_of(std::string_view domain) {
    return domain.substr(0, domain.find('.'));
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::size_t NameIndex::place_of(std::string_view name) {
    constexpr std::size_t few = 32;  // so many are found faster by looking at each
    if (many_.empty()) {
        const auto found = std::ranges::find(few_, name);
        const auto place = static_cast<std::size_t>(found - few_.begin());
        if (found != few_.end()) return place;
        if (few_.size() < few) {
            few_.emplace_back(name);
            return place;
        }
        for (std::string& known : few_) many_.emplace(std::move(known), many_.size());
    }
    return many_.emplace(name, many_.size()).first->second;
}

ConnectionFields::ConnectionFields(const Request& request) {
    const std::string list = lower_case(request.list("connection"));
    for (std::string_view rest = list; !rest.empty();) {
        const auto comma = rest.find(',');
        std::string_view name = rest.substr(0, comma);
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
        name.remove_prefix(std::min(name.find_first_not_of(" \t"), name.size()));
        name = name.substr(0, name.find_last_not_of(" \t") + 1);
        if (!name.empty() && !is_end_to_end(name)) named_.emplace_back(name);
    }
    std::ranges::sort(named_);
}

bool ConnectionFields::holds(std::string_view name) const {
    if (is_hop_by_hop(name)) return true;
    return !named_.empty() && std::ranges::binary_search(named_, lower_case(name));
}

bool is_hop_by_hop(std::string_view name) {
    constexpr std::array<std::string_view, 9> fields{"connection",
                                                     "keep-alive",
                                                     "proxy-authenticate",
                                                     "proxy-authorization",
                                                     "proxy-connection",
                                                     "te",
                                                     "trailer",
                                                     "transfer-encoding",
                                                     "upgrade"};
    return std::ranges::any_of(fields, [&](std::string_view field) { return equal_ignoring_case(name, field); });
}

std::string decode_parameter(std::string_view text) {
    if (text.find_first_of("%+") == std::string_view::npos) return std::string(text);
    return percent_decode(text, true).value_or(std::string(text));
}

}  // namespace vitrine::host::gateway
