#include "services/live/sockets.hpp"

#include <algorithm>

#include "services/feed/feed.hpp"
#include "services/live/socket_event.hpp"
#include "services/live/socket_message.hpp"
#include "services/live/subscribe.hpp"
#include "services/live/subscriptions.hpp"
#include "services/shop/json_text.hpp"

namespace shop::sockets {
namespace {

using Reply = std::expected<std::string, Failure>;  // a frame

constexpr ProblemType too_many_messages{
    "too-many-messages", 429, "Too many messages",
    "This connection has said more in a minute than any page does, and is closed. Connect again in a minute."};

std::string head_frame(std::string_view type, const Position& head) {
    std::string text;
    JsonText out(text);
    out.begin_object();
    out.key("type"), out.text(type);
    out.key("head"), out.text(head.text());
    out.end_object();
    return text;
}

std::expected<void, Failure> check_editor_key(const AccessRules& access, const vitrine::Secret& key) {
    if (access.editor_open) return {};
    if (access.editor_keys.empty()) return fail(problems::forbidden, "Editing is closed here.");
    if (key.empty()) return fail(problems::unauthorized, "Say hello to studio with the editorKey.");
    if (!access.editor_keys.admit(key.reveal())) return fail(problems::forbidden, "The editor key is not valid.");
    return {};
}

Reply reply_to(const HelloMessage& message, const Settings& settings, const Shop& shop, const store::Context& context,
               const Connection& connection) {
    if (message.hello.studio)
        if (auto editor = check_editor_key(settings.access, message.editor_key); !editor)
            return std::unexpected(std::move(editor.error()));
    auto head = subscribe(shop, settings.connections, context, connection, message.hello);
    if (!head) return fail(std::move(head.error()));
    return head_frame("ready", *head);
}

Reply reply_to(const PingMessage&, const Settings&, const Shop& shop, const store::Context& context,
               const Connection&) {
    const auto head = feed::read_head(shop, context);
    if (!head) return fail(failed(head.error()).error());
    return head_frame("pong", *head);
}

std::string error_frame(const Failure& failure, const Shop& shop, const aws::Event& event) {
    if (failure.type->status >= 500) event.log.error("Socket message failed: {Cause}", {{"Cause", failure.cause}});
    const std::string trace = event.trace_id.empty() ? vitrine::new_trace_id(shop.random) : event.trace_id;
    std::string text;
    JsonText out(text);
    out.begin_object();
    out.key("type"), out.text("error");
    out.key("problem"), out.raw(problem_json(failure, trace, shop.currency));
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
        const std::string frame = error_frame(fail(too_many_messages).error(), ports.shop, event);
        if (ports.connections.post_all(context, frame, {id}).front() == Delivery::gone) return;
    }
    if (ports.connections.close(context, id) == Delivery::failed)
        event.log.warning("A connection that has spent its messages is still open", {});
}

std::string answered(const Settings& settings, const Ports& ports, const store::Context& context,
                     const SocketEvent& socket, const aws::Event& event) {
    const auto message = read_message(socket.body);
    const auto granted = ports.budget.take(ports.shop, context, socket.connection.id, units_of(socket.body, message));
    if (!granted) return error_frame(fail(granted.error()).error(), ports.shop, event);
    if (*granted != MessageBudget::Grant::granted) {
        turn_away(ports, context, socket, event, *granted == MessageBudget::Grant::spent_before);
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
    return std::ranges::any_of(event.headers,
                               [](const auto& header) { return tells_of_forwarding(header.first, header.second); });
}

// A page of another site must not speak in its visitor's name; what is no browser sends no Origin.
bool may_connect(const Settings& settings, const SocketEvent& event) {
    if (!settings.access.origin_secrets.admit(event.header(origin_secret_header))) return false;
    if (settings.access.editor_open && is_forwarded(event)) return false;
    const std::string_view origin = event.header("origin");
    return origin.empty() || is_same_host(origin, event.header("host")) ||
           std::ranges::find(settings.allowed_origins, origin) != settings.allowed_origins.end();
}

std::string disconnected(const Settings& settings, const Shop& shop, const store::Context& context,
                         const SocketEvent& socket, const aws::Event& event) {
    const auto removed = subscriptions::remove(shop.store, context, settings.connections, socket.connection.id);
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
