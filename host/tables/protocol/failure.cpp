#include "host/tables/protocol/failure.hpp"
#include "lib/encoding.hpp"

#include <array>

namespace vitrine::host::tables {
namespace {

struct Form {
    std::string_view type;
    std::string_view reason;
    std::string_view message_member;
    int status;
};

// In the order of Fault.
constexpr std::array<Form, 9> forms{{
    {"com.amazon.coral.validate#ValidationException", "ValidationError", "message", 400},
    {"com.amazon.coral.service#SerializationException", "ValidationError", "Message", 400},
    {"com.amazon.coral.service#UnknownOperationException", "ValidationError", "message", 400},
    {"com.amazon.coral.service#AccessDeniedException", "AccessDenied", "Message", 400},
    {"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "ValidationError", "message", 400},
    {"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "ConditionalCheckFailed", "message", 400},
    {"com.amazonaws.dynamodb.v20120810#TransactionCanceledException", "ValidationError", "Message", 400},
    {"com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException", "ValidationError", "Message", 400},
    {"com.amazonaws.dynamodb.v20120810#InternalServerError", "InternalServerError", "message", 500},
}};

const Form& form_of(Fault fault) {
    return forms[static_cast<std::size_t>(fault)];
}

}  // namespace

int status_of(const Failure& failure) {
    return form_of(failure.fault).status;
}

std::string json_of(const Failure& failure) {
    const Form& form = form_of(failure.fault);
    std::string out = R"({"__type":)";
    append_json_string(out, form.type);
    if (!failure.message.empty()) {
        out += ',';
        append_json_string(out, form.message_member);
        out += ':';
        append_json_string(out, failure.message);
    }
    if (!failure.members.empty()) {
        out += ',';
        out += failure.members;
    }
    out += '}';
    return out;
}

std::string_view reason_code(Fault fault) {
    return form_of(fault).reason;
}

}  // namespace vitrine::host::tables
