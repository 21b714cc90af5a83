#include "host/gateway/connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "host/gateway/socket_session.hpp"

namespace vitrine::host::gateway {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

std::int64_t milliseconds_since(Steady::time_point began) {
    return std::chrono::duration_cast<Milliseconds>(Steady::now() - began).count();
}

// To `OPTIONS *`: what the server as a whole can do (RFC 9110 section 9.3.7).
Answer server_options() {
    return {.status = 204, .headers = {{"allow", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"}}, .body = {}};
}

}  // namespace

bool is_loopback_host(std::string_view host) {
    const std::string_view name = domain_of(host);
    return name == "127.0.0.1" || name == "[::1]" || equal_ignoring_case(name, "localhost");
}

Connection::Connection(std::shared_ptr<Core> core, Socket socket, std::string source_ip)
    : core_(std::move(core)),
      socket_(std::move(socket)),
      source_ip_(std::move(source_ip)),
      reader_({core_->options.limits.head, core_->options.limits.body}) {}

void Connection::start(Core::Connections::iterator place) {
    place_ = place;
    set_deadline(core_->options.timeouts.keep_alive);
    wait_readable();
}

void Connection::become_busy() {
    if (!std::exchange(idle_, false)) return;
    core_->busy.splice(core_->busy.end(), core_->idle, place_);
}

void Connection::become_idle() {
    if (std::exchange(idle_, true)) return;
    core_->idle.splice(core_->idle.end(), core_->busy, place_);
    set_deadline(core_->options.timeouts.keep_alive);
}

void Connection::end() {
    if (std::exchange(state_, State::ended) == State::ended) return;
    error_code ignored;
    socket_.close(ignored);
    (idle_ ? core_->idle : core_->busy).erase(place_);
    core_->released();
}

void Connection::expire(Steady::time_point now) {
    if (now < deadline_) return;
    if (state_ == State::invoking) {
        ++serial_;  // whatever comes back now comes too late
        log().warning("{Function} did not answer in time", {{"Function", exchange_.function}});
        respond(gateway_answer(503));
    } else if (state_ == State::receiving && !idle_) {
        refuse(408);
    } else {
        end();
    }
}

void Connection::wait_readable() {
    if (std::exchange(waits_, true)) return;
    socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const error_code& failed) {
        self->waits_ = false;
        if (!failed) self->on_readable();
    });
}

void Connection::on_readable() {
    if (state_ != State::receiving && state_ != State::draining) return;
    error_code failed;
    const std::size_t got = socket_.read_some(asio::buffer(core_->scratch), failed);
    if (failed == asio::error::would_block) return wait_readable();
    if (failed) return end();
    if (state_ == State::draining) return wait_readable();
    (void)reader_.feed({core_->scratch.data(), got});
    if (idle_ && reader_.begun()) {
        become_busy();
        set_deadline(core_->options.timeouts.head);
    }
    advance();
}

// Each turn ends a request or the loop: what is not complete waits for more, and whatever else waits for a function or
// for the socket comes back here by itself. Answers may be made and sent while this runs; it then goes on with the
// next.
void Connection::advance() {
    constexpr int max_consecutive_requests = 32;  // then others come first
    if (std::exchange(advancing_, true)) return;
    for (int done = 0; state_ == State::receiving; ++done) {
        if (done == max_consecutive_requests) {
            advancing_ = false;
            return asio::post(core_->network, [self = shared_from_this()] { self->advance(); });
        }
        const RequestReader::State come = reader_.state();
        if (come == RequestReader::State::body) on_body_begun();
        if (come == RequestReader::State::head || come == RequestReader::State::body) break;
        if (come == RequestReader::State::refused)
            refuse(reader_.refusal());
        else
            handle();
    }
    advancing_ = false;
    if (state_ == State::receiving || state_ == State::draining) wait_readable();
}

void Connection::on_body_begun() {
    if (std::exchange(head_done_, true)) return;
    set_deadline(core_->options.timeouts.body);
    // RFC 9110 section 10.1.1. So few bytes always fit, or the caller will send its body unasked.
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    error_code ignored;
    if (reader_.expects_continue() && reader_.request().version >= 11 && reader_.request().body.empty())
        socket_.write_some(asio::buffer(go_on), ignored);
}

void Connection::handle() {
    const Request& request = reader_.request();
    exchange_ = Exchange{};
    exchange_.began = Steady::now();
    exchange_.trace = continue_trace(request, core_->random);
    if (core_->options.loopback && !is_loopback_host(request.header("host").value_or(""))) return refuse(403);

    if (request.path == "*") return respond(server_options());

    const auto& sockets = core_->app.websocket;
    if (sockets && request.path == sockets->path) return handle_upgrade();

    Match match{};
    if (core_->router.find(request.method, request.path, match)) return handle_api(match);

    exchange_.route = "site";
    const bool from_site = core_->site && !core_->router.is_api_path(request.path);
    exchange_.api = !from_site;
    respond(from_site ? core_->site->answer(request) : gateway_answer(404));
}

void Connection::handle_api(const Match& match) {
    exchange_.request_id = new_gateway_id(core_->random);
    exchange_.route = match.route->key;
    const EventContext context{exchange_.trace, exchange_.request_id, source_ip_, core_->clock()};
    std::string event = http_event(core_->api, context, reader_.request(), match);
    if (event.size() > core_->options.limits.event) return respond(gateway_answer(413));
    set_deadline(core_->options.timeouts.integration);
    invoke(match.route->function, std::move(event));
}

void Connection::handle_upgrade() {
    const Request& request = reader_.request();
    const WebSocketApi& api = *core_->app.websocket;
    Handshake handshake = read_handshake(request);
    exchange_.route = "$connect";
    exchange_.api = false;
    if (handshake.refusal != 0) {
        Answer refused = gateway_answer(handshake.refusal);
        if (handshake.refusal == 426)
            refused.headers.insert(refused.headers.end(), {{"upgrade", "websocket"}, {"sec-websocket-version", "13"}});
        return respond(std::move(refused), false);
    }
    exchange_.accept = std::move(handshake.accept);
    exchange_.request_id = new_gateway_id(core_->random);
    const std::string host(request.header("host").value_or(""));
    exchange_.socket = {.connection_id = new_gateway_id(core_->random),
                        .domain_name = std::string(domain_of(host)),
                        .host = host,
                        .api_id = core_->api.api_id,
                        .stage = api.path.substr(1),
                        .source_ip = source_ip_,
                        .user_agent = std::string(request.header("user-agent").value_or("")),
                        .connected_at = core_->clock()};
    const auto route = api.routes.find("$connect");
    if (route == api.routes.end()) return accept_socket({});
    const Instant now = core_->clock();
    const EventContext http{exchange_.trace, exchange_.request_id, source_ip_, now};
    set_deadline(core_->options.timeouts.socket_integration);
    invoke(route->second, connect_event(exchange_.socket, {exchange_.request_id, now}, core_->api, http, request));
}

void Connection::invoke(std::string_view function, std::string event) {
    state_ = State::invoking;
    exchange_.function = function;
    core_->functions.invoke({.function = std::string(function),
                             .payload = std::move(event),
                             .trace_id = exchange_.trace.trace_id,
                             .parent_span_id = exchange_.trace.span_id},
                            [self = shared_from_this(), serial = ++serial_](InvokeResult result) {
                                self->returned(serial, std::move(result));
                            });
}

void Connection::returned(std::uint64_t serial, InvokeResult result) {
    if (state_ != State::invoking || serial != serial_) return;
    if (!exchange_.accept.empty()) return connected(result);
    respond(answer_of(result));
}

Answer Connection::answer_of(InvokeResult& result) {
    if (const auto* returned = std::get_if<Returned>(&result)) {
        auto answer = http_answer(returned->payload);
        if (answer) return *std::move(answer);
        log().error("{Function} returned what is no HTTP answer", {{"Function", exchange_.function}});
        return gateway_answer(500);
    }
    if (const auto* failed = std::get_if<FunctionFailed>(&result)) {
        log().error("{Function} failed: {ErrorType}: {ErrorMessage}",
                    {{"Function", exchange_.function}, {"ErrorType", failed->type}, {"ErrorMessage", failed->message}});
        return gateway_answer(500);
    }
    return gateway_answer(503);
}

void Connection::connected(InvokeResult& result) {
    ConnectAnswer answer;
    if (const auto* returned = std::get_if<Returned>(&result)) answer = connect_answer(returned->payload);
    if (answer.accepted()) return accept_socket(answer.subprotocol);
    Answer refused = gateway_answer(answer.status);
    refused.body = socket_failure(answer.status >= 500 ? "Internal server error" : "Forbidden",
                                  exchange_.socket.connection_id, exchange_.request_id);
    exchange_.accept.clear();
    respond(std::move(refused), false);
}

void Connection::refuse(int status) {
    if (exchange_.trace.trace_id.empty()) {
        exchange_.trace = new_trace(core_->random);
        exchange_.began = Steady::now();
    }
    exchange_.route = "none";
    respond(gateway_answer(status), status == 403);
}

void Connection::respond(Answer answer, bool keep_alive) {
    const bool whole = reader_.state() == RequestReader::State::done;
    keep_alive_ = keep_alive && whole && reader_.request().keep_alive();
    if (!answer.has("x-trace-id")) answer.headers.emplace_back("x-trace-id", exchange_.trace.trace_id);
    if (!exchange_.request_id.empty()) answer.headers.emplace_back("apigw-requestid", exchange_.request_id);
    if (answer.status == 205) answer.body.clear();  // it has none, and says so (RFC 9110 section 15.3.6)
    out_head_.clear();
    append_head(out_head_, answer, {keep_alive_, core_->date(), exchange_.api ? &core_->api_headers : nullptr});
    const bool bodiless = !may_have_body(answer.status) || (whole && reader_.request().method == "HEAD");
    out_body_ = bodiless ? std::string() : std::move(answer.body);
    log_answer(answer.status);
    write();
}

void Connection::accept_socket(std::string_view subprotocol) {
    out_head_ =
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ";
    out_head_.append(exchange_.accept).append("\r\n");
    if (!subprotocol.empty()) out_head_.append("sec-websocket-protocol: ").append(subprotocol).append("\r\n");
    out_head_ += "\r\n";
    out_body_.clear();
    log_answer(101);
    write();
}

// Most answers leave at once; what does not fit waits for the socket.
void Connection::write() {
    state_ = State::writing;
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(out_head_), asio::buffer(out_body_)};
    error_code failed;
    sent_ = socket_.write_some(buffers, failed);
    if (failed && failed != asio::error::would_block) return end();
    const std::size_t head_left = out_head_.size() - std::min(sent_, out_head_.size());
    const std::size_t left = out_head_.size() + out_body_.size() - sent_;
    if (left == 0) return on_written();
    set_deadline(core_->options.timeouts.write);
    const std::size_t body_left = left - head_left;
    const std::array<asio::const_buffer, 2> rest{
        asio::buffer(out_head_.data() + out_head_.size() - head_left, head_left),
        asio::buffer(out_body_.data() + out_body_.size() - body_left, body_left)};
    asio::async_write(socket_, rest, [self = shared_from_this()](const error_code& stopped, std::size_t) {
        if (self->state_ != State::writing) return;
        if (stopped) return self->end();
        self->on_written();
    });
}

void Connection::on_written() {
    if (!exchange_.accept.empty()) return upgrade_to_socket();
    if (!keep_alive_) return drain();
    out_body_ = std::string();
    exchange_ = Exchange{};
    head_done_ = false;
    reader_.next();
    state_ = State::receiving;
    if (reader_.begun())
        set_deadline(core_->options.timeouts.head);
    else
        become_idle();
    advance();
}

// The socket becomes a WebSocket; what was sent too early goes along.
void Connection::upgrade_to_socket() {
    const auto session = std::make_shared<SocketSession>(core_, std::move(socket_), std::move(exchange_.socket));
    core_->sockets.emplace(session->identity().connection_id, session);
    state_ = State::ended;
    (idle_ ? core_->idle : core_->busy).erase(place_);
    session->start(reader_.take_rest());
    if (core_->draining) session->shut_down();
}

// Unread data would make the kernel reset the connection and take our answer with it, so we say that we are done
// and wait for the other side to be done too.
void Connection::drain() {
    state_ = State::draining;
    set_deadline(core_->options.timeouts.closing);
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    if (!advancing_) wait_readable();
}

Log Connection::log() const {
    return core_->log.in_trace(exchange_.trace.trace_id, exchange_.trace.span_id);
}

void Connection::log_answer(int status) const {
    const Level level = exchange_.route == "site" ? Level::debug : Level::information;
    if (!core_->log.enabled(level)) return;
    const std::string_view method = reader_.state() == RequestReader::State::done ? reader_.request().method : "";
    Properties properties{{"Method", method},
                          {"Route", exchange_.route},
                          {"Status", status},
                          {"Milliseconds", milliseconds_since(exchange_.began)}};
    if (!exchange_.function.empty()) properties.emplace_back("Function", exchange_.function);
    log().write(level, "{Method} {Route} answered {Status} in {Milliseconds} ms", properties);
}

}  // namespace vitrine::host::gateway
