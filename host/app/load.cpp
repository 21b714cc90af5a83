#include "host/app/load.hpp"

#include <fmt/format.h>

namespace vitrine::host {

namespace {

App read_app(const YAML::Node& document, const std::filesystem::path& root, Mistakes& mistakes) {
    App app;
    const Fields fields(
        document, "app.yaml",
        {"name", "tables", "buckets", "functions", "http", "websocket", "events", "schedules", "web", "seed"},
        mistakes);
    const YAML::Node name = fields.required("name");
    if (const auto text = read_text(name, "name", mistakes)) {
        if (check_name({*text, name.Mark(), name}, "application", mistakes)) app.name = *text;
    }
    read_tables(fields.optional("tables"), app, mistakes);
    read_buckets(fields.optional("buckets"), app, mistakes);
    read_websocket(fields.optional("websocket"), app, mistakes);
    read_functions(fields.required("functions"), root, app, mistakes);
    check_websocket_routes(fields.optional("websocket"), app, mistakes);
    read_http(fields.optional("http"), app, mistakes);
    read_events(fields.optional("events"), app, mistakes);
    read_schedules(fields.optional("schedules"), app, mistakes);
    read_web(fields.optional("web"), root, app, mistakes);
    if (const auto seed = read_text(fields.optional("seed"), "seed", mistakes)) app.seed = root / *seed;
    return app;
}

}  // namespace

std::expected<App, std::vector<AppError>> load_app(const std::filesystem::path& file) {
    Mistakes mistakes(file);
    App app;
    read_yaml(file, mistakes, [&](const YAML::Node& document) {
        app = read_app(document, std::filesystem::absolute(file).parent_path(), mistakes);
    });
    if (mistakes.none()) return app;
    return std::unexpected(std::move(mistakes).in_order());
}

std::string deployed_name(const App& app, std::string_view table) {
    return fmt::format("{}-local-{}", app.name, table);
}

}  // namespace vitrine::host
