// Which route of the HTTP API a request takes.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/app/app.hpp"

namespace vitrine::host::gateway {

struct Route {
    std::string key;  // as in app.yaml
    std::string function;
    std::string method;  // empty: any
    // A segment of the path: literal text, {name}, or {name+} at the end.
    struct Segment {
        enum class Kind { literal, parameter, greedy } kind;
        std::string text;  // the literal, or the parameter's name
    };
    std::vector<Segment> segments;
    bool fallback = false;  // $default
};

struct Match {
    const Route* route;
    std::vector<std::pair<std::string_view, std::string>> parameters;  // percent-decoded, in the path's order
};

class Router {
public:
    // A GET route serves HEAD, too, by a route of its own (`HEAD /path`), where none is declared: an HTTP API does not
    // do so by itself, and infra/ makes the same routes.
    explicit Router(const std::vector<HttpRoute>& routes);

    // The most specific route: a full match of path and method (literal segments before parameters, the method's own
    // route before ANY), then a match by a greedy parameter (the longest path first), then $default. Fills `match` and
    // says whether there is one. `path` is as sent; segments are compared and handed on decoded.
    [[nodiscard]] bool find(std::string_view method, std::string_view path, Match& match) const;

    // Is a path in the API's part of the site, even where no route matches? So is whatever lies below the first literal
    // segment of a route, as one behaviour of the distribution sends it all to the API.
    [[nodiscard]] bool is_api_path(std::string_view path) const;

private:
    std::vector<Route> routes_;  // most specific first: the first that matches is the one
};

}  // namespace vitrine::host::gateway
