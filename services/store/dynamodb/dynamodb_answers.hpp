// What DynamoDB's answers mean: its error names stand here alone.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
#pragma once

#include <boost/json/value.hpp>
#include <expected>

#include "services/aws/http_client.hpp"
#include "services/aws/json_document.hpp"
#include "services/store/store.hpp"

namespace shop::aws::answers {

struct Failure {
    store::Error error;
    bool retry = false;     // another attempt may succeed
    bool doubtful = false;  // it may have been carried out
};

// The answer's JSON, or what went wrong.
[[nodiscard]] std::expected<JsonDocument, Failure> read(const HttpResult& result);

// Parts of successful answers. A missing member is read as an empty one; an item that cannot be read is Fault::invalid.
[[nodiscard]] store::Result<std::optional<store::Item>> item(const boost::json::value& answer, std::string_view member);
[[nodiscard]] store::Result<store::Page> page(const boost::json::value& answer);

}  // namespace shop::aws::answers
