#include "services/store/dynamodb/stream_event.hpp"

#include <gtest/gtest.h>

#include "services/aws/environment.hpp"
#include "services/aws/rate_limit.hpp"
#include "services/aws/retry.hpp"

namespace shop::aws {
namespace {

using vitrine::Instant;
using vitrine::Milliseconds;

// As AWS documents it, with one more image.
constexpr std::string_view event = R"({"Records":[
  {"eventID":"1","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"eu-central-1",
   "dynamodb":{"ApproximateCreationDateTime":1479499740,"Keys":{"id":{"S":"cup"}},
     "OldImage":{"id":{"S":"cup"},"rev":{"N":"1"}},"NewImage":{"id":{"S":"cup"},"rev":{"N":"2"}},
     "SequenceNumber":"000000000000000000111","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES"},
   "eventSourceARN":"arn:aws:dynamodb:eu-central-1:000000000000:table/t/stream/2026"},
  {"eventID":"2","eventName":"INSERT","dynamodb":{"Keys":{"id":{"S":"pot"}},"SequenceNumber":"112",
     "NewImage":{"id":{"S":"pot"},"photo":{"B":"AA=="}}}}]})";

TEST(StreamEvent, IsReadRecordByRecord) {
    const auto records = read_stream_event(event);
    ASSERT_TRUE(records) << records.error();
    ASSERT_EQ(records->size(), 2U);
    EXPECT_EQ(records->front().sequence, "000000000000000000111");
    EXPECT_EQ(records->front().keys, (store::Key{{"id", "cup"}}));
    EXPECT_EQ(records->front().before->at("rev"), store::Value(1));
    EXPECT_EQ(records->front().after->at("rev"), store::Value(2));
}

TEST(StreamEvent, LeavesOutAnImageThatCannotBeRead) {
    const auto records = read_stream_event(event);
    ASSERT_TRUE(records);
    EXPECT_EQ(records->back().after, std::nullopt);
    EXPECT_EQ(records->back().keys, (store::Key{{"id", "pot"}}));
}

TEST(StreamEvent, IsRefusedWhereItIsNone) {
    EXPECT_FALSE(read_stream_event("{}"));
    EXPECT_FALSE(read_stream_event("not JSON"));
    EXPECT_FALSE(read_stream_event(R"({"Records":[{"dynamodb":{}}]})"));
}

TEST(StreamEvent, IsAnsweredByWhatFailed) {
    EXPECT_EQ(batch_done(), R"({"batchItemFailures":[]})");
    EXPECT_EQ(batch_failed_from("112"), R"({"batchItemFailures":[{"itemIdentifier":"112"}]})");
}

const vitrine::Random highest = [](std::span<std::uint8_t> out) { std::ranges::fill(out, 0xff); };

TEST(Retries, WaitLongerEachTimeWithFullJitter) {
    for (int attempt = 1; attempt < 20; ++attempt) {
        const auto bound = std::min<std::int64_t>(2'000, std::int64_t{25} << std::min(attempt - 1, 10));
        std::int64_t longest = 0;
        const auto random = vitrine::system_random();
        for (int i = 0; i < 200; ++i) longest = std::max(longest, full_jitter(attempt, random).count());
        EXPECT_LE(longest, bound);
        EXPECT_GT(longest, bound / 2) << attempt;
    }
}

TEST(Retries, EndWhereTheQuotaIsSpentAndGoOnWhereCallsSucceed) {
    RetryQuota quota;
    const auto far = vitrine::Deadline::in(Milliseconds{60'000});
    int granted = 0;
    for (bool more = true; more; granted += more ? 1 : 0) more = Retries(quota).next(false, far, highest).has_value();
    EXPECT_EQ(granted, RetryQuota::capacity / RetryQuota::cost);
    for (int i = 0; i < RetryQuota::cost; ++i) Retries(quota).succeeded();
    EXPECT_TRUE(Retries(quota).next(false, far, highest));
}

TEST(Retries, GiveBackWhatTheLastOneCost) {
    RetryQuota quota;
    Retries retries(quota);
    ASSERT_TRUE(retries.next(true, vitrine::Deadline::in(Milliseconds{60'000}), highest));
    EXPECT_EQ(quota.left(), RetryQuota::capacity - RetryQuota::cost_of_time_out);
    retries.succeeded();
    EXPECT_EQ(quota.left(), RetryQuota::capacity);
}

TEST(Retries, EndWithTheDeadlineAndAfterEight) {
    RetryQuota quota;
    EXPECT_FALSE(Retries(quota).next(false, vitrine::Deadline::in(Milliseconds{1}), highest));
    Retries many(quota);
    int granted = 0;
    while (many.next(false, vitrine::Deadline::in(Milliseconds{60'000}), highest)) ++granted;
    EXPECT_EQ(granted, Retries::most);
}

TEST(RateLimit, GrantsATenthOfASecondAtOnceAndThenAsTimePasses) {
    RateLimit limit(3'000);
    Instant now{Milliseconds{1'000'000}};
    EXPECT_EQ(limit.take(1'000, now), 300U);
    EXPECT_EQ(limit.take(1'000, now), 0U);
    EXPECT_EQ(limit.take(1'000, now += Milliseconds{10}), 30U);
    std::size_t granted = 0;
    for (int i = 0; i < 1'000; ++i) granted += limit.take(1'000, now += Milliseconds{1});
    EXPECT_EQ(granted, 3'000U);
}

TEST(RateLimit, OfZeroIsNone) {
    EXPECT_EQ(RateLimit(0).take(1'000'000, Instant{}), 1'000'000U);
}

TEST(RateLimit, OfOneASecondGrantsOne) {
    RateLimit limit(1);
    EXPECT_EQ(limit.take(5, Instant{Milliseconds{5'000}}), 1U);
    EXPECT_EQ(limit.take(5, Instant{Milliseconds{5'999}}), 0U);
    EXPECT_EQ(limit.take(5, Instant{Milliseconds{6'000}}), 1U);
}

TEST(Environment, TakesTheRegionsEndpointWhereNoneIsNamed) {
    const auto environment = read_environment([](const char* name) -> const char* {
        return std::string_view(name) == "AWS_REGION" ? "eu-central-1" : nullptr;
    });
    EXPECT_EQ(environment.dynamodb_url, "https://dynamodb.eu-central-1.amazonaws.com");
    EXPECT_TRUE(environment.credentials.session_token.empty());
    EXPECT_EQ(environment.log_level, vitrine::Level::information);
}

}  // namespace
}  // namespace shop::aws
