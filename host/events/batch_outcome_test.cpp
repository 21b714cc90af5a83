#include "host/events/batch_outcome.hpp"

#include <gtest/gtest.h>

namespace vitrine::host {
namespace {

const std::vector<Record> batch{{"1", {}, ""}, {"2", {}, ""}, {"3", {}, ""}};

TEST(BatchOutcome, SucceedsWithoutReportedFailures) {
    for (const auto* answer :
         {"", "null", "{}", R"({"batchItemFailures":[]})", R"({"batchItemFailures":null})", "\"ok\""}) {
        const auto outcome = first_failure(answer, batch);
        ASSERT_TRUE(outcome) << answer;
        EXPECT_FALSE(*outcome) << answer;
    }
}

TEST(BatchOutcome, ReturnsTheFirstReportedRecord) {
    const auto outcome =
        first_failure(R"({"batchItemFailures":[{"itemIdentifier":"3"},{"itemIdentifier":"2"}]})", batch);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(*outcome, 1U);
}

TEST(BatchOutcome, FailsTheBatchOnAnInvalidReport) {
    for (const auto* answer :
         {"{", R"({"batchItemFailures":[{"itemIdentifier":""}]})", R"({"batchItemFailures":[{"id":"2"}]})",
          R"({"batchItemFailures":[{"itemIdentifier":"9"}]})", R"({"batchItemFailures":"2"})",
          R"({"batchItemFailures":[{"itemIdentifier":2}]})"}) {
        EXPECT_FALSE(first_failure(answer, batch)) << answer;
    }
}

}  // namespace
}  // namespace vitrine::host
