// What the functions' mains have in common: settings, a log, DynamoDB, and how to report that one of them is wrong.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "services/aws/environment.hpp"
#include "services/aws/runtime.hpp"
#include "services/functions/settings.hpp"
#include "services/store/dynamodb/dynamodb.hpp"

namespace shop::functions {

struct Wiring {
    // `variables` is std::getenv, from main.
    explicit Wiring(const aws::Variables& variables)
        : settings(variables),
          environment(aws::read_environment(variables)),
          runtime{environment.runtime_api, aws::function_log(environment)},
          store(aws::DynamoDb::create(environment, world)) {}

    Settings settings;
    aws::Environment environment;
    aws::World world = aws::system_world();
    aws::RuntimeOptions runtime;
    std::expected<std::unique_ptr<aws::DynamoDb>, std::string> store;

    // Why the function cannot serve in this environment, once all settings are read; empty where it can.
    [[nodiscard]] std::string why_not() const {
        if (!settings.mistakes().empty()) return settings.mistakes();
        return store ? "" : store.error();
    }
    // Reports it to Lambda. The exit code of main.
    [[nodiscard]] int refuse(const std::string& reason) const {
        return aws::report_init_failure(runtime, {"Environment", reason});
    }
    // Serves for ever; tries to connect to DynamoDB before the first event, for 2 s at most. The exit code of main.
    [[nodiscard]] int run(const aws::Handler& handler) const {
        (*store)->connect({vitrine::Deadline::in(vitrine::Milliseconds{2'000})});
        return aws::run(runtime, handler);
    }
};

}  // namespace shop::functions
