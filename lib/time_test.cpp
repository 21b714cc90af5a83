#include "lib/time.hpp"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

constexpr Instant afternoon{Milliseconds{1'795'359'845'678}};

TEST(Time, WritesRfc3339WithMilliseconds) {
    EXPECT_EQ(rfc3339(afternoon), "2026-11-22T15:04:05.678Z");
    EXPECT_EQ(rfc3339(Instant{}), "1970-01-01T00:00:00.000Z");
}

TEST(Time, ReadsBackWhatItWroteOverFourHundredYears) {
    for (std::int64_t day = -80'000; day < 66'000; day += 13) {
        const Instant at{Milliseconds{day * 86'400'000 + day * 977 % 86'400'000}};
        EXPECT_EQ(from_rfc3339(rfc3339(at)), at);
    }
}

TEST(Time, ReadsAnyNumberOfFractionDigits) {
    EXPECT_EQ(from_rfc3339("2026-11-22T15:04:05.678999Z"), afternoon);
    EXPECT_EQ(from_rfc3339("2026-11-22T15:04:05.6Z"), afternoon - Milliseconds{78});
    EXPECT_EQ(from_rfc3339("2026-11-22T15:04:05Z"), afternoon - Milliseconds{678});
}

TEST(Time, RefusesWhatIsNoTime) {
    for (const char* text : {"", "2026-02-30T00:00:00.000Z", "2026-11-22T24:00:00.000Z", "2026-11-22T15:04:60.000Z",
                             "2026-11-22T15:04:05.Z", "2026-11-22T15:04:05.678", "2026-11-22T15:04:05.678Z ",
                             "2026-11-22 15:04:05Z", "2026-11-22T15:04:05+01:00", "2026-1-22T15:04:05Z"})
        EXPECT_FALSE(from_rfc3339(text)) << text;
}

TEST(Time, WritesAndReadsTheBasicForm) {
    EXPECT_EQ(iso8601_basic(afternoon), "20261122T150405Z");
    EXPECT_EQ(from_iso8601_basic("20261122T150405Z"), std::chrono::floor<std::chrono::seconds>(afternoon));
    EXPECT_FALSE(from_iso8601_basic("20261122T150405"));
    EXPECT_FALSE(from_iso8601_basic("20261322T150405Z"));
}

TEST(Time, CountsEpochSecondsDownwards) {
    EXPECT_EQ(epoch_seconds(afternoon), 1'795'359'845);
    EXPECT_EQ(epoch_seconds(Instant{Milliseconds{-1}}), -1);
}

TEST(Deadline, ThatIsPastHasNothingLeft) {
    const Deadline past(Deadline::Clock::now() - Milliseconds{5});
    EXPECT_TRUE(past.passed());
    EXPECT_EQ(past.left(), Milliseconds{0});
    EXPECT_TRUE(Deadline::in(Milliseconds{60'000}).earlier(past).passed());
}

}  // namespace
}  // namespace vitrine
