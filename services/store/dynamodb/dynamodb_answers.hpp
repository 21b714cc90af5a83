// What DynamoDB's answers mean: the one place that knows its error names.
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
    bool retry = false;     // it may go well another time
    bool doubtful = false;  // it may have been carried out
};

// The answer's JSON, or what went wrong.
[[nodiscard]] std::expected<JsonDocument, Failure> read(const HttpResult& result);

// Parts of answers that went well. A missing member is as good as an empty one.
[[nodiscard]] store::Result<std::optional<store::Item>> item(const boost::json::value& answer, std::string_view member);
[[nodiscard]] store::Result<store::Page> page(const boost::json::value& answer);

}  // namespace shop::aws::answers
