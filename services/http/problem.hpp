// Problem documents (RFC 9457): every error a function answers. The table of docs/api.md in code.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/shop/error.hpp"
#include "services/shop/money.hpp"

namespace shop {

struct ProblemType {
    std::string_view name;  // `type` is /problems/ and this
    int status;
    std::string_view title;
    std::string_view detail;  // where nothing more particular is known
};

namespace problems {
extern const ProblemType malformed_json;
extern const ProblemType invalid_parameter;
extern const ProblemType invalid_cursor;
extern const ProblemType idempotency_key_missing;
extern const ProblemType idempotency_key_invalid;
extern const ProblemType unauthorized;
extern const ProblemType forbidden;
extern const ProblemType not_found;
extern const ProblemType method_not_allowed;
extern const ProblemType not_acceptable;
extern const ProblemType payload_too_large;
extern const ProblemType unsupported_media_type;
extern const ProblemType invalid_content;
extern const ProblemType precondition_required;
extern const ProblemType internal_error;
}  // namespace problems

// The status and words of each refusal.
[[nodiscard]] const ProblemType& type_of(Refusal refusal);

using Headers = std::vector<std::pair<std::string, std::string>>;

// Why a request was not granted.
struct Failure {
    const ProblemType* type;
    std::string detail;  // empty: the type's own
    Facts facts;
    std::string cause;  // for the log alone
    Headers headers;    // Allow, WWW-Authenticate, Accept-Encoding, Retry-After
};

// `detail` empty: the type's own.
[[nodiscard]] inline std::unexpected<Failure> fail(const ProblemType& type, std::string detail = {}) {
    return std::unexpected(Failure{&type, std::move(detail), {}, {}, {}});
}
// What a use case refused or could not do; a 503 gets Retry-After: 1 (seconds).
[[nodiscard]] std::unexpected<Failure> fail(Error error);
// Wrong fields or parameters, all at once.
[[nodiscard]] std::unexpected<Failure> fail(const ProblemType& type, FieldErrors errors);

// application/problem+json; `instance` is urn:trace:TRACE_ID. The cause is not in it.
[[nodiscard]] std::string problem_json(const Failure& failure, std::string_view trace_id, const Currency& currency);

}  // namespace shop
