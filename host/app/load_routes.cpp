// Sections http, websocket, events, schedules and web.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>

#include "host/app/load.hpp"
#include "host/app/pattern.hpp"
#include "host/app/regex.hpp"

namespace vitrine::host {

namespace {

using namespace std::chrono_literals;

// The route with its parameters' names left out: two routes of one shape would catch the same requests.
std::string shape_of(const std::string& key) {
    static const Regex parameter(R"(\{[^{}+]*(\+?)\})");
    return parameter.replaced(key, "{$1}");
}

bool check_route(const Entry& entry, Mistakes& mistakes) {
    static const Regex form(
        R"((GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) /(([^{}\s/]+|\{[A-Za-z0-9_.-]+\})(/([^{}\s/]+|\{[A-Za-z0-9_.-]+\}))*(/\{[A-Za-z0-9_.-]+\+\})?|\{[A-Za-z0-9_.-]+\+\})?|\$default)");
    if (form.matches(entry.key)) return true;
    mistakes.add(entry.mark,
                 fmt::format("'{}' is no route: write METHOD /path/{{parameter}}, e.g. GET /items/{{id}}, or "
                             "$default",
                             entry.key));
    return false;
}

void read_filters(const YAML::Node& node, const std::string& what, StreamMapping& mapping, Mistakes& mistakes) {
    for (const YAML::Node& element : read_list(node, what, mistakes)) {
        const auto text = read_text(element, what, mistakes);
        if (!text) continue;
        if (const auto pattern = Pattern::parse(*text); !pattern) {
            mistakes.add(element.Mark(), fmt::format("{} is no event pattern: {}", what, pattern.error()));
            continue;
        }
        mapping.filters.push_back(*text);
    }
}

std::string read_stream_name(const YAML::Node& node, const std::string& what, const App& app, Mistakes& mistakes) {
    auto name = read_text(node, what, mistakes);
    if (!name) return {};
    const auto table = app.tables.find(*name);
    if (table == app.tables.end()) {
        mistakes.add(node.Mark(),
                     fmt::format("table '{}' is not declared{}", *name, did_you_mean(*name, names_of(app.tables))));
    } else if (table->second.stream == StreamView::none) {
        mistakes.add(node.Mark(), fmt::format("table '{}' has no stream: give it one, e.g. stream: new", *name));
    }
    return std::move(*name);
}

// Lambda's bounds: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
StreamMapping read_mapping(const YAML::Node& node, const App& app, Mistakes& mistakes) {
    const Fields fields(
        node, "an entry of events",
        {"stream", "to", "batch", "retries", "maximumAge", "bisect", "reportFailures", "onFailure", "filters"},
        mistakes);
    StreamMapping mapping;
    mapping.stream = read_stream_name(fields.required("stream"), "events.stream", app, mistakes);
    mapping.to = read_function_name(fields.required("to"), "events.to", app, mistakes);
    mapping.batch =
        read_integer(fields.optional("batch"), "events.batch", {1, 10'000}, mistakes).value_or(mapping.batch);
    mapping.retries =
        read_integer(fields.optional("retries"), "events.retries", {-1, 10'000}, mistakes).value_or(mapping.retries);
    mapping.maximum_age = read_duration(fields.optional("maximumAge"), "events.maximumAge", {60s, 168h}, mistakes);
    mapping.bisect = read_flag(fields.optional("bisect"), "events.bisect", mistakes).value_or(mapping.bisect);
    mapping.report_failures = read_flag(fields.optional("reportFailures"), "events.reportFailures", mistakes)
                                  .value_or(mapping.report_failures);
    const YAML::Node queue = fields.optional("onFailure");
    if (const auto name = read_text(queue, "events.onFailure", mistakes)) {
        if (check_name({*name, queue.Mark(), queue}, "queue", mistakes)) mapping.on_failure = *name;
    }
    read_filters(fields.optional("filters"), "events.filters", mapping, mistakes);
    return mapping;
}

std::string read_path(const YAML::Node& node, const std::string& what, Mistakes& mistakes) {
    auto path = read_text(node, what, mistakes);
    if (!path) return {};
    static const Regex form("(/[A-Za-z0-9_.~-]+)+");
    if (!form.matches(*path)) mistakes.add(node.Mark(), fmt::format("{} is '{}', not a path such as /ws", what, *path));
    return std::move(*path);
}

const Regex& header_form() {
    static const Regex form("[a-z0-9-]+");
    return form;
}

std::map<std::string, std::string> read_headers(const YAML::Node& node, const std::string& where, Mistakes& mistakes) {
    std::map<std::string, std::string> headers;
    for (const Entry& entry : entries(node, where, mistakes)) {
        if (!header_form().matches(entry.key)) {
            mistakes.add(entry.mark,
                         fmt::format("'{}' is no header: lower-case letters, digits and hyphens", entry.key));
        }
        if (const auto value = read_text(entry.value, where + '.' + entry.key, mistakes)) {
            headers.emplace(entry.key, *value);
        }
    }
    return headers;
}

}  // namespace

void read_http(const YAML::Node& node, App& app, Mistakes& mistakes) {
    std::map<std::string, std::string> shapes;
    for (const Entry& entry : entries(node, "http", mistakes)) {
        if (!check_route(entry, mistakes)) continue;
        const auto [same, is_new] = shapes.emplace(shape_of(entry.key), entry.key);
        if (!is_new) mistakes.add(entry.mark, fmt::format("'{}' is the same route as '{}'", entry.key, same->second));
        app.http.push_back(
            {entry.key, read_function_name(entry.value, fmt::format("http.'{}'", entry.key), app, mistakes)});
    }
}

void read_websocket(const YAML::Node& node, App& app, Mistakes& mistakes) {
    if (!node.IsDefined()) return;
    const Fields fields(node, "websocket", {"path", "select", "routes"}, mistakes);
    WebSocketApi api;
    api.path = read_path(fields.required("path"), "websocket.path", mistakes);
    const YAML::Node select = fields.required("select");
    if (const auto text = read_text(select, "websocket.select", mistakes)) {
        static const Regex form(R"(\$request\.body(\.[A-Za-z0-9_]+)+)");
        if (!form.matches(*text)) {
            mistakes.add(select.Mark(),
                         fmt::format("websocket.select is '{}', not a field such as $request.body.action", *text));
        }
        api.select = *text;
    }
    app.websocket = std::move(api);
    for (const Entry& entry : entries(fields.required("routes"), "websocket.routes", mistakes)) {
        if (entry.value.IsScalar()) app.websocket->routes.emplace(entry.key, entry.value.Scalar());
    }
}

void check_websocket_routes(const YAML::Node& node, const App& app, Mistakes& mistakes) {
    if (!node.IsDefined() || !node.IsMap()) return;
    const YAML::Node routes = node["routes"];
    if (!routes.IsDefined() || !routes.IsMap()) return;
    for (const auto& route : routes) {
        const std::string key = route.first.Scalar();
        static const std::vector<std::string> special{"$connect", "$disconnect", "$default"};
        if (key.starts_with('$') && std::ranges::find(special, key) == special.end()) {
            mistakes.add(route.first.Mark(), fmt::format("unknown route '{}'{}", key, did_you_mean(key, special)));
        }
        static_cast<void>(read_function_name(route.second, "websocket.routes." + key, app, mistakes));
    }
}

void read_events(const YAML::Node& node, App& app, Mistakes& mistakes) {
    for (const YAML::Node& element : read_list(node, "events", mistakes)) {
        StreamMapping mapping = read_mapping(element, app, mistakes);
        const auto same = [&](const StreamMapping& m) { return m.stream == mapping.stream && m.to == mapping.to; };
        if (std::ranges::any_of(app.events, same)) {
            mistakes.add(element.Mark(),
                         fmt::format("stream '{}' is mapped to '{}' twice", mapping.stream, mapping.to));
        }
        app.events.push_back(std::move(mapping));
    }
}

void read_schedules(const YAML::Node& node, App& app, Mistakes& mistakes) {
    for (const YAML::Node& element : read_list(node, "schedules", mistakes)) {
        const Fields fields(element, "an entry of schedules", {"every", "to"}, mistakes);
        const YAML::Node every = fields.required("every");
        // A rate is in whole minutes, hours or days.
        const auto span = read_duration(every, "schedules.every", {1min, 8760h}, mistakes);
        if (span && *span % 1min != 0s) mistakes.add(every.Mark(), "schedules.every must be in whole minutes");
        app.schedules.push_back(
            {span.value_or(1min), read_function_name(fields.required("to"), "schedules.to", app, mistakes)});
    }
}

void read_web(const YAML::Node& node, const std::filesystem::path& root, App& app, Mistakes& mistakes) {
    if (!node.IsDefined()) return;
    const Fields fields(node, "web", {"root", "media", "pages", "headers", "apiHeaders", "originHeader"}, mistakes);
    WebSite site;
    if (const auto path = read_text(fields.required("root"), "web.root", mistakes)) site.root = root / *path;
    if (const auto path = read_text(fields.optional("media"), "web.media", mistakes)) site.media = root / *path;
    static const Regex page_form(R"(/|(/([A-Za-z0-9_.~-]+|\{[A-Za-z0-9]+\}))+)");
    for (const YAML::Node& page : read_list(fields.optional("pages"), "web.pages", mistakes)) {
        const auto address = read_text(page, "web.pages", mistakes);
        if (!address) continue;
        if (!page_form.matches(*address))
            mistakes.add(page.Mark(), fmt::format("web.pages has '{}': write an address such as /p/{{id}}", *address));
        site.pages.push_back(*address);
    }
    site.headers = read_headers(fields.optional("headers"), "web.headers", mistakes);
    site.api_headers = read_headers(fields.optional("apiHeaders"), "web.apiHeaders", mistakes);
    const YAML::Node origin = fields.optional("originHeader");
    if (const auto name = read_text(origin, "web.originHeader", mistakes)) {
        if (!header_form().matches(*name)) {
            mistakes.add(origin.Mark(),
                         fmt::format("web.originHeader is '{}': lower-case letters, digits and hyphens", *name));
        }
        site.origin_header = *name;
    }
    app.web = std::move(site);
}

}  // namespace vitrine::host
