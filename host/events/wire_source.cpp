#include "host/events/wire_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>

#include "host/tables/protocol/request_json.hpp"

namespace vitrine::host {

namespace json = boost::json;

namespace {

std::string text_at(const json::value& value, std::string_view name) {
    const json::object* object = value.if_object();
    const json::value* found = object ? object->if_contains(name) : nullptr;
    return found && found->is_string() ? std::string(found->get_string()) : "";
}

const json::value* child_of(const json::value& value, std::string_view name) {
    const json::object* object = value.if_object();
    return object ? object->if_contains(name) : nullptr;
}

json::array array_at(const json::value* value, std::string_view name) {
    const json::value* found = value ? child_of(*value, name) : nullptr;
    return found && found->is_array() ? found->get_array() : json::array{};
}

// Epoch seconds, whole or not.
Instant created_at(const json::value& change) {
    const json::value* at = child_of(change, "ApproximateCreationDateTime");
    const double seconds = at && at->is_number() ? at->to_number<double>() : 0;
    return Instant{Milliseconds{static_cast<std::int64_t>(seconds * 1000)}};
}

std::map<std::string, std::string> read_checkpoints(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    boost::system::error_code failed;
    const json::value parsed = json::parse(text.str(), failed);
    std::map<std::string, std::string> found;
    if (failed || !parsed.is_object()) return found;
    for (const auto& [name, sequence] : parsed.get_object()) {
        if (sequence.is_string()) found.emplace(name, sequence.get_string());
    }
    return found;
}

}  // namespace

std::string to_lambda_record(json::object record, const std::string& stream_arn) {
    record["eventSourceARN"] = stream_arn;
    // The one field that the two protocols spell differently.
    if (json::value* identity = record.if_contains("userIdentity")) {
        *identity =
            json::object{{"principalId", text_at(*identity, "PrincipalId")}, {"type", text_at(*identity, "Type")}};
    }
    return json::serialize(record);
}

struct WireSource::Stream {
    std::string table;
    std::string arn;
    std::vector<std::function<void(Shard)>> found;
    std::vector<std::function<void()>> more;
    std::vector<Shard> announced;
    bool moved = false;  // since the last look
    std::unique_ptr<PeriodicTimer> looks;
    std::unique_ptr<PeriodicTimer> searches;
    int still = 0;  // looks without news
};

WireSource::WireSource(boost::asio::io_context& network, DynamoDbClient& client, WireSourceOptions options)
    : network_(network),
      client_(client),
      options_(std::move(options)),
      checkpoints_(read_checkpoints(options_.checkpoints)) {}

WireSource::~WireSource() = default;

void WireSource::call(std::string_view service, std::string_view operation, const json::object& request, Json done) {
    client_.call(fmt::format("{}{}", service, operation), json::serialize(request),
                 [weak = std::weak_ptr(alive_), done = std::move(done)](const auto& answer) {
                     if (weak.expired()) return;
                     if (!answer) return done(std::unexpected(answer.error()));
                     boost::system::error_code failed;
                     json::parse_options options;
                     options.max_depth = tables::max_json_depth;
                     json::value parsed = json::parse(answer->body, failed, {}, options);
                     if (failed || answer->status != 200) return done(std::unexpected(answer->body));
                     done(std::move(parsed));
                 });
}

void WireSource::watch(const std::string& table, std::function<void(Shard)> found, std::function<void()> more) {
    auto& stream = streams_[table];
    const bool first = !stream;
    if (first) stream = std::make_shared<Stream>(Stream{.table = table});
    stream->found.push_back(std::move(found));
    stream->more.push_back(std::move(more));
    if (!first) return;
    find_stream(stream);
    stream->searches = std::make_unique<PeriodicTimer>(
        network_, options_.idle, [this, stream = stream.get(), weak = std::weak_ptr(stream)] {
            if (const auto self = weak.lock()) stream->arn.empty() ? find_stream(self) : find_shards(self);
        });
    // Every look while it moves; every fifth or so while it stands still.
    const auto idle_looks = static_cast<int>(options_.idle / options_.period);
    stream->looks = std::make_unique<PeriodicTimer>(network_, options_.period, [stream = stream.get(), idle_looks] {
        stream->still = std::exchange(stream->moved, false) ? 0 : stream->still + 1;
        if (stream->still > idle_looks && stream->still % idle_looks != 0) return;
        for (const auto& wake : stream->more) wake();
    });
}

void WireSource::find_stream(const std::shared_ptr<Stream>& stream) {
    call(DynamoDbClient::tables, "DescribeTable", {{"TableName", options_.name_prefix + stream->table}},
         [this, stream](const auto& answer) {
             const json::value* table = answer ? child_of(*answer, "Table") : nullptr;
             stream->arn = table ? text_at(*table, "LatestStreamArn") : "";
             if (!stream->arn.empty()) return find_shards(stream);
             options_.log.warning(
                 "The stream of {Table} is not found: {Reason}",
                 {{"Table", stream->table}, {"Reason", answer ? "the table has none" : answer.error()}});
         });
}

void WireSource::find_shards(const std::shared_ptr<Stream>& stream) {
    call(DynamoDbClient::streams, "DescribeStream", {{"StreamArn", stream->arn}}, [this, stream](const auto& answer) {
        if (answer) return announce(*stream, array_at(child_of(*answer, "StreamDescription"), "Shards"));
        options_.log.warning("The shards of {Table} are not found: {Reason}",
                             {{"Table", stream->table}, {"Reason", answer.error()}});
    });
}

// A shard's children come once it is read to its end: that keeps the order of each key.
void WireSource::announce(Stream& stream, const json::array& shards) {
    const auto is_there = [&](const std::string& id) {
        return std::ranges::any_of(shards, [&](const json::value& shard) { return text_at(shard, "ShardId") == id; });
    };
    for (const json::value& shard : shards) {
        const std::string id = text_at(shard, "ShardId");
        const std::string parent = text_at(shard, "ParentShardId");
        if (std::ranges::find(stream.announced, id, &Shard::id) != stream.announced.end()) continue;
        if (!parent.empty() && is_there(parent) && !ended_.contains(parent)) continue;
        stream.announced.push_back({stream.table, id});
        for (const auto& tell : stream.found) tell(stream.announced.back());
    }
}

void WireSource::read(const Shard& shard, const std::string& after, std::size_t limit,
                      std::function<void(Records)> done) {
    if (auto known = iterators_.extract(std::pair{shard.id, after})) {
        return get_records(shard, known.mapped(), after, limit, std::move(done));
    }
    json::object request{{"StreamArn", streams_.at(shard.table)->arn},
                         {"ShardId", shard.id},
                         {"ShardIteratorType", after.empty() ? "TRIM_HORIZON" : "AFTER_SEQUENCE_NUMBER"}};
    if (!after.empty()) request["SequenceNumber"] = after;
    call(DynamoDbClient::streams, "GetShardIterator", request,
         [this, shard, after, limit, done = std::move(done)](const auto& answer) mutable {
             if (!answer) return done(std::unexpected(answer.error()));
             get_records(shard, text_at(*answer, "ShardIterator"), after, limit, std::move(done));
         });
}

void WireSource::get_records(const Shard& shard, const std::string& iterator, const std::string& after,
                             std::size_t limit, std::function<void(Records)> done) {
    constexpr std::size_t max_records = 1000;  // of the protocol
    call(DynamoDbClient::streams, "GetRecords", {{"ShardIterator", iterator}, {"Limit", std::min(limit, max_records)}},
         [this, shard, after, done = std::move(done)](const auto& answer) {
             done(answer ? take_records(shard, *answer, after) : Records(std::unexpected(answer.error())));
         });
}

StreamSource::Records WireSource::take_records(const Shard& shard, const json::value& answer,
                                               const std::string& after) {
    Stream& stream = *streams_.at(shard.table);
    std::vector<Record> records;
    for (json::value& record : array_at(&answer, "Records")) {
        const json::value* change = child_of(record, "dynamodb");
        if (!change) continue;
        const std::string sequence = text_at(*change, "SequenceNumber");
        const Instant created = created_at(*change);
        records.push_back({sequence, created, to_lambda_record(std::move(record.get_object()), stream.arn)});
    }
    const std::string next = text_at(answer, "NextShardIterator");
    if (next.empty() && records.empty()) ended_.insert(shard.id);
    if (!next.empty()) iterators_[{shard.id, records.empty() ? after : records.back().sequence}] = next;
    stream.moved = stream.moved || !records.empty();
    return records;
}

// A stream's ARN holds the time of its making: another table of the same name begins anew.
std::string WireSource::checkpoint_name(const std::string& reader, const Shard& shard) const {
    return fmt::format("{} {} {}", reader, streams_.at(shard.table)->arn, shard.id);
}

std::string WireSource::checkpoint(const std::string& reader, const Shard& shard) {
    const auto found = checkpoints_.find(checkpoint_name(reader, shard));
    return found == checkpoints_.end() ? "" : found->second;
}

void WireSource::save_checkpoint(const std::string& reader, const Shard& shard, const std::string& sequence) {
    checkpoints_[checkpoint_name(reader, shard)] = sequence;
    json::object all;
    for (const auto& [name, at] : checkpoints_) all[name] = at;
    const std::filesystem::path next = options_.checkpoints.string() + ".next";
    std::ofstream(next) << json::serialize(all);
    std::error_code failed;
    std::filesystem::rename(next, options_.checkpoints, failed);
    if (failed) options_.log.warning("Checkpoints cannot be written: {Reason}", {{"Reason", failed.message()}});
}

}  // namespace vitrine::host
