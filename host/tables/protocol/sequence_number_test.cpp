#include "host/tables/protocol/sequence_number.hpp"

#include <gtest/gtest.h>

#include <set>

#include "host/tables/protocol/stream.hpp"

namespace vitrine::host {
namespace {

TEST(SequenceNumber, IsUniqueInAStreamAndRisesWithinAShard) {
    std::set<std::string> seen;
    for (unsigned shard = 0; shard < shards_per_stream; ++shard) {
        std::string last;
        for (std::uint64_t sequence = 1; sequence <= 1000; ++sequence) {
            std::string number = sequence_number(shard, sequence);
            EXPECT_GT(number, last);
            last = number;
            EXPECT_TRUE(seen.insert(std::move(number)).second);
        }
    }
}

TEST(SequenceNumber, HasDynamoDbsLengthAndForm) {
    for (const std::uint64_t sequence : {std::uint64_t{1}, std::uint64_t{7'000'000}, (std::uint64_t{1} << 48) - 1}) {
        const std::string number = sequence_number(3, sequence);
        EXPECT_EQ(number.size(), 21U);
        EXPECT_EQ(number.find_first_not_of("0123456789"), std::string::npos);
        EXPECT_NE(number.front(), '0');
    }
}

TEST(SequenceNumber, ConvertsBackToItsSequence) {
    for (unsigned shard = 0; shard < shards_per_stream; ++shard)
        for (const std::uint64_t sequence : {std::uint64_t{1}, std::uint64_t{41}, (std::uint64_t{1} << 48) - 1})
            EXPECT_EQ(sequence_of(sequence_number(shard, sequence)), sequence);
}

TEST(SequenceNumber, RefusesOtherText) {
    for (const char* number : {"", "1", "000000000000000000041", "100000000000000000x41", "199999999999999999999",
                               "1000000000000000000411", "-00000000000000000041"})
        EXPECT_EQ(sequence_of(number), std::nullopt) << number;
}

}  // namespace
}  // namespace vitrine::host
