// The topology that app.yaml declares, as values. See app.schema.json for the file's own form.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::host {

enum class AttributeType { string, number, binary };  // S N B

struct KeyAttribute {
    std::string name;
    AttributeType type;
};

struct Index {
    std::string name;
    KeyAttribute partition;
    std::optional<KeyAttribute> sort;
    // "all", "keys", or the attributes included.
    std::string projection = "all";
    std::vector<std::string> included;
};

enum class StreamView { none, keys, new_image, old_image, new_and_old };
// DynamoDB's StreamViewType; empty for none.
[[nodiscard]] constexpr std::string_view view_type(StreamView view) {
    switch (view) {
        case StreamView::keys:
            return "KEYS_ONLY";
        case StreamView::new_image:
            return "NEW_IMAGE";
        case StreamView::old_image:
            return "OLD_IMAGE";
        case StreamView::new_and_old:
            return "NEW_AND_OLD_IMAGES";
        case StreamView::none:
            break;
    }
    return "";
}

struct Table {
    std::string name;  // as in app.yaml: `orders`
    KeyAttribute partition;
    std::optional<KeyAttribute> sort;
    std::optional<std::string> ttl;  // attribute, N, epoch seconds
    StreamView stream = StreamView::none;
    std::vector<Index> indexes;
};

struct Bucket {
    std::string name;
};

// `on` as written: table.N, stream.N, bucket.N, websocket. Actions in IAM's names.
struct Grant {
    std::vector<std::string> actions;
    std::vector<std::string> on;
};

struct Function {
    std::string name;
    std::filesystem::path code;  // absolute; a folder that holds `bootstrap`
    int memory = 128;            // MB
    std::chrono::seconds timeout{3};
    int concurrency = 1;
    std::map<std::string, std::string> environment;  // values may be one ${placeholder}
    std::vector<Grant> allow;
};

struct HttpRoute {
    std::string key;  // "GET /api/v1/products/{id}", "ANY /api/{proxy+}", "$default"
    std::string function;
};

struct WebSocketApi {
    std::string path;                           // /ws
    std::string select;                         // $request.body.action
    std::map<std::string, std::string> routes;  // $connect, $disconnect, $default, hello → function
};

// A stream mapping. Field names and defaults are Lambda's.
struct StreamMapping {
    std::string stream;  // the table
    std::string to;      // the function
    int batch = 100;
    int retries = -1;                                 // -1: for ever
    std::optional<std::chrono::seconds> maximum_age;  // nullopt: for ever
    bool bisect = true;
    bool report_failures = true;            // ReportBatchItemFailures
    std::optional<std::string> on_failure;  // a queue's name
    std::vector<std::string> filters;       // event filter patterns, JSON text; any may match
};

struct Schedule {
    std::chrono::seconds every;
    std::string to;
};

struct WebSite {
    std::filesystem::path root;   // absolute
    std::filesystem::path media;  // absolute
    // Of addresses without an extension, those of the site's pages: `/p/{id}`. Empty: all are.
    std::vector<std::string> pages;
    std::map<std::string, std::string> headers;
    std::map<std::string, std::string> api_headers;
    std::string origin_header;  // lower case; empty: none
};

struct App {
    std::string name;
    std::map<std::string, Table> tables;
    std::map<std::string, Bucket> buckets;
    std::map<std::string, Function> functions;
    std::vector<HttpRoute> http;
    std::optional<WebSocketApi> websocket;
    std::vector<StreamMapping> events;
    std::vector<Schedule> schedules;
    std::optional<WebSite> web;
    std::optional<std::filesystem::path> seed;
};

// What is wrong and where; lines and columns start at 1.
struct AppError {
    std::filesystem::path file;
    int line = 0;
    int column = 0;
    std::string what;
};

// Reads and checks the whole file: unknown keys, wrong types, references to what is not declared, and unknown
// placeholders are all errors; every mistake is reported, in the order of the file.
[[nodiscard]] std::expected<App, std::vector<AppError>> load_app(const std::filesystem::path& file);

// `file:line:column: what`
[[nodiscard]] std::string to_string(const AppError& error);

// vitrine-local-products
[[nodiscard]] std::string deployed_name(const App& app, std::string_view table);

// What a function may do: the one place where grants are judged.
// `action` is IAM's name (dynamodb:PutItem), `resource` as in `on` (table.products, stream.products, websocket).
[[nodiscard]] bool allows(const Function& function, std::string_view action, std::string_view resource);

}  // namespace vitrine::host
