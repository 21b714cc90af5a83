#include "host/gateway/socket_session.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <utility>

namespace vitrine::host::gateway {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Messages of one connection that may wait for its function before no more are read.
constexpr std::size_t max_queued_messages = 16;

// What API Gateway says in disconnectReason, as far as it is known.
constexpr std::string_view no_status = "Client-side close frame status not set";
constexpr std::string_view going_away = "Going away";
constexpr std::string_view abnormal = "Connection closed abnormally";

std::string_view reason_of(CloseCode code) {
    switch (code) {
        case CloseCode::unsupported_data:
            return "Binary messages are not supported";
        case CloseCode::bad_utf8:
            return "Text is not UTF-8";
        case CloseCode::too_big:
            return "Message or frame too large";
        default:
            return "Protocol error";
    }
}

}  // namespace

SocketSession::SocketSession(std::shared_ptr<Core> core, Socket socket, SocketIdentity identity)
    : core_(std::move(core)),
      socket_(std::move(socket)),
      identity_(std::move(identity)),
      api_(*core_->app.websocket),
      decoder_({core_->options.limits.frame, core_->options.limits.message}),
      born_(Steady::now()),
      touched_(born_),
      last_active_(core_->clock()) {}

void SocketSession::start(std::string_view early) {
    decoder_.feed(early);
    take_inputs();
}

void SocketSession::touch() {
    touched_ = Steady::now();
    last_active_ = core_->clock();
}

Steady::time_point SocketSession::deadline() const {
    const GatewayTimeouts& timeouts = core_->options.timeouts;
    auto at = Steady::time_point::max();
    if (state_ == State::open) at = std::min(born_ + timeouts.socket_life, touched_ + timeouts.socket_idle);
    if (state_ == State::closing) at = closing_since_ + timeouts.closing;
    return busy_ ? std::min(at, began_ + timeouts.socket_integration) : at;
}

void SocketSession::expire(Steady::time_point now) {
    if (now < deadline()) return;
    const GatewayTimeouts& timeouts = core_->options.timeouts;
    if (busy_ && now >= began_ + timeouts.socket_integration) {
        ++serial_;
        busy_ = false;
        fail("Endpoint request timed out");
        take_inputs();
    } else if (state_ == State::closing) {
        end(close_code_, close_reason_);
    } else if (state_ == State::open) {
        close(CloseCode::going_away, going_away);
    }
}

void SocketSession::wait_readable() {
    if (std::exchange(reading_, true)) return;
    socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const error_code& failed) {
        self->reading_ = false;
        if (!failed) self->on_readable();
    });
}

void SocketSession::on_readable() {
    if (state_ == State::ended) return;
    error_code failed;
    const std::size_t got = socket_.read_some(asio::buffer(core_->scratch), failed);
    if (failed == asio::error::would_block) return wait_readable();
    if (failed) return end(CloseCode::abnormal, abnormal);
    decoder_.feed({core_->scratch.data(), got});
    take_inputs();
}

// Stops at a full queue: what is not taken stays in the decoder, and what is not read with the sender.
void SocketSession::take_inputs() {
    while (state_ != State::ended && waiting_.size() < max_queued_messages) {
        auto input = decoder_.next();
        if (!input) break;
        take(*std::move(input));
    }
    dispatch();
    if (state_ != State::ended && waiting_.size() < max_queued_messages) wait_readable();
}

void SocketSession::take(SocketInput input) {
    const bool open = state_ == State::open;
    if (open) touch();
    std::string frame;
    switch (input.kind) {
        case SocketInput::Kind::text:
            if (open) waiting_.push_back(std::move(input.payload));
            return;
        case SocketInput::Kind::ping:
            append_pong(frame, input.payload);
            if (open) send_bytes(frame);
            return;
        case SocketInput::Kind::pong:
            return;
        // RFC 6455 section 7.1.7: whatever it sends now, an answer to our close frame too, is not looked at.
        case SocketInput::Kind::violation: {
            const std::string_view reason = reason_of(input.code);
            if (open) return begin_closing(input.code, reason, Waits::end_of_stream, reason);
            waits_ = Waits::end_of_stream;
            return on_close_sent();
        }
        case SocketInput::Kind::close:
            if (!open) return end(close_code_, close_reason_);
            const bool coded = input.code != CloseCode::none_given;
            return begin_closing(input.code, coded ? std::string_view(input.payload) : no_status, Waits::own_frames,
                                 {});
    }
}

void SocketSession::dispatch() {
    if (core_->over) waiting_.clear();
    while (!busy_ && !waiting_.empty()) {
        const std::string message = std::move(waiting_.front());
        waiting_.pop_front();
        trace_ = new_trace(core_->random);
        request_id_ = new_gateway_id(core_->random);
        began_ = Steady::now();
        const auto selected = selected_route(api_.select, message);
        auto route = selected && !selected->starts_with('$') ? api_.routes.find(*selected) : api_.routes.end();
        if (route == api_.routes.end()) route = api_.routes.find("$default");
        if (route == api_.routes.end()) {
            fail("Forbidden");
            continue;
        }
        busy_ = true;
        route_ = route->first;
        core_->functions.invoke({.function = route->second,
                                 .payload = message_event(identity_, {request_id_, core_->clock()}, route_,
                                                          new_gateway_id(core_->random), message),
                                 .trace_id = trace_.trace_id,
                                 .parent_span_id = trace_.span_id},
                                [self = shared_from_this(), serial = ++serial_](const InvokeResult& result) {
                                    self->returned(serial, result);
                                });
    }
    tell_disconnect();
}

void SocketSession::returned(std::uint64_t serial, const InvokeResult& result) {
    if (serial != serial_ || core_->over || !std::exchange(busy_, false)) return;
    answer(result);
    take_inputs();
}

void SocketSession::answer(const InvokeResult& result) {
    const Log log = core_->log.in_trace(trace_.trace_id, trace_.span_id);
    const auto took = std::chrono::duration_cast<Milliseconds>(Steady::now() - began_).count();
    log.debug("WebSocket {Route} answered in {Milliseconds} ms", {{"Route", route_}, {"Milliseconds", took}});
    if (const auto* done = std::get_if<Returned>(&result)) {
        const auto text = message_answer(done->payload);
        if (text && text->empty()) return;
        if (text) return send(*text);
        log.error("WebSocket {Route} returned what is no answer", {{"Route", route_}});
    } else if (const auto* failed = std::get_if<FunctionFailed>(&result)) {
        log.error("WebSocket {Route} failed: {ErrorType}: {ErrorMessage}",
                  {{"Route", route_}, {"ErrorType", failed->type}, {"ErrorMessage", failed->message}});
    } else {
        log.warning("WebSocket {Route} was not answered in time", {{"Route", route_}});
    }
    fail("Internal server error");
}

void SocketSession::fail(std::string_view message) {
    send(socket_failure(message, identity_.connection_id, request_id_));
}

void SocketSession::send(std::string_view message) {
    if (state_ != State::open) return;
    touch();
    std::string head;
    if (message.size() > core_->options.limits.frame) {
        append_text_frames(head, message, core_->options.limits.frame);
        return send_bytes(head);
    }
    append_text_header(head, message.size());
    send_bytes(head, message);
}

void SocketSession::send_bytes(std::string_view head, std::string_view body) {
    std::size_t sent = 0;
    if (unsent_.empty()) {
        const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(body)};
        error_code failed;
        sent = socket_.write_some(buffers, failed);
        if (failed && failed != asio::error::would_block) return end(CloseCode::abnormal, abnormal);
        if (sent == head.size() + body.size()) return;
    } else if (unsent_.size() - unsent_from_ + head.size() + body.size() > core_->options.limits.unsent) {
        return end(CloseCode::abnormal, "Reader too slow");
    }
    const bool waits = !unsent_.empty();
    const std::size_t of_head = std::min(sent, head.size());
    unsent_.append(head.substr(of_head)).append(body.substr(sent - of_head));
    if (!waits) wait_writable();
}

void SocketSession::wait_writable() {
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const error_code& failed) {
        if (!failed) self->on_writable();
    });
}

void SocketSession::on_writable() {
    if (state_ == State::ended) return;
    error_code failed;
    unsent_from_ += socket_.write_some(asio::buffer(unsent_) + unsent_from_, failed);
    if (failed && failed != asio::error::would_block) return end(CloseCode::abnormal, abnormal);
    const bool all = unsent_from_ == unsent_.size();
    if (all || unsent_from_ > unsent_.size() / 2) {
        unsent_.erase(0, unsent_from_);
        unsent_from_ = 0;
    }
    if (!all) return wait_writable();
    unsent_.shrink_to_fit();
    if (state_ == State::closing) on_close_sent();
}

void SocketSession::close(CloseCode code, std::string_view reason) {
    if (state_ == State::open) begin_closing(code, reason, Waits::peer, reason);
}

void SocketSession::begin_closing(CloseCode code, std::string_view reason, Waits waits, std::string_view frame_reason) {
    const auto self = shared_from_this();
    state_ = State::closing;
    waits_ = waits;
    closing_since_ = Steady::now();
    close_code_ = code;
    close_reason_ = reason;
    core_->sockets.erase(identity_.connection_id);
    core_->closing.push_back(self);
    std::string frame;
    append_close(frame, code, frame_reason);
    send_bytes(frame);
    if (state_ == State::closing && unsent_.empty()) on_close_sent();
}

void SocketSession::on_close_sent() {
    // Both sides have sent a close frame: nothing is left to wait for.
    if (waits_ == Waits::own_frames) return end(close_code_, close_reason_);
    error_code ignored;
    if (waits_ == Waits::end_of_stream) socket_.shutdown(Socket::shutdown_send, ignored);
    wait_readable();
}

void SocketSession::shut_down() {
    if (state_ == State::open) begin_closing(CloseCode::going_away, going_away, Waits::own_frames, going_away);
    if (state_ == State::closing) end(close_code_, close_reason_);
}

void SocketSession::end(CloseCode code, std::string_view reason) {
    if (state_ == State::ended) return;
    const auto self = shared_from_this();
    if (state_ == State::open) {
        close_code_ = code;
        close_reason_ = reason;
    }
    state_ = State::ended;
    end_socket();
    if (core_->sockets.erase(identity_.connection_id) == 0) core_->closing.remove(self);
    core_->leaving.push_back(self);
    core_->released();
    tell_disconnect();
}

// What came and was not read would make the kernel reset the connection, and take our last frames with it.
void SocketSession::end_socket() {
    constexpr int max_reads = 16;
    error_code failed;
    socket_.shutdown(Socket::shutdown_send, failed);
    failed = {};
    for (int reads = 0; reads < max_reads && !failed; ++reads) socket_.read_some(asio::buffer(core_->scratch), failed);
    socket_.close(failed);
}

// Once the messages before have reached their functions.
void SocketSession::tell_disconnect() {
    if (state_ != State::ended || busy_ || !waiting_.empty() || std::exchange(disconnect_sent_, true)) return;
    core_->leaving.remove(shared_from_this());
    if (!core_->over) invoke_disconnect();
    core_->notify_if_drained();
}

// Best effort, as in API Gateway: nothing is told whether it went well but the log.
void SocketSession::invoke_disconnect() {
    const Trace trace = new_trace(core_->random);
    const Log log = core_->log.in_trace(trace.trace_id, trace.span_id);
    log.information("WebSocket closed with {Code}", {{"Code", static_cast<int>(close_code_)}});
    const auto route = api_.routes.find("$disconnect");
    if (route == api_.routes.end()) return;
    const std::string request_id = new_gateway_id(core_->random);
    ++core_->pending_disconnects;
    core_->functions.invoke(
        {.function = route->second,
         .payload = disconnect_event(identity_, {request_id, core_->clock()}, close_code_, close_reason_),
         .trace_id = trace.trace_id,
         .parent_span_id = trace.span_id},
        [log, core = core_](const InvokeResult& result) {
            if (core->over) return;  // the log says how many were left
            if (!std::holds_alternative<Returned>(result)) log.warning("$disconnect failed");
            --core->pending_disconnects;
            core->notify_if_drained();
        });
}

}  // namespace vitrine::host::gateway
