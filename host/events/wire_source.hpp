// Streams of a DynamoDB that is somewhere else, read by polling DynamoDB Streams' protocol.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "host/events/dynamodb_client.hpp"
#include "host/events/schedules.hpp"
#include "host/events/stream_source.hpp"
#include "lib/log.hpp"

namespace vitrine::host {

struct WireSourceOptions {
    std::string name_prefix;                // vitrine-local-
    std::filesystem::path checkpoints;      // a file
    std::chrono::milliseconds period{200};  // between looks at a stream that moves
    std::chrono::milliseconds idle{1'000};  // and at one that stands still; new shards are looked for as often
    Log log;
};

// A GetRecords record as Lambda's event has it.
[[nodiscard]] std::string to_lambda_record(boost::json::object record, const std::string& stream_arn);

class WireSource : public StreamSource {
public:
    // References must outlive the source.
    WireSource(boost::asio::io_context& network, DynamoDbClient& client, WireSourceOptions options);
    ~WireSource() override;

    void watch(const std::string& table, std::function<void(Shard)> found, std::function<void()> more) override;
    void read(const Shard& shard, const std::string& after, std::size_t limit,
              std::function<void(Records)> done) override;
    // Of WireSourceOptions::checkpoints: survives a restart.
    [[nodiscard]] std::string checkpoint(const std::string& reader, const Shard& shard) override;
    void save_checkpoint(const std::string& reader, const Shard& shard, const std::string& sequence) override;

private:
    using Json = std::function<void(std::expected<boost::json::value, std::string>)>;
    struct Stream;

    void call(std::string_view service, std::string_view operation, const boost::json::object& request, Json done);
    void find_stream(const std::shared_ptr<Stream>& stream);
    void find_shards(const std::shared_ptr<Stream>& stream);
    void announce(Stream& stream, const boost::json::array& shards);
    void get_records(const Shard& shard, const std::string& iterator, const std::string& after, std::size_t limit,
                     std::function<void(Records)> done);
    [[nodiscard]] Records take_records(const Shard& shard, const boost::json::value& answer, const std::string& after);
    [[nodiscard]] std::string checkpoint_name(const std::string& reader, const Shard& shard) const;

    boost::asio::io_context& network_;
    DynamoDbClient& client_;
    WireSourceOptions options_;
    std::map<std::string, std::shared_ptr<Stream>> streams_;                // by table
    std::map<std::pair<std::string, std::string>, std::string> iterators_;  // by shard and the sequence they follow
    std::set<std::string> ended_;                                           // shards read to their end
    std::map<std::string, std::string> checkpoints_;
    std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace vitrine::host
