// The tables' streams and what they wake, by Lambda's rules: four shards by hash of the partition key, records of a
// shard in order, a batch again until it is done or, where its mapping says so, given up; sometimes done twice.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "services/store/stream.hpp"
#include "tests/simulation/invocation.hpp"
#include "tests/simulation/world.hpp"

namespace shop::simulation {

constexpr std::size_t shards_of_a_stream = 4;
constexpr int for_ever = -1;

struct Mapping {
    std::string_view function;
    store::TableName table;
    int retries;
    bool with_before;  // the stream carries the old image too
    std::function<bool(const store::Item* before, const store::Item* after)> filter;
    std::function<bool(Invocation&, const std::vector<store::StreamRecord>&)> handler;  // false: again
};

class Streams {
public:
    Streams(World& world, std::vector<Mapping> mappings);
    void written(const store::TableName& table, const store::Item* before, const store::Item* after);

private:
    struct Shard {
        std::deque<store::StreamRecord> records;
        bool being_read = false;
    };
    struct Reader {
        Mapping mapping;
        std::array<Shard, shards_of_a_stream> shards;
    };
    void read(Reader& reader, Shard& shard);
    void deliver(const Reader& reader, const std::vector<store::StreamRecord>& batch);
    bool invoke(const Reader& reader, const std::vector<store::StreamRecord>& batch);

    World& world_;
    std::deque<Reader> readers_;
    std::uint64_t sequence_ = 0;
};

}  // namespace shop::simulation
