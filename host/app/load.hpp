// The readers of app.yaml's sections. Each records its mistakes and fills in what it could read; references are checked
// against what `app` holds so far, so the order of calls is: tables, buckets, websocket, functions, then the rest.
#pragma once

#include "host/app/app.hpp"
#include "host/app/yaml.hpp"

namespace vitrine::host {

void read_tables(const YAML::Node& node, App& app, Mistakes& mistakes);
void read_buckets(const YAML::Node& node, App& app, Mistakes& mistakes);
// Routes of the WebSocket API name functions: check_websocket_routes once those are read.
void read_websocket(const YAML::Node& node, App& app, Mistakes& mistakes);
void read_functions(const YAML::Node& node, const std::filesystem::path& root, App& app, Mistakes& mistakes);
void check_websocket_routes(const YAML::Node& node, const App& app, Mistakes& mistakes);
void read_http(const YAML::Node& node, App& app, Mistakes& mistakes);
void read_events(const YAML::Node& node, App& app, Mistakes& mistakes);
void read_schedules(const YAML::Node& node, App& app, Mistakes& mistakes);
void read_web(const YAML::Node& node, const std::filesystem::path& root, App& app, Mistakes& mistakes);

// A function that is declared; otherwise a mistake at the node.
[[nodiscard]] std::string read_function_name(const YAML::Node& node, const std::string& what, const App& app,
                                             Mistakes& mistakes);
// The names declared in a section, for references and their spelling.
template <typename Section>
[[nodiscard]] std::vector<std::string> names_of(const Section& section) {
    std::vector<std::string> names;
    for (const auto& [name, _] : section) names.push_back(name);
    return names;
}

}  // namespace vitrine::host
