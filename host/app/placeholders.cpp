#include "host/app/placeholders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "host/app/mistakes.hpp"

namespace vitrine::host {

namespace {

using Resolver = std::string (*)(const RunTimeValues&);
struct Placeholder {
    std::string_view name;
    Resolver resolve;
};

constexpr std::array placeholders{
    Placeholder{"stage", [](const RunTimeValues& v) { return v.stage; }},
    Placeholder{"websocket.endpoint", [](const RunTimeValues& v) { return v.websocket_endpoint; }},
    Placeholder{"site.origins", [](const RunTimeValues& v) { return v.site_origins; }},
    Placeholder{"origin.secretHash", [](const RunTimeValues& v) { return v.origin_secret_hash; }},
    // Nothing of the shop's own stands in front of the gateway; in AWS it is CloudFront.
    Placeholder{"origin.proxies", [](const RunTimeValues&) { return std::string("0"); }},
    Placeholder{"editor.keyHashes", [](const RunTimeValues& v) { return v.editor_key_hashes; }},
    Placeholder{"local.loopback", [](const RunTimeValues& v) { return std::string(v.loopback ? "true" : ""); }},
};

// The name within ${...} where the value is exactly one placeholder.
std::optional<std::string_view> name_in(std::string_view value) {
    if (!value.starts_with("${") || !value.ends_with('}')) return std::nullopt;
    const std::string_view name = value.substr(2, value.size() - 3);
    if (name.find_first_of("${}") != std::string_view::npos) return std::nullopt;
    return name;
}

template <typename Declared>
std::vector<std::string> prefixed(std::string_view prefix, const Declared& declared) {
    std::vector<std::string> names;
    names.reserve(declared.size());
    for (const auto& [name, _] : declared) names.push_back(fmt::format("{}{}", prefix, name));
    return names;
}

std::vector<std::string> known_names(const App& app) {
    std::vector<std::string> names = prefixed("table.", app.tables);
    std::ranges::move(prefixed("bucket.", app.buckets), std::back_inserter(names));
    for (const Placeholder& placeholder : placeholders) names.emplace_back(placeholder.name);
    return names;
}

}  // namespace

std::string resolve(const App& app, std::string_view value, const RunTimeValues& values) {
    const auto name = name_in(value);
    if (!name) return std::string(value);
    const auto fixed = std::ranges::find(placeholders, *name, &Placeholder::name);
    if (fixed != placeholders.end()) return fixed->resolve(values);
    return deployed_name(app, name->substr(name->find('.') + 1));  // table.N or bucket.N
}

std::expected<void, std::string> check_value(const App& app, std::string_view value) {
    if (value.find("${") == std::string_view::npos) return {};
    const auto name = name_in(value);
    if (!name) return std::unexpected("a value is a literal or exactly one ${placeholder}");
    const auto known = known_names(app);
    if (std::ranges::find(known, *name) == known.end()) {
        return std::unexpected(fmt::format("unknown placeholder '${{{}}}'{}", *name, did_you_mean(*name, known)));
    }
    if (*name == "websocket.endpoint" && !app.websocket) {
        return std::unexpected("'${websocket.endpoint}' needs a websocket section");
    }
    return {};
}

}  // namespace vitrine::host
