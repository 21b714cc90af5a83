// Tables as an AWS service of the endpoint: X-Amz-Target names the operation, X-Amz-Crc32 covers the answer's body.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
#pragma once

#include <functional>
#include <string>

#include "host/endpoint/endpoint.hpp"
#include "host/tables/tables.hpp"

namespace vitrine::host {

// What a principal may do to tables.
using Grants = std::function<Authorize(const std::string& principal)>;

// `tables` must outlive the service.
[[nodiscard]] AwsService dynamodb_service(Tables& tables, Grants grants);

}  // namespace vitrine::host
