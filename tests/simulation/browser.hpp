// A browser on the shop's page: keeps a LiveModel at the present over a socket that may be cut at any moment, and over
// GET /changes; looks at lists now and then; follows orders and baskets.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "services/live/subscribe.hpp"
#include "tests/simulation/catalog.hpp"
#include "tests/simulation/gateway.hpp"
#include "tests/simulation/live_model.hpp"

namespace shop::simulation {

class Browser {
public:
    Browser(World& world, Gateway& gateway, Catalog& catalog, std::uint32_t number)
        : world_(world), gateway_(gateway), catalog_(catalog), number_(number) {}
    Browser(const Browser&) = delete;
    Browser& operator=(const Browser&) = delete;

    // Until the run stops it.
    void live();
    // The page of an order or basket: from now on this browser follows it.
    void follow(const Claim& claim);

    [[nodiscard]] const LiveModel& model() const { return model_; }
    struct Followed {
        Claim claim;
        std::int64_t rev = 0;
        bool said = false;  // hello was sent on the present socket
    };
    // By topic: order#ID or basket#ID.
    [[nodiscard]] const std::map<std::string, Followed>& followed() const { return followed_; }

private:
    void converse();
    void poll();
    void say_hello();
    void say_ping();
    void follow_more();
    bool hear(const std::string& frame);  // true: the answer that was waited for
    void hear_changes(Span span);
    void hear_head(const Position& head);
    void snapshot();
    void look_at_list();
    void sync();
    bool read_on();
    void read_unread();
    bool bring_forward(const Position& from);
    void drain();
    void forget();
    void refresh_followed();
    void fetch(const std::string& topic);
    [[nodiscard]] std::optional<std::int64_t> rev_of(const Claim& claim);
    void stand();
    [[nodiscard]] Duration backoff();

    World& world_;
    Gateway& gateway_;
    Catalog& catalog_;
    std::uint32_t number_;
    LiveModel model_;
    std::shared_ptr<Socket> socket_;
    std::map<std::string, Followed> followed_;
    int failures_ = 0;
};

}  // namespace shop::simulation
