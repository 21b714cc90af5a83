#include "host/gateway/connections_api.hpp"

#include "host/gateway/socket_session.hpp"
#include "lib/encoding.hpp"
#include "lib/json_text.hpp"

namespace vitrine::host::gateway {
namespace {

AwsAnswer failure(int status, std::string_view type, std::string_view message) {
    AwsAnswer answer{.status = status,
                     .content_type = "application/json",
                     .body = {},
                     .headers = {{"x-amzn-ErrorType", std::string(type)}}};
    JsonText(answer.body).begin_object().member("message", message).end_object();
    return answer;
}

AwsAnswer done(int status, std::string body = {}) {
    return {.status = status, .content_type = "application/json", .body = std::move(body), .headers = {}};
}

std::string describe(const SocketSession& socket) {
    std::string out;
    JsonText json(out);
    json.begin_object().member("connectedAt", rfc3339(socket.identity().connected_at));
    json.key("identity").begin_object().member("sourceIp", socket.identity().source_ip);
    json.member("userAgent", socket.identity().user_agent).end_object();
    json.member("lastActiveAt", rfc3339(socket.last_active())).end_object();
    return out;
}

AwsAnswer post(Core& core, SocketSession& socket, std::string_view message) {
    if (message.size() > core.options.limits.message)
        return failure(413, "PayloadTooLargeException", "The message is larger than 128 KB");
    if (!is_utf8(message)) return failure(400, "BadRequestException", "The message is not UTF-8 text");
    socket.send(message);
    return done(200);
}

}  // namespace

std::optional<std::string> connection_id_of(std::string_view path) {
    const auto last = path.rfind('/');
    if (last == std::string_view::npos || last == 0) return std::nullopt;
    const auto before = path.rfind('/', last - 1);
    if (before == std::string_view::npos) return std::nullopt;
    if (percent_decode(path.substr(before + 1, last - before - 1)) != "@connections") return std::nullopt;
    return percent_decode(path.substr(last + 1));
}

AwsAnswer answer_connections(Core& core, const AwsRequest& request) {
    const auto function = core.app.functions.find(request.principal);
    if (function == core.app.functions.end() || !allows(function->second, "execute-api:ManageConnections", "websocket"))
        return failure(403, "ForbiddenException",
                       "User: " + request.principal + " is not authorized to perform: execute-api:ManageConnections");
    const auto id = connection_id_of(request.path);
    if (!id) return failure(404, "NotFoundException", "Only /@connections/ID is served here");
    // As API Gateway has it: what it never gives out is no connection that could be gone.
    if (!is_gateway_id(*id)) return failure(400, "BadRequestException", "Invalid connectionId: " + *id);
    const auto found = core.sockets.find(*id);
    if (found == core.sockets.end()) return failure(410, "GoneException", "The connection is gone");
    const auto socket = found->second;
    if (request.method == "POST") return post(core, *socket, request.body);
    if (request.method == "GET") return done(200, describe(*socket));
    if (request.method != "DELETE") return failure(405, "MethodNotAllowedException", "POST, GET or DELETE");
    socket->close(CloseCode::normal, "Connection Closed Normally");
    return done(204);
}

}  // namespace vitrine::host::gateway
