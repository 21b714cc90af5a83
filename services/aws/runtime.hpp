// Lambda's Runtime API from the function's side. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
#pragma once

#include <expected>
#include <functional>
#include <string>

#include "lib/ids.hpp"
#include "lib/log.hpp"
#include "lib/time.hpp"

namespace shop::aws {

struct Event {
    std::string payload;         // JSON
    std::string request_id;      // Lambda-Runtime-Aws-Request-Id
    vitrine::Deadline deadline;  // from Lambda-Runtime-Deadline-Ms, less a margin to answer in
    std::string trace_id;        // W3C form, from Lambda-Runtime-Trace-Id's Root; empty where absent
    vitrine::Log log;            // in that trace
};

// The answer's JSON, or what went wrong (posted as an invocation error; never shown to a caller).
struct Failure {
    std::string type;
    std::string message;
};
using Answer = std::expected<std::string, Failure>;
using Handler = std::function<Answer(const Event&)>;

struct RuntimeOptions {
    std::string endpoint;  // AWS_LAMBDA_RUNTIME_API: host:port
    vitrine::Log log;
    vitrine::Clock clock = vitrine::system_clock();
    vitrine::Random random = vitrine::system_random();  // for span ids
};

// Takes events for ever, one at a time, on this thread; returns only when the endpoint is gone or is no address, with
// the exit code for main. A std::exception that the handler throws becomes an invocation error.
[[nodiscard]] int run(const RuntimeOptions& options, const Handler& handler);

// Instead of run: reports to Lambda that initialisation failed. Returns the exit code for main.
[[nodiscard]] int report_init_failure(const RuntimeOptions& options, const Failure& failure);

}  // namespace shop::aws
