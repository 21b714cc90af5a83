// Parsed JSON in an arena of its own: all of it is freed at once.
#pragma once

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <string_view>

namespace shop::aws {

class JsonDocument {
public:
    // nullopt: it is no JSON, or nests deeper than DynamoDB lets anything nest.
    [[nodiscard]] static std::optional<JsonDocument> parse(std::string_view text);

    // Valid as long as the document.
    [[nodiscard]] const boost::json::value& root() const { return root_; }

private:
    explicit JsonDocument(std::unique_ptr<boost::json::monotonic_resource> memory)
        : memory_(std::move(memory)), root_(memory_.get()) {}

    std::unique_ptr<boost::json::monotonic_resource> memory_;  // outlives the values that lie in it
    boost::json::value root_;
};

}  // namespace shop::aws
