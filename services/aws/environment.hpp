// What AWS sets in a function's environment and what AWS's SDKs read of it.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
#pragma once

#include <functional>
#include <string>

#include "lib/ids.hpp"
#include "lib/log.hpp"
#include "lib/sigv4.hpp"
#include "lib/time.hpp"

namespace shop::aws {

struct Environment {
    std::string region;  // AWS_REGION
    vitrine::sigv4::Credentials credentials;
    std::string runtime_api;     // AWS_LAMBDA_RUNTIME_API: host:port
    std::string function_name;   // AWS_LAMBDA_FUNCTION_NAME
    std::string dynamodb_url;    // AWS_ENDPOINT_URL_DYNAMODB, else the region's own endpoint
    std::string management_url;  // AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI; empty where the function pushes nothing
    std::string ca_bundle;       // AWS_CA_BUNDLE: a file of PEM roots; empty: Amazon's own, built in
    vitrine::Level log_level = vitrine::Level::information;  // LOG_LEVEL
};

// How to look a variable up: std::getenv, from main alone. nullptr where it is not set.
using Variables = std::function<const char*(const char* name)>;
// Checks nothing (functions/settings.hpp does): what is not set is empty.
[[nodiscard]] Environment read_environment(const Variables& variables);

// The function's log: CLEF lines on standard error, with the function's name on each.
[[nodiscard]] vitrine::Log function_log(const Environment& environment);

// What clients need of the machine besides the network.
struct World {
    vitrine::Clock clock;
    vitrine::Random random;
    std::function<void(vitrine::Milliseconds)> pause;  // between retries
};
// The machine's own; `pause` blocks the thread.
[[nodiscard]] World system_world();

}  // namespace shop::aws
