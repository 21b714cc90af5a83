// What an operation answers when it cannot be done: DynamoDB's own error types and texts.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace vitrine::host::tables {

enum class Fault {
    validation,
    serialization,
    unknown_operation,
    access_denied,
    resource_not_found,
    condition_failed,
    transaction_cancelled,
    token_mismatch,
    internal,
};

struct Failure {
    Fault fault = Fault::validation;
    std::string message;
    std::string members;  // further members of the JSON object: `"Item":{...}`; empty: none
};

template <typename T>
using Result = std::expected<T, Failure>;

// return invalid("...") from any function that returns a Result.
[[nodiscard]] inline std::unexpected<Failure> invalid(std::string message) {
    return std::unexpected(Failure{Fault::validation, std::move(message), {}});
}
// The same with another error type.
[[nodiscard]] inline std::unexpected<Failure> failed(Fault fault, std::string message) {
    return std::unexpected(Failure{fault, std::move(message), {}});
}

// 500 for an internal failure, else 400.
[[nodiscard]] int status_of(const Failure& failure);
// {"__type":"com.amazon...#ValidationException","message":...} with the failure's further members.
[[nodiscard]] std::string json_of(const Failure& failure);
// The short name that a transaction's cancellation reasons use: ConditionalCheckFailed, ValidationError.
[[nodiscard]] std::string_view reason_code(Fault fault);

}  // namespace vitrine::host::tables
