#include "services/functions/sockets/sockets.hpp"

#include <algorithm>

#include "services/application/feed.hpp"
#include "services/application/json_text.hpp"
#include "services/application/subscribe.hpp"
#include "services/application/subscriptions.hpp"
#include "services/functions/sockets/event.hpp"
#include "services/functions/sockets/message.hpp"

namespace shop::sockets {
namespace {

using Reply = std::expected<std::string, http::Failure>;  // a frame

constexpr http::ProblemType too_many_messages{
    "too-many-messages", 429, "Too many messages",
    "This connection has said more in a minute than any page does, and is closed. Connect again in a minute."};

std::string head_frame(std::string_view type, const domain::Position& head) {
    std::string text;
    application::JsonText out(text);
    out.begin_object();
    out.key("type"), out.text(type);
    out.key("head"), out.text(head.text());
    out.end_object();
    return text;
}

std::expected<void, http::Failure> check_editor_key(const http::AccessRules& access, const vitrine::Secret& key) {
    if (access.editor_open) return {};
    if (access.editor_keys.empty()) return http::fail(http::problems::forbidden, "Editing is closed here.");
    if (key.empty()) return http::fail(http::problems::unauthorized, "Say hello to studio with the editorKey.");
    if (!access.editor_keys.admit(key.reveal()))
        return http::fail(http::problems::forbidden, "The editor key is not valid.");
    return {};
}

Reply reply_to(const HelloMessage& message, const Settings& settings, const application::Shop& shop,
               const store::Context& context, const application::Connection& connection) {
    if (message.hello.studio)
        if (auto editor = check_editor_key(settings.access, message.editor_key); !editor)
            return std::unexpected(std::move(editor.error()));
    auto head = application::subscribe(shop, settings.connections, context, connection, message.hello);
    if (!head) return http::fail(std::move(head.error()));
    return head_frame("ready", *head);
}

Reply reply_to(const PingMessage&, const Settings&, const application::Shop& shop, const store::Context& context,
               const application::Connection&) {
    const auto head = application::feed::read_head(shop, context);
    if (!head) return http::fail(application::failed(head.error()).error());
    return head_frame("pong", *head);
}

std::string error_frame(const http::Failure& failure, const application::Shop& shop, const aws::Event& event) {
    if (failure.type->status >= 500) event.log.error("Socket message failed: {Cause}", {{"Cause", failure.cause}});
    const std::string trace = event.trace_id.empty() ? vitrine::new_trace_id(shop.random) : event.trace_id;
    std::string text;
    application::JsonText out(text);
    out.begin_object();
    out.key("type"), out.text("error");
    out.key("problem"), out.raw(http::problem_json(failure, trace, shop.currency));
    out.end_object();
    return text;
}

// The frame goes before the end: a close frame of API Gateway's own says 1000 and nothing more. What was on its way
// when the connection was told is not told again.
void turn_away(const Ports& ports, const store::Context& context, const SocketEvent& socket, const aws::Event& event,
               bool told) {
    const std::string& id = socket.connection.id;
    if (!told) {
        event.log.information("A connection has spent its messages", {});
        const std::string frame = error_frame(http::fail(too_many_messages).error(), ports.shop, event);
        if (ports.connections.post_all(context, frame, {id}).front() == application::Delivery::gone) return;
    }
    if (ports.connections.close(context, id) == application::Delivery::failed)
        event.log.warning("A connection that has spent its messages is still open", {});
}

std::string answered(const Settings& settings, const Ports& ports, const store::Context& context,
                     const SocketEvent& socket, const aws::Event& event) {
    const auto message = read_message(socket.body);
    const auto granted = ports.budget.take(ports.shop, context, socket.connection.id, units_of(socket.body, message));
    if (!granted)
        return error_frame(http::fail(application::failed(granted.error()).error()).error(), ports.shop, event);
    if (*granted != application::MessageBudget::Grant::granted) {
        turn_away(ports, context, socket, event, *granted == application::MessageBudget::Grant::spent_before);
        return {};
    }
    if (!message) return error_frame(message.error(), ports.shop, event);
    const Reply reply = std::visit(
        [&](const auto& one) { return reply_to(one, settings, ports.shop, context, socket.connection); }, *message);
    return reply ? *reply : error_frame(reply.error(), ports.shop, event);
}

// Is it the page's own host that was asked? So it is wherever the shop is reached: by another name, behind a proxy.
bool is_same_host(std::string_view origin, std::string_view host) {
    constexpr std::string_view separator = "://";
    const auto scheme = origin.find(separator);
    return scheme != std::string_view::npos && !host.empty() && origin.substr(scheme + separator.size()) == host;
}

// A socket that came by way of others may be anybody's, and its messages do not say so: hello could not tell the owner.
bool is_forwarded(const SocketEvent& event) {
    return std::ranges::any_of(
        event.headers, [](const auto& header) { return http::tells_of_forwarding(header.first, header.second); });
}

// A page of another site must not speak in its visitor's name; what is no browser sends no Origin.
bool may_connect(const Settings& settings, const SocketEvent& event) {
    if (!settings.access.origin_secrets.admit(event.header(http::origin_secret_header))) return false;
    if (settings.access.editor_open && is_forwarded(event)) return false;
    const std::string_view origin = event.header("origin");
    return origin.empty() || is_same_host(origin, event.header("host")) ||
           std::ranges::find(settings.allowed_origins, origin) != settings.allowed_origins.end();
}

std::string disconnected(const Settings& settings, const application::Shop& shop, const store::Context& context,
                         const SocketEvent& socket, const aws::Event& event) {
    const auto removed =
        application::subscriptions::remove(shop.store, context, settings.connections, socket.connection.id);
    if (removed) return answer(200);
    // Nobody waits for it: what is left, a 410 or its time to live removes.
    event.log.warning("Subscriptions of a closed connection are left: {Cause}", {{"Cause", removed.error().detail}});
    return answer(500);
}

}  // namespace

std::vector<std::string> read_origins(std::string_view list) {
    constexpr std::string_view separators = ", ";
    std::vector<std::string> origins;
    while (!list.empty()) {
        const std::string_view origin = list.substr(0, list.find_first_of(separators));
        list.remove_prefix(std::min(origin.size() + 1, list.size()));
        if (!origin.empty()) origins.emplace_back(origin);
    }
    return origins;
}

aws::Answer handle(const Settings& settings, const Ports& ports, const aws::Event& event) {
    const auto socket = read_event(event.payload);
    if (!socket) return std::unexpected(aws::Failure{"Sockets.MalformedEvent", socket.error()});
    const store::Context context{event.deadline};
    if (socket->route == "$connect") return answer(may_connect(settings, *socket) ? 200 : 403);
    if (socket->route == "$disconnect") return disconnected(settings, ports.shop, context, *socket, event);
    return answer(200, answered(settings, ports, context, *socket, event));
}

}  // namespace shop::sockets
