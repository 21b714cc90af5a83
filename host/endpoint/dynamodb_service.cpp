#include "host/endpoint/dynamodb_service.hpp"

#include <zlib.h>

#include <utility>

namespace vitrine::host {
namespace {

constexpr std::string_view target_prefix = "DynamoDB_20120810.";

std::string crc32_of(std::string_view body) {
    const auto* bytes = reinterpret_cast<const Bytef*>(body.data());
    return std::to_string(crc32_z(0, bytes, body.size()));
}

void finish(TableAnswer&& answer, const AwsDone& done) {
    std::string checksum = crc32_of(answer.body);
    done({.status = answer.status, .body = std::move(answer.body), .headers = {{"x-amz-crc32", std::move(checksum)}}});
}

}  // namespace

AwsService dynamodb_service(Tables& tables, Grants grants) {
    return [&tables, grants = std::move(grants)](const AwsRequest& request, AwsDone done) {
        // An unknown target is the tables' to refuse, as an operation that they do not have.
        const std::string_view operation = request.target.starts_with(target_prefix)
                                               ? request.target.substr(target_prefix.size())
                                               : std::string_view{};
        tables.execute(operation, request.body, grants(request.principal),
                       [done = std::move(done)](TableAnswer answer) { finish(std::move(answer), done); });
    };
}

}  // namespace vitrine::host
