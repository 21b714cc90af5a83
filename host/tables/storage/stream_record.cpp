#include "host/tables/storage/stream_record.hpp"

#include <fmt/format.h>

#include "host/tables/protocol/sequence_number.hpp"
#include "host/tables/protocol/value_json.hpp"

namespace vitrine::host::tables {
namespace {

std::string_view event_name(const ItemChange& change) {
    if (change.before == nullptr) return "INSERT";
    return change.after == nullptr ? "REMOVE" : "MODIFY";
}

constexpr std::string_view expiry_identity =
    R"(,"userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"})";

}  // namespace

std::string stream_record(const Schema& schema, std::string_view region, unsigned shard, std::uint64_t sequence,
                          Instant created, const ItemChange& change) {
    const StreamView view = schema.declared.stream;
    const bool with_new = view == StreamView::new_image || view == StreamView::new_and_old;
    const bool with_old = view == StreamView::old_image || view == StreamView::new_and_old;
    const Item key = stored_key(schema, change.after != nullptr ? *change.after : *change.before);
    std::size_t size = size_of(key);
    std::string out;
    out.reserve(600 + change.before_text.size() + change.after_text.size());
    auto to = std::back_inserter(out);
    fmt::format_to(
        to,
        R"({{"eventID":"{:08x}{:04x}{:020x}","eventName":"{}","eventVersion":"1.1","eventSource":"aws:dynamodb",)"
        R"("awsRegion":"{}","dynamodb":{{"ApproximateCreationDateTime":{},"Keys":)",
        schema.id, shard, sequence, event_name(change), region, epoch_seconds(created));
    write_item(out, key);
    if (with_new && change.after != nullptr) {
        out += R"(,"NewImage":)";
        out += change.after_text;
        size += size_of(*change.after);
    }
    if (with_old && change.before != nullptr) {
        out += R"(,"OldImage":)";
        out += change.before_text;
        size += size_of(*change.before);
    }
    fmt::format_to(to, R"(,"SequenceNumber":"{}","SizeBytes":{},"StreamViewType":"{}"}})",
                   sequence_number(shard, sequence), size, view_type(view));
    if (change.cause == Cause::expiry) out += expiry_identity;
    fmt::format_to(to, R"(,"eventSourceARN":"{}"}})", schema.stream_arn());
    return out;
}

}  // namespace vitrine::host::tables
