#include "services/aws/runtime.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <exception>

#include "lib/encoding.hpp"
#include "services/aws/http_client.hpp"

namespace shop::aws {
namespace {

using vitrine::Deadline;
using vitrine::Milliseconds;

constexpr std::string_view invocation = "/2018-06-01/runtime/invocation/";
constexpr std::string_view initialisation_error = "/2018-06-01/runtime/init/error";
constexpr Milliseconds time_to_answer{200};  // kept back from the event's deadline
constexpr Milliseconds post_timeout{5'000};

class Runtime {
public:
    Runtime(EndpointUrl endpoint, const RuntimeOptions& options) : options_(options), http_(std::move(endpoint), {}) {}

    // Waits for the next event, however long that takes: Lambda freezes the process meanwhile.
    HttpResult next() {
        std::string head = "GET " + std::string(invocation) + "next HTTP/1.1\r\nHost: " + http_.endpoint().authority;
        return http_.send({head += "\r\n\r\n", {}, true}, Deadline(Deadline::Clock::time_point::max()));
    }

    HttpResult post(std::string_view path, std::string_view body, std::string_view error_type = {}) {
        std::string head;
        head.reserve(256);
        head.append("POST ").append(path).append(" HTTP/1.1\r\nHost: ").append(http_.endpoint().authority);
        head += "\r\nContent-Type: application/json\r\n";
        if (!error_type.empty()) head.append("Lambda-Runtime-Function-Error-Type: ").append(error_type).append("\r\n");
        head.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
        return http_.send({std::move(head), body, true}, Deadline::in(post_timeout));
    }

    HttpResult post_failure(std::string_view path, const Failure& failure) {
        std::string body = "{\"errorMessage\":";
        vitrine::append_json_string(body, failure.message);
        body += ",\"errorType\":";
        vitrine::append_json_string(body, failure.type);
        body += ",\"stackTrace\":[]}";
        return post(path, body, failure.type);
    }

    Event event_of(HttpAnswer answer) const;
    void handle(const Handler& handler, HttpAnswer answer);

private:
    const RuntimeOptions& options_;
    HttpClient http_;
};

// Root=1-5759e988-bd862e3fe1be46a994272793;Parent=...: X-Ray's form of 32 hex digits.
std::string trace_id_of(std::string_view header) {
    constexpr std::string_view root = "Root=1-";
    const std::size_t at = header.find(root);
    if (at == header.npos) return "";
    const std::string_view id = header.substr(at + root.size(), 8 + 1 + 24);
    if (id.size() != 33 || id[8] != '-') return "";
    std::string text(id.substr(0, 8));
    text += id.substr(9);
    const bool hex = text.find_first_not_of("0123456789abcdef") == text.npos;
    return hex ? text : "";
}

Event Runtime::event_of(HttpAnswer answer) const {
    Deadline deadline = Deadline::in(Milliseconds{3'000});  // Lambda's own default, should the header be missing
    std::int64_t at = 0;
    if (const auto header = answer.header("Lambda-Runtime-Deadline-Ms"))
        if (std::from_chars(header->data(), header->data() + header->size(), at).ec == std::errc{})
            deadline = Deadline::in(vitrine::Instant{Milliseconds{at}} - options_.clock() - time_to_answer);
    std::string trace_id = trace_id_of(answer.header("Lambda-Runtime-Trace-Id").value_or(""));
    vitrine::Log log =
        trace_id.empty() ? options_.log : options_.log.in_trace(trace_id, vitrine::new_span_id(options_.random));
    std::string request_id(answer.header("Lambda-Runtime-Aws-Request-Id").value_or(""));
    return {std::move(answer.body), std::move(request_id), deadline, std::move(trace_id), std::move(log)};
}

// The one edge where what a library throws becomes an error.
Answer guarded(const Handler& handler, const Event& event) {
    try {
        return handler(event);
    } catch (const std::exception& thrown) {
        event.log.write(vitrine::Level::error, "The handler threw", {}, thrown.what());
        return std::unexpected(Failure{"Runtime.UnhandledException", "the handler threw"});
    }
}

void Runtime::handle(const Handler& handler, HttpAnswer answer) {
    const Event event = event_of(std::move(answer));
    const Answer outcome = guarded(handler, event);
    std::string path(invocation);
    path += event.request_id;
    path += outcome ? "/response" : "/error";
    if (!outcome)
        event.log.error("Invocation failed: {ErrorType} {ErrorMessage}",
                        {{"ErrorType", outcome.error().type}, {"ErrorMessage", outcome.error().message}});
    const HttpResult posted = outcome ? post(path, *outcome) : post_failure(path, outcome.error());
    if (!posted || posted->status != 202)
        event.log.error("The answer was not taken: {Reason}",
                        {{"Reason", posted ? "status " + std::to_string(posted->status) : posted.error().detail}});
}

}  // namespace

int run(const RuntimeOptions& options, const Handler& handler) {
    auto endpoint = parse_endpoint_url("http://" + options.endpoint);
    if (!endpoint) {
        options.log.error("No Runtime API: {Reason}", {{"Reason", endpoint.error()}});
        return EXIT_FAILURE;
    }
    Runtime runtime(*std::move(endpoint), options);
    while (true) {
        HttpResult next = runtime.next();
        if (!next || next->status != 200) {
            options.log.information(
                "The Runtime API is gone: {Reason}",
                {{"Reason", next ? "status " + std::to_string(next->status) : next.error().detail}});
            return EXIT_FAILURE;
        }
        runtime.handle(handler, *std::move(next));
    }
}

int report_init_failure(const RuntimeOptions& options, const Failure& failure) {
    options.log.error("Initialisation failed: {ErrorType} {ErrorMessage}",
                      {{"ErrorType", failure.type}, {"ErrorMessage", failure.message}});
    if (auto endpoint = parse_endpoint_url("http://" + options.endpoint))
        (void)Runtime(*std::move(endpoint), options).post_failure(initialisation_error, failure);
    return EXIT_FAILURE;
}

}  // namespace shop::aws
