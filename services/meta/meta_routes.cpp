#include "services/meta/meta_routes.hpp"

#include <utility>

#include "services/shop/json_text.hpp"

namespace shop {
namespace {

std::string meta_json(const Meta& meta) {
    std::string text;
    JsonText out(text);
    out.begin_object();
    out.key("version"), out.text(meta.version);
    out.key("commit"), out.text(meta.commit);
    out.key("environment"), out.text(meta.environment);
    out.key("currency"), out.text(meta.currency.code());
    out.key("switches"), out.begin_object();
    out.key("simulator"), out.flag(meta.simulator);
    out.key("editorOpen"), out.flag(meta.editor_open);
    out.end_object();
    out.end_object();
    return text;
}

}  // namespace

std::vector<Route> meta_routes(const Meta& meta) {
    return {
        {"GET /api/v1/health", Access::everyone, Body::none, Query::none,
         [](const Call&) -> Answer { return json_response(200, R"({"status":"ok"})", caching::never); }},
        {"GET /api/v1/meta", Access::everyone, Body::none, Query::none,
         [json = meta_json(meta)](const Call&) -> Answer { return json_response(200, json, caching::revalidate); }},
    };
}

}  // namespace shop
