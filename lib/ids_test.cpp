#include "lib/ids.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace vitrine {
namespace {

using ::testing::MatchesRegex;

// Counts up from `start`: every byte value in turn.
Random counting(std::uint8_t start) {
    return [next = start](std::span<std::uint8_t> out) mutable {
        for (auto& byte : out) byte = next++;
    };
}

TEST(Ids, HaveTheirForms) {
    const Random random = system_random();
    EXPECT_THAT(new_trace_id(random), MatchesRegex("[0-9a-f]{32}"));
    EXPECT_THAT(new_span_id(random), MatchesRegex("[0-9a-f]{16}"));
    EXPECT_THAT(new_uuid(random), MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    EXPECT_THAT(crockford(random, 10), MatchesRegex("[0-9A-HJKMNP-TV-Z]{10}"));
    EXPECT_THAT(new_id(random), MatchesRegex("[a-z][0-9a-z]{19}"));
    EXPECT_THAT(new_token(random), MatchesRegex("[A-Za-z0-9_-]{43}"));
}

TEST(Ids, AreTheSameFromTheSameRandomness) {
    EXPECT_EQ(new_id(counting(7)), new_id(counting(7)));
    EXPECT_EQ(new_token(counting(0)), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
}

TEST(Ids, OfATraceAreNeverAllZero) {
    int calls = 0;
    const Random zero_first = [&](std::span<std::uint8_t> out) { std::ranges::fill(out, calls++ == 0 ? 0 : 1); };
    EXPECT_EQ(new_trace_id(zero_first), "01010101010101010101010101010101");
}

TEST(Ids, UseEveryLetterEquallyOften) {
    // 256 is no multiple of 36: the four byte values beyond 252 are drawn again.
    const std::string letters = new_id(counting(0), 1 + 252).substr(1);
    for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789"))
        EXPECT_EQ(std::ranges::count(letters, c), 7) << c;
}

TEST(Ids, DoNotRepeat) {
    const Random random = system_random();
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(new_id(random));
    EXPECT_EQ(seen.size(), 1000U);
}

}  // namespace
}  // namespace vitrine
