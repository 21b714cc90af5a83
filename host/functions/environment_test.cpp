#include "host/functions/environment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::host {
namespace {

using testing::Contains;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

Random counting() {
    return [n = std::uint8_t{1}](std::span<std::uint8_t> out) mutable {
        for (auto& byte : out) byte = n++;
    };
}

TEST(LambdaEnvironment, ContainsLambdasAndTheFunctionsVariables) {
    Function function;
    function.name = "f";
    function.code = "/code/f";
    function.memory = 256;
    const ProcessIdentity identity{.deployed_name = "demo-local-f",
                                   .region = "eu-central-1",
                                   .credentials = new_credentials(counting()),
                                   .runtime_port = 4711,
                                   .log_stream = "s"};
    const auto lines =
        lambda_environment(function, identity, {{"NOTES_TABLE", "demo-local-notes"}, {"AWS_REGION", "x"}});
    EXPECT_THAT(lines, Contains("AWS_LAMBDA_RUNTIME_API=127.0.0.1:4711"));
    EXPECT_THAT(lines, Contains("AWS_LAMBDA_FUNCTION_NAME=demo-local-f"));
    EXPECT_THAT(lines, Contains("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256"));
    EXPECT_THAT(lines, Contains("AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/demo-local-f"));
    EXPECT_THAT(lines, Contains("LAMBDA_TASK_ROOT=/code/f"));
    EXPECT_THAT(lines, Contains("TZ=:UTC"));
    EXPECT_THAT(lines, Contains("NOTES_TABLE=demo-local-notes"));
    EXPECT_THAT(lines, Contains("AWS_REGION=eu-central-1"));  // Lambda's own win
    EXPECT_THAT(lines, Not(Contains(StartsWith("HOME="))));   // nothing of the host's environment
}

TEST(LambdaEnvironment, HasCredentialsInTheFormOfTemporaryOnes) {
    const auto credentials = new_credentials(counting());
    EXPECT_THAT(credentials.access_key_id, MatchesRegex("ASIA[0-9A-Z]{16}"));
    EXPECT_EQ(credentials.secret_access_key.reveal().size(), 40U);
    EXPECT_FALSE(credentials.session_token.empty());
}

TEST(LambdaEnvironment, NamesTheLogStreamByDate) {
    const Instant day = Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}.time_since_epoch()};
    EXPECT_THAT(new_log_stream(counting(), day), MatchesRegex(R"(2026/11/22/\[\$LATEST\][0-9a-f]{32})"));
}

}  // namespace
}  // namespace vitrine::host
