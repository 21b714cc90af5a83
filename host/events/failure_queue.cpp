#include "host/events/failure_queue.hpp"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "host/tables/protocol/request_json.hpp"

namespace vitrine::host {

namespace {

namespace json = boost::json;

// Every record names its stream.
std::string stream_arn(const Record& record) {
    const tables::JsonText parsed(record.json);
    const json::object* object = parsed.value() == nullptr ? nullptr : parsed.value()->if_object();
    const json::value* arn = object ? object->if_contains("eventSourceARN") : nullptr;
    return arn && arn->is_string() ? std::string(arn->get_string()) : "";
}

}  // namespace

std::string failure_record(const DiscardedBatch& discarded) {
    json::object record{{"requestContext",
                         {{"requestId", discarded.request_id},
                          {"functionArn", discarded.function_arn},
                          {"condition", discarded.condition},
                          {"approximateInvokeCount", discarded.invocations}}},
                        {"version", "1.0"},
                        {"timestamp", rfc3339(discarded.at)},
                        {"DDBStreamBatchInfo",
                         {{"shardId", discarded.shard.id},
                          {"startSequenceNumber", discarded.batch.front().sequence},
                          {"endSequenceNumber", discarded.batch.back().sequence},
                          {"approximateArrivalOfFirstRecord", rfc3339(discarded.batch.front().created)},
                          {"approximateArrivalOfLastRecord", rfc3339(discarded.batch.back().created)},
                          {"batchSize", discarded.batch.size()},
                          {"streamArn", stream_arn(discarded.batch.front())}}}};
    if (discarded.invocations > 0) {
        record["responseContext"] = {
            {"statusCode", 200}, {"executedVersion", "$LATEST"}, {"functionError", "Unhandled"}};
    }
    return json::serialize(record);
}

std::expected<void, std::string> append_line(const std::filesystem::path& file, std::string_view line) {
    std::error_code failed;
    std::filesystem::create_directories(file.parent_path(), failed);
    std::ofstream stream(file, std::ios::app);
    stream << line << '\n';
    stream.flush();
    if (stream) return {};
    return std::unexpected(fmt::format("{} cannot be written: {}", file.string(), std::strerror(errno)));
}

}  // namespace vitrine::host
