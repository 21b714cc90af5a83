#include "tests/simulation/browser.hpp"

#include <boost/json.hpp>
#include <ranges>
#include <utility>

#include "services/baskets/get_basket.hpp"
#include "services/feed/feed.hpp"
#include "services/live/subscriptions.hpp"
#include "services/orders/get_order.hpp"
#include "services/shop/json_text.hpp"

namespace shop::simulation {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

std::string frame_of(std::string_view type, const Position& head) {
    return "{\"type\":\"" + std::string(type) + "\",\"head\":\"" + head.text() + "\"}";
}

std::string text_of(const json::object& object, std::string_view name) {
    return std::string(object.at(name).as_string());
}

Position position_of(const json::object& object, std::string_view name) {
    return Position::parse(text_of(object, name)).value();
}

Told told_by_frame(const json::object& change) {
    const auto* rev = change.if_contains("rev");
    Told told{text_of(change, "id"), rev ? rev->as_int64() : 0, {}, change.contains("refetch")};
    if (!told.refetch && !change.contains("gone")) told.card = json::serialize(change);
    return told;
}

}  // namespace

void Browser::live() {
    if (world_.happens(0.5)) snapshot();
    while (true) {
        if (world_.happens(world_.faults.offline))
            world_.scheduler.sleep(world_.dice.between(Duration{1s}, Duration{300s}));
        socket_ = gateway_.connect();
        if (socket_) {
            converse();
            gateway_.close(*socket_);
        }
        const bool polls = ++failures_ >= 2;
        if (polls) poll();
        world_.scheduler.sleep(polls ? std::min<Duration>(backoff(), 10s) : backoff());
    }
}

// L11, L9: no line is to be had.
void Browser::poll() {
    if (model_.position()) sync();
    refresh_followed();
}

// L10: The client speaks first. It pings after a silence and gives the socket up where an answer stays away.
void Browser::converse() {
    const bool hidden = world_.happens(0.1);  // until the run comes to rest
    for (auto& [topic, one] : followed_) one.said = false;
    say_hello();
    bool waiting = true;
    while (true) {
        const Duration silence = hidden && !world_.closing ? Duration{240s} : Duration{60s};
        const auto frame = gateway_.hear(*socket_, waiting ? Duration{10s} : silence);
        if (!frame && waiting) return;
        if (!frame) {
            say_ping();
            waiting = true;
            continue;
        }
        if (hear(*frame)) waiting = false;
        follow_more();
        if (!world_.closing && world_.happens(0.1)) look_at_list();
    }
}

void Browser::say_hello() {
    gateway_.say(*socket_, [id = socket_->id()](Invocation& invocation) -> std::optional<std::string> {
        const auto head = subscribe(invocation.shop, connections_table, invocation.context,
                                    {id, invocation.shop.clock()}, {.catalogue = true, .claims = {}});
        if (!head) return std::nullopt;
        return frame_of("ready", *head);
    });
}

void Browser::say_ping() {
    gateway_.say(*socket_, [](Invocation& invocation) -> std::optional<std::string> {
        const auto head = feed::read_head(invocation.shop, invocation.context);
        if (!head) return std::nullopt;
        return frame_of("pong", *head);
    });
}

void Browser::follow(const Claim& claim) {
    const std::string topic = std::visit([](const auto& id) { return subscriptions::topic_of(id); }, claim.of);
    followed_.try_emplace(topic, Followed{claim, 0, false});
    if (socket_) world_.note("follow", topic);
}

void Browser::follow_more() {
    for (auto& [topic, one] : followed_) {
        if (std::exchange(one.said, true)) continue;
        gateway_.say(*socket_,
                     [socket = socket_->id(), claim = one.claim](Invocation& invocation) -> std::optional<std::string> {
                         const auto head = subscribe(invocation.shop, connections_table, invocation.context,
                                                     {socket, invocation.shop.clock()}, {.claims = {claim}});
                         if (!head) return std::nullopt;
                         return frame_of("ready", *head);
                     });
    }
}

bool Browser::hear(const std::string& text) {
    const json::object frame = json::parse(text).as_object();
    const std::string type = text_of(frame, "type");
    if (type == "changes") {
        Span span{position_of(frame, "from"), position_of(frame, "to"), {}};
        for (const auto& change : frame.at("changes").as_array())
            span.changes.push_back(told_by_frame(change.as_object()));
        hear_changes(std::move(span));
        return false;
    }
    if (type == "order" || type == "basket") {
        const std::string topic = type + "#" + text_of(frame, "id");
        const auto one = followed_.find(topic);
        if (one != followed_.end() && frame.at("rev").as_int64() > one->second.rev) fetch(topic);
        return false;
    }
    failures_ = 0;
    hear_head(position_of(frame, "head"));
    refresh_followed();  // L9
    return true;
}

void Browser::hear_changes(Span span) {
    if (!model_.position()) {
        model_.hold(std::move(span));
        return snapshot();
    }
    const Step step = model_.apply(span);
    if (step == Step::new_epoch) {
        forget();
        model_.hold(std::move(span));
        return snapshot();
    }
    if (step == Step::gap) {
        model_.hold(std::move(span));
        sync();
    }
    if (!model_.unread().empty()) sync();
    stand();
}

void Browser::hear_head(const Position& head) {
    const auto& own = model_.position();
    if (own && own->epoch != head.epoch) forget();
    if (!own) snapshot();
    if (!own || own->epoch != head.epoch) return;
    if (head.seq > own->seq || !model_.unread().empty()) sync();
}

void Browser::snapshot() {
    const auto answer = catalog_.list();
    if (!answer) return;  // the next head asks again
    if (model_.position() && model_.position()->epoch != answer->feed.epoch) forget();
    if (!model_.position())
        model_.start(answer->feed);
    else if (answer->feed.seq < model_.position()->seq && !model_.covers(answer->feed) && !bring_forward(answer->feed))
        return;
    model_.absorb(answer->cards);
    drain();
    stand();
}

// Another page's list is a snapshot too; one product's page is a consistent read.
void Browser::look_at_list() {
    if (!model_.position() || model_.known().empty() || world_.happens(0.5)) return snapshot();
    const auto card = catalog_.product(model_.known().begin()->first);
    if (card && model_.position()) model_.learn(*card);
}

void Browser::sync() {
    for (int attempt = 0; attempt < 5 && model_.position(); ++attempt) {
        if (read_on()) {
            read_unread();
            return drain();
        }
        world_.scheduler.sleep(backoff());
    }
}

bool Browser::read_on() {
    while (model_.position()) {
        const auto answer = catalog_.changes(*model_.position());
        if (!answer) return false;
        if (answer->lost || model_.apply(answer->span) == Step::new_epoch) {
            forget();
            snapshot();
            return true;
        }
        stand();
        if (!answer->more) return true;
    }
    return true;
}

void Browser::read_unread() {
    const auto unread = model_.unread();
    for (const auto& [id, rev] : unread)
        if (const auto answer = catalog_.product(id)) model_.read(*answer);
}

bool Browser::bring_forward(const Position& from) {
    for (Position at = from; at.seq < model_.position()->seq;) {
        const auto answer = catalog_.changes(at);
        if (!answer || answer->lost || answer->span.to.epoch != model_.position()->epoch) return false;
        model_.absorb(answer->span.changes);
        if (!answer->more) break;
        at = answer->span.to;
    }
    model_.extend_back(from);
    return true;
}

void Browser::drain() {
    for (Span& span : model_.take_held())
        if (model_.position() && span.from.epoch == model_.position()->epoch) hear_changes(std::move(span));
}

void Browser::forget() {
    model_.forget();
    world_.ledger.browser_forgot(number_);
    world_.note("forget", "begins afresh");
}

void Browser::refresh_followed() {
    const auto topics = std::views::keys(followed_);
    const std::vector<std::string> known(topics.begin(), topics.end());  // more may come while these are asked for
    for (const std::string& topic : known) fetch(topic);
}

void Browser::fetch(const std::string& topic) {
    const auto rev = rev_of(followed_.at(topic).claim);
    Followed& one = followed_.at(topic);
    if (rev) one.rev = std::max(one.rev, *rev);
}

std::optional<std::int64_t> Browser::rev_of(const Claim& claim) {
    if (const auto* id = std::get_if<OrderId>(&claim.of)) {
        using Answer = Outcome<Order>;
        const auto answer = call<Answer>(world_, "orders", [id = *id, token = claim.token](Invocation& invocation) {
            return get_order(invocation.shop, invocation.context, id, {token});
        });
        return answer && *answer ? std::optional((*answer)->rev.number) : std::nullopt;
    }
    using Answer = Outcome<BasketView>;
    const auto& id = std::get<BasketId>(claim.of);
    const auto answer = call<Answer>(world_, "baskets", [id, token = claim.token](Invocation& invocation) {
        return get_basket(invocation.shop, invocation.context, id, token);
    });
    return answer && *answer ? std::optional((*answer)->basket.rev.number) : std::nullopt;
}

void Browser::stand() {
    if (!model_.position()) return;
    world_.ledger.browser_stands(number_, *model_.position(),
                                 [this](const std::string& product, std::int64_t seq) -> std::optional<std::int64_t> {
                                     if (model_.unread().contains(product)) return std::nullopt;
                                     if (const auto known = model_.known().find(product); known != model_.known().end())
                                         return known->second.rev;
                                     if (seq <= model_.begun()) return std::nullopt;
                                     return 0;
                                 });
}

Duration Browser::backoff() {
    return world_.dice.between(Duration{100ms}, Duration{1s * (1 << std::min(failures_, 4))});
}

}  // namespace shop::simulation
