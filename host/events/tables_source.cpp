#include "host/events/tables_source.hpp"

#include <fmt/format.h>

#include <atomic>
#include <boost/asio/post.hpp>

#include "host/tables/protocol/sequence_number.hpp"

namespace vitrine::host {

namespace {

constexpr std::string_view shard_prefix = "shardId-0000000000000000000";

unsigned shard_number(const Shard& shard) {
    return static_cast<unsigned>(shard.id.back() - '0');
}

// "" is the beginning.
std::uint64_t to_place(const std::string& number) {
    return sequence_of(number).value_or(0);
}

std::string to_number(const Shard& shard, std::uint64_t place) {
    return place == 0 ? "" : sequence_number(shard_number(shard), place);
}

}  // namespace

// Notified on the writer's thread; calls its listeners on the network thread, once for all notifications before that.
struct TablesSource::Notifier : std::enable_shared_from_this<Notifier> {
    explicit Notifier(boost::asio::io_context& io) : network(io) {}

    void notify() {
        if (pending.exchange(true)) return;
        boost::asio::post(network, [self = shared_from_this()] {
            self->pending = false;
            for (const auto& listener : self->listeners) listener();
        });
    }

    boost::asio::io_context& network;
    std::atomic<bool> pending = false;
    std::vector<std::function<void()>> listeners;  // network thread
};

TablesSource::TablesSource(boost::asio::io_context& network, Tables& tables) : network_(network), tables_(tables) {}

TablesSource::~TablesSource() {
    for (const auto& [_, notifier] : notifiers_) notifier->listeners.clear();
}

void TablesSource::watch(const std::string& table, std::function<void(Shard)> found, std::function<void()> more) {
    auto& notifier = notifiers_[table];
    if (!notifier) {
        notifier = std::make_shared<Notifier>(network_);
        tables_.on_stream(table, [notifier] { notifier->notify(); });
    }
    notifier->listeners.push_back(std::move(more));
    boost::asio::post(network_, [table, found = std::move(found)] {
        for (unsigned shard = 0; shard < shards_per_stream; ++shard) {
            found({table, fmt::format("{}{}", shard_prefix, shard)});
        }
    });
}

void TablesSource::read(const Shard& shard, const std::string& after, std::size_t limit,
                        std::function<void(Records)> done) {
    boost::asio::post(network_, [this, shard, after = to_place(after), limit, done = std::move(done)] {
        auto stored = tables_.read_stream(shard.table, shard_number(shard), after, limit);
        if (!stored) return done(std::unexpected(std::move(stored.error())));
        std::vector<Record> records;
        for (StreamRecord& record : *stored) {
            records.push_back({to_number(shard, record.sequence), record.created, std::move(record.json)});
        }
        done(std::move(records));
    });
}

std::string TablesSource::checkpoint(const std::string& reader, const Shard& shard) {
    return to_number(shard, tables_.checkpoint(reader, shard_number(shard)));
}

void TablesSource::save_checkpoint(const std::string& reader, const Shard& shard, const std::string& sequence) {
    tables_.save_checkpoint(reader, shard_number(shard), to_place(sequence));
}

void TablesSource::skip_to_end(Tables& tables, const std::string& reader, const std::string& table) {
    constexpr std::size_t page = 1000;
    for (unsigned shard = 0; shard < shards_per_stream; ++shard) {
        std::uint64_t last = tables.checkpoint(reader, shard);
        // A reader that is left before the end, for want of a disk that can be read, sees more than it need.
        for (auto records = tables.read_stream(table, shard, last, page); records && !records->empty();
             records = tables.read_stream(table, shard, last, page)) {
            last = records->back().sequence;
        }
        tables.save_checkpoint(reader, shard, last);
    }
}

}  // namespace vitrine::host
