#include "services/store/dynamodb/stream_event.hpp"

#include "lib/encoding.hpp"
#include "services/aws/json_document.hpp"
#include "services/store/dynamodb/attribute_value.hpp"

namespace shop::aws {
namespace {

namespace json = boost::json;

std::optional<store::Item> image(const json::object& change, std::string_view name) {
    const json::value* found = change.if_contains(name);
    if (found == nullptr) return std::nullopt;
    auto item = read_item(*found);
    return item ? std::optional(*std::move(item)) : std::nullopt;
}

std::optional<store::StreamRecord> record_from(const json::value& value) {
    const json::object* record = value.if_object();
    const json::value* change = record ? record->if_contains("dynamodb") : nullptr;
    if (change == nullptr || !change->is_object()) return std::nullopt;
    const json::object& parts = change->get_object();
    const json::value* sequence = parts.if_contains("SequenceNumber");
    auto keys = image(parts, "Keys");
    if (sequence == nullptr || !sequence->is_string() || !keys) return std::nullopt;
    return store::StreamRecord{std::string(sequence->get_string()), *std::move(keys), image(parts, "OldImage"),
                               image(parts, "NewImage")};
}

}  // namespace

std::expected<std::vector<store::StreamRecord>, std::string> read_stream_event(std::string_view payload) {
    const auto event = JsonDocument::parse(payload);
    const json::object* parts = event ? event->root().if_object() : nullptr;
    const json::value* list = parts ? parts->if_contains("Records") : nullptr;
    if (list == nullptr || !list->is_array()) return std::unexpected("the event has no records");
    std::vector<store::StreamRecord> records;
    records.reserve(list->get_array().size());
    for (const json::value& one : list->get_array()) {
        auto record = record_from(one);
        if (!record) return std::unexpected("a record has no keys or no sequence number");
        records.push_back(*std::move(record));
    }
    return records;
}

std::string batch_done() {
    return R"({"batchItemFailures":[]})";
}

std::string batch_failed_from(std::string_view sequence) {
    std::string out = R"({"batchItemFailures":[{"itemIdentifier":)";
    vitrine::append_json_string(out, sequence);
    return out + "}]}";
}

}  // namespace shop::aws
