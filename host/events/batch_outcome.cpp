#include "host/events/batch_outcome.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

namespace vitrine::host {

namespace json = boost::json;

std::expected<std::optional<std::size_t>, BadAnswer> first_failure(std::string_view answer,
                                                                   const std::vector<Record>& batch) {
    if (answer.empty()) return std::nullopt;
    boost::system::error_code failed;
    const json::value parsed = json::parse(answer, failed);
    if (failed) return std::unexpected(BadAnswer::no_json);
    const json::object* object = parsed.if_object();
    const json::value* list = object ? object->if_contains("batchItemFailures") : nullptr;
    if (!list || list->is_null()) return std::nullopt;  // nothing reported
    if (!list->is_array()) return std::unexpected(BadAnswer::unknown_record);
    std::optional<std::size_t> first;
    for (const json::value& failure : list->get_array()) {
        const json::object* fields = failure.if_object();
        const json::value* id = fields ? fields->if_contains("itemIdentifier") : nullptr;
        const auto found = id && id->is_string()
                               ? std::ranges::find(batch, std::string_view(id->get_string()), &Record::sequence)
                               : batch.end();
        if (found == batch.end()) return std::unexpected(BadAnswer::unknown_record);
        const auto place = static_cast<std::size_t>(found - batch.begin());
        first = std::min(first.value_or(place), place);
    }
    return first;
}

}  // namespace vitrine::host
