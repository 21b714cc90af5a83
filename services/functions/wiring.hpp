// What the functions' mains have in common: settings, a log, DynamoDB, and how to say that one of them is amiss.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "services/aws/dynamodb.hpp"
#include "services/aws/environment.hpp"
#include "services/aws/runtime.hpp"
#include "services/domain/money.hpp"

namespace shop::functions {

struct Wiring {
    // `variables` is std::getenv, which main hands in.
    explicit Wiring(aws::Variables variables)
        : environment(aws::read_environment(variables)),
          runtime{environment.runtime_api, aws::function_log(environment)},
          store(aws::DynamoDb::create(environment, world)),
          variables_(std::move(variables)) {}

    aws::Environment environment;
    aws::World world = aws::system_world();
    aws::RuntimeOptions runtime;
    std::expected<std::unique_ptr<aws::DynamoDb>, std::string> store;

    // A setting of app.yaml; empty where there is none.
    [[nodiscard]] std::string text(const char* name) const {
        const char* value = variables_(name);
        return value == nullptr ? "" : value;
    }
    [[nodiscard]] bool is_on(const char* name) const { return text(name) == "true"; }
    [[nodiscard]] std::expected<domain::Currency, std::string> currency() const {
        if (const auto parsed = domain::Currency::parse(text("CURRENCY"))) return *parsed;
        return std::unexpected("CURRENCY is no currency of ISO 4217 with a minor unit");
    }

    // Tells Lambda why there is no serving in this environment. The exit code of main.
    [[nodiscard]] int refuse(const std::string& reason) const {
        return aws::report_init_failure(runtime, {"Environment", reason});
    }
    // Serves for ever, from a connection that is open before the first event. The exit code of main.
    [[nodiscard]] int run(const aws::Handler& handler) const {
        (*store)->connect({vitrine::Deadline::in(vitrine::Milliseconds{2'000})});
        return aws::run(runtime, handler);
    }

private:
    aws::Variables variables_;
};

}  // namespace shop::functions
