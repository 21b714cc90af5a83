#include "services/http/service.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <chrono>
#include <utility>

#include "services/http/body.hpp"
#include "services/http/content_coding.hpp"
#include "services/http/parameters.hpp"
#include "services/http/routes.hpp"

namespace shop {
namespace {

constexpr std::size_t event_memory = 16 * 1024;  // holds most events; larger ones take more from the heap

std::unexpected<Failure> unknown_route(const Request& request) {
    const std::string methods = allowed_methods(request.path());
    if (methods.empty()) return fail(problems::not_found, "There is no such path.");
    auto failure = fail(problems::method_not_allowed, "This path knows " + methods + '.');
    failure.error().headers.emplace_back("allow", methods);
    return failure;
}

std::string trace_of(const Request& request, const std::string& own, const vitrine::Random& random) {
    if (const auto header = request.header("traceparent")) {
        if (auto parent = vitrine::parse_traceparent(*header)) return std::move(parent->trace_id);
    }
    return own.empty() ? vitrine::new_trace_id(random) : own;
}

Response problem_response(const Failure& failure, std::string_view trace_id, const Currency& currency) {
    Response response{failure.type->status, failure.headers, problem_json(failure, trace_id, currency)};
    response.headers.emplace_back("content-type", "application/problem+json");
    response.headers.emplace_back("cache-control", caching::never);
    return response;
}

// Never a token, a header or a body: the route says what was asked.
void note(const vitrine::Log& log, const Request& request, const Answer& answer, double milliseconds) {
    const int status = answer ? answer->status : answer.error().type->status;
    const std::string& cause = answer ? answer->cause : answer.error().cause;
    vitrine::Properties properties{{"Route", request.route()}, {"Status", status}, {"Elapsed", milliseconds}};
    if (cause.empty()) {
        if (!answer) properties.emplace_back("Problem", answer.error().type->name);
        return log.information("{Route} answered {Status} in {Elapsed} ms", properties);
    }
    properties.emplace_back("Cause", cause);
    if (answer) {
        return log.warning("{Route} answered {Status} in {Elapsed} ms, since it is not done yet: {Cause}", properties);
    }
    log.write(status == 500 ? vitrine::Level::error : vitrine::Level::warning,
              "{Route} failed with {Status} after {Elapsed} ms: {Cause}", properties);
}

}  // namespace

std::vector<Route> joined(std::vector<std::vector<Route>> parts) {
    std::vector<Route> routes;
    for (auto& part : parts) std::ranges::move(part, std::back_inserter(routes));
    return routes;
}

Service::Service(AccessRules access, Currency currency, vitrine::Random random, std::vector<Route> routes)
    : access_(std::move(access)), currency_(std::move(currency)), random_(std::move(random)) {
    for (auto& route : routes) routes_.emplace(route.key, std::move(route));
}

std::expected<std::string, std::string> Service::answer(std::string_view payload, vitrine::Deadline deadline,
                                                        const std::string& trace_id, const vitrine::Log& log) const {
    const auto started = vitrine::Deadline::Clock::now();
    unsigned char buffer[event_memory];
    json::monotonic_resource memory(buffer, sizeof buffer);
    const auto request = Request::decode(payload, &memory);
    if (!request) return std::unexpected(request.error());

    const std::string trace = trace_of(*request, trace_id, random_);
    const auto answer = dispatch(*request, store::Context{deadline});
    Response response = answer ? *answer : problem_response(answer.error(), trace, currency_);
    response.headers.emplace_back("x-trace-id", trace);
    response = coded_for(*request, std::move(response));
    const std::chrono::duration<double, std::milli> elapsed = vitrine::Deadline::Clock::now() - started;
    note(trace == trace_id ? log : log.in_trace(trace, vitrine::new_span_id(random_)), *request, answer,
         elapsed.count());
    return lambda_json(response);
}

Answer Service::dispatch(const Request& request, const store::Context& context) const {
    if (auto origin = check_origin(access_, request); !origin) return std::unexpected(std::move(origin.error()));
    const auto route = find(request.route());
    if (route == routes_.end()) return unknown_route(request);
    const auto body = check(route->second, request);
    if (!body) return std::unexpected(body.error());
    return route->second.handle({request, *body, context});
}

// Whatever can be got can be asked for its head: the gateway sends the answer without its body.
Service::Routes::const_iterator Service::find(std::string_view key) const {
    constexpr std::string_view head = "HEAD ";
    const auto declared = routes_.find(key);
    if (declared != routes_.end() || !key.starts_with(head)) return declared;
    return routes_.find("GET " + std::string(key.substr(head.size())));
}

std::expected<json::value, Failure> Service::check(const Route& route, const Request& request) const {
    if (auto site = check_site(access_, request); !site) return std::unexpected(std::move(site.error()));
    if (!accepts_json(request)) return fail(problems::not_acceptable);
    if (route.access == Access::owner) {
        if (auto editor = check_editor(access_, request); !editor) return std::unexpected(std::move(editor.error()));
    }
    auto body = read_body(route.body, request);
    if (!body) return body;
    if (route.query == Query::none && !request.query().empty()) {
        Parameters parameters(request.query());
        parameters.refuse_others();
        if (!parameters.good()) return fail(problems::invalid_parameter, parameters.take_errors());
    }
    return body;
}

}  // namespace shop
