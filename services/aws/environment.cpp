#include "services/aws/environment.hpp"

#include <unistd.h>

#include <ctime>

namespace shop::aws {

Environment read_environment(const Variables& variables) {
    const auto text = [&](const char* name) {
        const char* value = variables(name);
        return std::string(value ? value : "");
    };
    Environment environment;
    environment.region = text("AWS_REGION");
    environment.credentials = {text("AWS_ACCESS_KEY_ID"), vitrine::Secret(text("AWS_SECRET_ACCESS_KEY")),
                               vitrine::Secret(text("AWS_SESSION_TOKEN"))};
    environment.runtime_api = text("AWS_LAMBDA_RUNTIME_API");
    environment.function_name = text("AWS_LAMBDA_FUNCTION_NAME");
    environment.dynamodb_url = text("AWS_ENDPOINT_URL_DYNAMODB");
    if (environment.dynamodb_url.empty())
        environment.dynamodb_url = "https://dynamodb." + environment.region + ".amazonaws.com";
    environment.management_url = text("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI");
    environment.ca_bundle = text("AWS_CA_BUNDLE");
    environment.log_level = vitrine::level_from(text("LOG_LEVEL")).value_or(vitrine::Level::information);
    return environment;
}

vitrine::Log function_log(const Environment& environment) {
    const auto log = vitrine::Log::to_descriptor(STDERR_FILENO, environment.log_level, vitrine::system_clock());
    return log.with({{"Function", environment.function_name}});
}

World system_world() {
    const auto pause = [](vitrine::Milliseconds wait) {
        timespec left{wait.count() / 1000, wait.count() % 1000 * 1'000'000};
        while (nanosleep(&left, &left) != 0) {
        }
    };
    return {vitrine::system_clock(), vitrine::system_random(), pause};
}

}  // namespace shop::aws
