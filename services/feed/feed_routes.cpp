#include "services/feed/feed_routes.hpp"

#include <utility>

#include "services/feed/list_changes.hpp"
#include "services/http/parameters.hpp"
#include "services/shop/json_text.hpp"

namespace shop {
namespace {

std::string changes_json(const Changes& changes) {
    return json_object(256 + changes.changes.size() * 1024, [&](JsonText& out) {
        out.key("from"), out.text(changes.from.text());
        out.key("to"), out.text(changes.to.text());
        out.key("changes"), out.begin_list();
        for (const auto& change : changes.changes) write_value(out, change);
        out.end_list();
        out.key("more"), out.flag(changes.more);
    });
}

Answer list_changes(const Shop& shop, const Call& call) {
    Parameters parameters(call.request.query());
    parameters.require("since");
    const auto since = parameters.parsed("since", Position::parse, "A position of the feed, EPOCH:SEQ.");
    parameters.refuse_others();
    if (!parameters.good()) return fail(problems::invalid_parameter, parameters.take_errors());
    const auto changes = list_changes(shop, call.context, *since);
    if (!changes) return fail(changes.error());
    return json_response(200, changes_json(*changes), caching::never);
}

}  // namespace

std::vector<Route> feed_routes(const Shop& shop) {
    return {
        {"GET /api/v1/changes", Access::everyone, Body::none, Query::some,
         [&shop](const Call& call) { return list_changes(shop, call); }},
    };
}

}  // namespace shop
