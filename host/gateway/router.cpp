#include "host/gateway/router.hpp"

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <tuple>

#include "lib/encoding.hpp"

namespace vitrine::host::gateway {
namespace {

using Kind = Route::Segment::Kind;
using Pieces = boost::container::small_vector<std::string_view, 16>;

// "/a/b" → a, b. "/" → one empty segment, as "/a/" ends in one: neither matches a parameter.
Pieces split(std::string_view path) {
    Pieces pieces;
    if (path.starts_with('/')) path.remove_prefix(1);
    while (true) {
        const auto slash = path.find('/');
        pieces.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return pieces;
        path.remove_prefix(slash + 1);
    }
}

Route::Segment segment_of(std::string_view text) {
    if (!text.starts_with('{') || !text.ends_with('}')) return {Kind::literal, std::string(text)};
    text = text.substr(1, text.size() - 2);
    if (!text.ends_with('+')) return {Kind::parameter, std::string(text)};
    text.remove_suffix(1);
    return {Kind::greedy, std::string(text)};
}

Route parse(const HttpRoute& declared) {
    Route route{.key = declared.key, .function = declared.function, .method = {}, .segments = {}};
    const auto space = declared.key.find(' ');
    if (space == std::string::npos) {
        route.fallback = true;
        return route;
    }
    const std::string_view key = declared.key;
    if (key.substr(0, space) != "ANY") route.method = key.substr(0, space);
    for (const std::string_view piece : split(key.substr(space + 1))) route.segments.push_back(segment_of(piece));
    return route;
}

bool is_greedy(const Route& route) {
    return !route.segments.empty() && route.segments.back().kind == Kind::greedy;
}

bool more_specific(const Route& a, const Route& b) {
    const auto rank = [](const Route& route) { return std::tuple(route.fallback, is_greedy(route)); };
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    const auto by_kind = [](const Route::Segment& x, const Route::Segment& y) { return x.kind < y.kind; };
    const auto compare = [&](const Route& x, const Route& y) {
        return std::ranges::lexicographical_compare(x.segments, y.segments, by_kind);
    };
    if (is_greedy(a) && a.segments.size() != b.segments.size()) return a.segments.size() > b.segments.size();
    if (compare(a, b)) return true;
    if (compare(b, a)) return false;
    return a.method.empty() < b.method.empty();
}

std::string decoded(std::string_view text) {
    if (text.find('%') == std::string_view::npos) return std::string(text);
    return percent_decode(text).value_or(std::string(text));
}

bool literal_matches(std::string_view literal, std::string_view sent) {
    return literal == sent || (sent.find('%') != std::string_view::npos && literal == decoded(sent));
}

bool path_matches(const Route& route, const Pieces& pieces) {
    const auto& segments = route.segments;
    if (is_greedy(route) ? pieces.size() < segments.size() : pieces.size() != segments.size()) return false;
    for (std::size_t at = 0; at < segments.size(); ++at) {
        if (segments[at].kind == Kind::literal ? !literal_matches(segments[at].text, pieces[at]) : pieces[at].empty())
            return false;
    }
    return true;
}

void fill_parameters(const Route& route, const Pieces& pieces, std::string_view path, Match& match) {
    for (std::size_t at = 0; at < route.segments.size(); ++at) {
        const Route::Segment& segment = route.segments[at];
        if (segment.kind == Kind::literal) continue;
        std::string_view value = pieces[at];
        if (segment.kind == Kind::greedy) value = path.substr(static_cast<std::size_t>(value.data() - path.data()));
        match.parameters.emplace_back(segment.text, decoded(value));
    }
}

}  // namespace

Router::Router(const std::vector<HttpRoute>& routes) {
    for (const HttpRoute& route : routes) routes_.push_back(parse(route));
    constexpr std::string_view get = "GET ";
    for (const HttpRoute& route : routes) {
        if (!route.key.starts_with(get)) continue;
        const std::string path = route.key.substr(get.size());
        const auto serves_head = [&](const HttpRoute& other) {
            return other.key == "HEAD " + path || other.key == "ANY " + path;
        };
        if (std::ranges::none_of(routes, serves_head)) routes_.push_back(parse({"HEAD " + path, route.function}));
    }
    std::ranges::stable_sort(routes_, more_specific);
}

bool Router::find(std::string_view method, std::string_view path, Match& match) const {
    const Pieces pieces = split(path);
    match.parameters.clear();
    for (const Route& route : routes_) {
        if (!route.method.empty() && route.method != method) continue;
        if (!route.fallback && !path_matches(route, pieces)) continue;
        match.route = &route;
        fill_parameters(route, pieces, path, match);
        return true;
    }
    match.route = nullptr;
    return false;
}

bool Router::is_api_path(std::string_view path) const {
    const Pieces pieces = split(path);
    if (pieces.size() < 2) return false;
    return std::ranges::any_of(routes_, [&](const Route& route) {
        return route.segments.size() > 1 && route.segments.front().kind == Kind::literal &&
               literal_matches(route.segments.front().text, pieces.front());
    });
}

}  // namespace vitrine::host::gateway
