#include "services/http/routes.hpp"

#include <set>

namespace shop {
namespace {

constexpr std::string_view keys[] = {
#include "route_keys.inc"
};

std::string_view next_segment(std::string_view& path) {
    if (path.starts_with('/')) path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

// A part in braces stands for any one segment. The catch-all ({proxy+}) is no path of its own.
bool matches(std::string_view pattern, std::string_view path) {
    if (pattern.ends_with("+}")) return false;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = next_segment(pattern);
        const std::string_view given = next_segment(path);
        if (wanted.starts_with('{') ? given.empty() : wanted != given) return false;
    }
    return pattern.empty() && path.empty();
}

}  // namespace

std::span<const std::string_view> route_keys() {
    return keys;
}

std::string allowed_methods(std::string_view path) {
    std::set<std::string_view> methods;
    for (const std::string_view key : keys) {
        const std::size_t space = key.find(' ');
        if (!matches(key.substr(space + 1), path)) continue;
        methods.insert(key.substr(0, space));
    }
    // There is a route of HEAD beside each of GET, though app.yaml does not name it (infra/modules/http_api).
    if (methods.contains("GET")) methods.insert("HEAD");
    std::string joined;
    for (const std::string_view method : methods) {
        if (!joined.empty()) joined += ", ";
        joined += method;
    }
    return joined;
}

}  // namespace shop
