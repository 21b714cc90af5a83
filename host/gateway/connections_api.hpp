// API Gateway's management API for WebSocket connections.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/endpoint/endpoint.hpp"
#include "host/gateway/core.hpp"

namespace vitrine::host::gateway {

// Answers one signed request of a function. What is wrong is told as AWS does, by X-Amzn-ErrorType and a message:
// 400 BadRequestException, 403 ForbiddenException, 410 GoneException, 413 PayloadTooLargeException.
[[nodiscard]] AwsAnswer answer_connections(Core& core, const AwsRequest& request);

// The connection id of [/STAGE]/@connections/ID, each part percent-encoded or not; nullopt for any other path.
[[nodiscard]] std::optional<std::string> connection_id_of(std::string_view path);

}  // namespace vitrine::host::gateway
