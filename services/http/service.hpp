// What every HTTP request of a function goes through, in the order of docs/api.md: origin secret, route, another site's
// page (check_site), Accept, editor key, size, type, JSON, unknown parameters, then the handler; and a log line, a
// trace id and a problem document for whatever went wrong.
#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/ids.hpp"
#include "lib/log.hpp"
#include "services/http/access.hpp"
#include "services/http/request.hpp"
#include "services/http/response.hpp"
#include "services/shop/shop.hpp"
#include "services/store/store.hpp"

namespace shop {

struct Call {
    const Request& request;
    const json::value& body;  // null where the route takes none
    const store::Context& context;
};

enum class Access { everyone, owner };
enum class Body {
    none,
    nothing,      // may be absent; else an empty JSON object
    json,         // application/json
    merge_patch,  // application/merge-patch+json
};
enum class Query { none, some };  // some: the handler reads the parameters, and refuses others

struct Route {
    std::string_view key;  // as in app.yaml
    Access access = Access::everyone;
    Body body = Body::none;
    Query query = Query::none;
    std::function<Answer(const Call&)> handle;
};

// A handler that needs nothing but the shop, which must outlive it.
[[nodiscard]] inline std::function<Answer(const Call&)> with_shop(const Shop& shop,
                                                                  Answer (*handle)(const Shop&, const Call&)) {
    return [&shop, handle](const Call& call) { return handle(shop, call); };
}

// The routes of several capabilities as those of one function.
[[nodiscard]] std::vector<Route> joined(std::vector<std::vector<Route>> parts);

class Service {
public:
    Service(AccessRules access, Currency currency, vitrine::Random random, std::vector<Route> routes);

    // One invocation: the event's JSON in, the answer's JSON out, in gzip where the caller accepts it. `trace_id` is
    // Lambda's own, for requests without a `traceparent`. The error, in words, is for an event that is no HTTP request
    // at all.
    [[nodiscard]] std::expected<std::string, std::string> answer(std::string_view payload, vitrine::Deadline deadline,
                                                                 const std::string& trace_id,
                                                                 const vitrine::Log& log) const;

private:
    using Routes = std::unordered_map<std::string_view, Route>;
    // HEAD finds the route of GET: API Gateway sends the answer without its body.
    [[nodiscard]] Routes::const_iterator find(std::string_view key) const;
    // The checks, then the handler.
    [[nodiscard]] Answer dispatch(const Request& request, const store::Context& context) const;
    // From check_site to the parameters; the body, null where the route takes none.
    [[nodiscard]] std::expected<json::value, Failure> check(const Route& route, const Request& request) const;

    AccessRules access_;
    Currency currency_;
    vitrine::Random random_;
    Routes routes_;
};

}  // namespace shop
