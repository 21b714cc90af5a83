// Section functions.
#include <fmt/format.h>

#include <algorithm>

#include "host/app/grants.hpp"
#include "host/app/load.hpp"
#include "host/app/placeholders.hpp"
#include "host/app/regex.hpp"

namespace vitrine::host {

namespace {

// Names that Lambda sets itself and refuses from a function's configuration.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
bool is_reserved(std::string_view name) {
    static const std::vector<std::string_view> names{"_HANDLER",          "_X_AMZN_TRACE_ID",      "AWS_DEFAULT_REGION",
                                                     "AWS_REGION",        "AWS_EXECUTION_ENV",     "AWS_ACCESS_KEY",
                                                     "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
                                                     "LAMBDA_TASK_ROOT",  "LAMBDA_RUNTIME_DIR"};
    return name.starts_with("AWS_LAMBDA_") || std::ranges::find(names, name) != names.end();
}

void read_environment(const YAML::Node& node, const std::string& what, const App& app, Function& function,
                      Mistakes& mistakes) {
    static const Regex form("[A-Za-z_][A-Za-z0-9_]*");
    for (const Entry& entry : entries(node, what, mistakes)) {
        if (!form.matches(entry.key)) {
            mistakes.add(entry.mark, fmt::format("'{}' is no name for an environment variable", entry.key));
            continue;
        }
        if (is_reserved(entry.key)) {
            mistakes.add(entry.mark, fmt::format("'{}' is set by Lambda itself", entry.key));
            continue;
        }
        const auto value = read_text(entry.value, fmt::format("{}.{}", what, entry.key), mistakes);
        if (!value) continue;
        if (const auto checked = check_value(app, *value); !checked) {
            mistakes.add(entry.value.Mark(), checked.error());
            continue;
        }
        function.environment.emplace(entry.key, *value);
    }
}

void read_targets(const YAML::Node& node, const std::string& what, const App& app, Grant& grant, Mistakes& mistakes) {
    const std::vector<std::string> known = targets_of(app);
    for (const YAML::Node& element : read_list(node, what, mistakes)) {
        const auto target = read_text(element, what, mistakes);
        if (!target) continue;
        if (std::ranges::find(known, *target) == known.end()) {
            mistakes.add(element.Mark(), fmt::format("'{}' is not declared{}", *target, did_you_mean(*target, known)));
            continue;
        }
        grant.on.push_back(*target);
    }
}

void read_actions(const YAML::Node& node, const std::string& what, Grant& grant, Mistakes& mistakes) {
    for (const YAML::Node& element : read_list(node, what, mistakes)) {
        const auto action = read_text(element, what, mistakes);
        if (!action) continue;
        const auto fits = [&](const std::string& target) {
            const auto& actions = actions_on(kind_of_target(target));
            return std::ranges::find(actions, *action) != actions.end();
        };
        if (const auto misfit = std::ranges::find_if_not(grant.on, fits); misfit != grant.on.end()) {
            const std::string hint = did_you_mean(*action, actions_on(kind_of_target(*misfit)));
            mistakes.add(element.Mark(), fmt::format("'{}' is no action on {}{}", *action, *misfit, hint));
        } else if (!is_action(*action)) {
            mistakes.add(element.Mark(), fmt::format("'{}' is no action that is known", *action));
        } else {
            grant.actions.push_back(*action);
        }
    }
}

void read_grants(const YAML::Node& node, const std::string& what, const App& app, Function& function,
                 Mistakes& mistakes) {
    for (const YAML::Node& element : read_list(node, what, mistakes)) {
        const Fields fields(element, what, {"actions", "on"}, mistakes);
        Grant grant;
        read_targets(fields.required("on"), fields.name_of("on"), app, grant, mistakes);
        read_actions(fields.required("actions"), fields.name_of("actions"), grant, mistakes);
        function.allow.push_back(std::move(grant));
    }
}

Function read_function(const Entry& entry, const std::filesystem::path& root, const App& app, Mistakes& mistakes) {
    const Fields fields(entry.value, "functions." + entry.key,
                        {"code", "memory", "timeout", "concurrency", "environment", "allow"}, mistakes);
    Function function;
    function.name = entry.key;
    if (const auto code = read_text(fields.required("code"), fields.name_of("code"), mistakes)) {
        function.code = (root / *code).lexically_normal();
    }
    // Lambda's own bounds.
    const auto number = [&](std::string_view key, std::pair<int, int> range) {
        return read_integer(fields.optional(key), fields.name_of(key), range, mistakes);
    };
    function.memory = number("memory", {128, 10'240}).value_or(function.memory);
    if (const auto timeout = number("timeout", {1, 900})) function.timeout = std::chrono::seconds{*timeout};
    function.concurrency = number("concurrency", {1, 1'000}).value_or(function.concurrency);
    read_environment(fields.optional("environment"), fields.name_of("environment"), app, function, mistakes);
    read_grants(fields.optional("allow"), fields.name_of("allow"), app, function, mistakes);
    return function;
}

}  // namespace

void read_functions(const YAML::Node& node, const std::filesystem::path& root, App& app, Mistakes& mistakes) {
    for (const Entry& entry : entries(node, "functions", mistakes)) {
        if (!check_name(entry, "function", mistakes)) continue;
        app.functions.emplace(entry.key, read_function(entry, root, app, mistakes));
    }
}

std::string read_function_name(const YAML::Node& node, const std::string& what, const App& app, Mistakes& mistakes) {
    auto name = read_text(node, what, mistakes);
    if (!name) return {};
    if (!app.functions.contains(*name)) {
        mistakes.add(node.Mark(), fmt::format("function '{}' is not declared{}", *name,
                                              did_you_mean(*name, names_of(app.functions))));
    }
    return std::move(*name);
}

}  // namespace vitrine::host
