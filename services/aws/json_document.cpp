#include "services/aws/json_document.hpp"

#include <boost/json/parse.hpp>
#include <utility>

namespace shop::aws {

namespace json = boost::json;

std::optional<JsonDocument> JsonDocument::parse(std::string_view text) {
    constexpr std::size_t smallest_arena = 4096;
    json::parse_options options;
    options.max_depth = 128;  // DynamoDB nests 32 deep, and each level is two in JSON
    JsonDocument document(std::make_unique<json::monotonic_resource>(smallest_arena + 2 * text.size()));
    boost::system::error_code wrong;
    document.root_ = json::parse({text.data(), text.size()}, wrong, document.memory_.get(), options);
    if (wrong) return std::nullopt;
    return document;
}

}  // namespace shop::aws
