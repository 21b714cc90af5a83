#include "tests/simulation/streams.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace shop::simulation {
namespace {

using namespace std::chrono_literals;

store::Key keys_of(const store::TableName& table, const store::Item& item) {
    if (table == table_names.orders) return {{"pk", item.at("pk")}};
    if (table == table_names.feed) return {{"topic", item.at("topic")}, {"seq", item.at("seq")}};
    return {{"id", item.at("id")}};
}

std::size_t shard_of(const store::Key& keys) {
    std::size_t hash = 0;
    for (const auto& [name, value] : keys)
        if (name != "seq")  // the sort key
            for (const char c : *value.text()) hash = hash * 31 + static_cast<unsigned char>(c);
    return hash % shards_of_a_stream;
}

}  // namespace

Streams::Streams(World& world, std::vector<Mapping> mappings) : world_(world) {
    for (Mapping& mapping : mappings) readers_.push_back({std::move(mapping), {}});
}

void Streams::written(const store::TableName& table, const store::Item* before, const store::Item* after) {
    for (Reader& reader : readers_) {
        if (reader.mapping.table != table) continue;
        if (!reader.mapping.filter(before, after)) continue;
        store::StreamRecord record{std::to_string(++sequence_), keys_of(table, after ? *after : *before), {}, {}};
        if (before && reader.mapping.with_before) record.before = *before;
        if (after) record.after = *after;
        Shard& shard = reader.shards[shard_of(record.keys)];
        shard.records.push_back(std::move(record));
        if (std::exchange(shard.being_read, true)) continue;
        world_.scheduler.spawn(
            reader.mapping.function, [this, &reader, &shard] { read(reader, shard); },
            world_.dice.between(Duration{1ms}, Duration{200ms}));
    }
}

void Streams::read(Reader& reader, Shard& shard) {
    while (!shard.records.empty()) {
        const auto count = static_cast<std::ptrdiff_t>(std::min<std::size_t>(shard.records.size(), 100));
        const auto end = shard.records.begin() + world_.dice.between(1, count);
        const std::vector<store::StreamRecord> batch(std::make_move_iterator(shard.records.begin()),
                                                     std::make_move_iterator(end));
        shard.records.erase(shard.records.begin(), end);
        deliver(reader, batch);
        world_.scheduler.sleep(world_.dice.between(Duration{1ms}, Duration{100ms}));
    }
    shard.being_read = false;
}

void Streams::deliver(const Reader& reader, const std::vector<store::StreamRecord>& batch) {
    for (int attempt = 0;; ++attempt) {
        const bool done = invoke(reader, batch);
        if (done && !world_.happens(world_.faults.batch_again)) return;
        if (!done && reader.mapping.retries != for_ever && attempt >= reader.mapping.retries) return;
        world_.scheduler.sleep(world_.dice.between(Duration{10ms}, Duration{2s}));
    }
}

bool Streams::invoke(const Reader& reader, const std::vector<store::StreamRecord>& batch) {
    try {
        Invocation invocation(world_, Duration{10s});
        return reader.mapping.handler(invocation, batch);
    } catch (const Crashed&) {
        return false;
    }
}

}  // namespace shop::simulation
