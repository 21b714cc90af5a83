#include "host/tables/storage/keys.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "host/tables/protocol/stream.hpp"
#include "host/tables/testing/tables_fixture.hpp"

namespace vitrine::host::tables {
namespace {

Value text(std::string s) {
    return Value{std::move(s)};
}

std::weak_ordering by_bytes(const std::string& a, const std::string& b) {
    return a.compare(b) <=> 0;  // char_traits compares chars as unsigned bytes
}

rc::Gen<std::string> bytes() {  // with many zeros and 0xff, where an encoding goes wrong
    return rc::gen::container<std::string>(rc::gen::element('\0', '\1', '\xff', '\xfe', 'a', 'b'));
}

RC_GTEST_PROP(SortKeys, StringsKeepTheirOrderWithAnySuffix, ()) {
    const std::string a = *bytes();
    const std::string b = *bytes();
    RC_PRE(a != b);
    const std::string after_a = *bytes();
    const std::string after_b = *bytes();
    RC_ASSERT(by_bytes(sort_bytes(text(a)) + after_a, sort_bytes(text(b)) + after_b) == by_bytes(a, b));
}

RC_GTEST_PROP(SortKeys, NumbersKeepTheirOrderWithAnySuffix, (std::int64_t a, std::int64_t b)) {
    RC_PRE(a != b);
    const std::string after_a = *bytes();
    const std::string after_b = *bytes();
    const Value x{Number(a)};
    const Value y{Number(b)};
    RC_ASSERT((by_bytes(sort_bytes(x) + after_a, sort_bytes(y) + after_b) < 0) == (a < b));
}

RC_GTEST_PROP(SortKeys, PrefixBoundsExactlyItsStrings, ()) {
    const std::string whole = *bytes();
    const std::string start = *rc::gen::oneOf(bytes(), rc::gen::just(whole.substr(0, whole.size() / 2)));
    RC_PRE(!start.empty());
    const std::string low = sort_prefix(text(start));
    const std::string key = sort_bytes(text(whole));
    const std::string high = after_all(low);
    const bool within = key >= low && (high.empty() || key < high);
    RC_ASSERT(within == whole.starts_with(start));
}

TEST(Keys, OfOnePartitionAreAdjacentInSortOrder) {
    const Schema schema{.id = 1,
                        .declared = testing::sample_app().tables.at("events"),
                        .deployed = {},
                        .resource = {},
                        .arn = {},
                        .stream_label = {},
                        .created = {},
                        .indexes = {}};
    std::map<std::string, std::string> sorted;
    for (const std::string topic : {"a", "ab", "b"})
        for (const int seq : {10, 9, -1, 0, 100}) {
            Item item;
            item["topic"] = text(topic);
            item["seq"] = Value{Number(seq)};
            sorted[item_key(schema, item)] = topic + ':' + std::to_string(seq);
        }
    std::map<std::string, std::string> by_topic;
    std::string last;
    int runs = 0;
    for (const auto& [key, name] : sorted) {
        const std::string topic = name.substr(0, name.find(':'));
        by_topic[topic] += name.substr(name.find(':') + 1) + ' ';
        runs += topic == last ? 0 : 1;
        last = topic;
    }
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(by_topic["a"], "-1 0 9 10 100 ");
    EXPECT_EQ(by_topic["ab"], "-1 0 9 10 100 ");
}

TEST(Keys, SpreadEvenlyOverShards) {
    std::array<int, shards_per_stream> counts{};
    for (int i = 0; i < 4000; ++i) ++counts.at(shard_of(partition_prefix(text("product-" + std::to_string(i)))));
    for (const int count : counts) {
        EXPECT_GT(count, 800);
        EXPECT_LT(count, 1200);
    }
}

TEST(Keys, SegmentsCoverEveryKeyOnce) {
    for (const std::uint64_t total : {1ULL, 3ULL, 4ULL, 1000ULL}) {
        EXPECT_EQ(segment_start(0, total), std::string(4, '\0'));
        for (std::uint64_t part = 0; part < total; ++part)
            EXPECT_LT(segment_start(part, total), segment_start(part + 1, total));
    }
    EXPECT_GT(segment_start(4, 4), partition_prefix(text(std::string(2048, '\xff'))));
}

// Stored data depends on these bytes.
TEST(Keys, KeepTheirStoredForm) {
    const std::string key = partition_prefix(text("copper-teapot"));
    EXPECT_EQ(key.substr(4), std::string("\0\x0d", 2) + "copper-teapot");
    EXPECT_EQ(shard_of(key), static_cast<unsigned>(static_cast<unsigned char>(key[0])) / 64);
    EXPECT_EQ(sort_bytes(Value{Number(12)}), std::string("\xc0\x83\x0d\x00\x01", 5));
    EXPECT_EQ(sort_bytes(text(std::string("a\0b", 3))), std::string("a\0\xff"
                                                                    "b\0\1",
                                                                    6));
}

}  // namespace
}  // namespace vitrine::host::tables
