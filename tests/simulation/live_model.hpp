// The rules by which a client stays at the shop's present (data-and-live.md, "Client"), as small as they can be said.
// The site's own client (web/src/lib/live) keeps the same ones; docs/frontend.md numbers them. The model's:
//   L1  what is heard before the snapshot is held until it is there
//   L2  changes cover (from, to]: at or before the own position they are old
//   L3  beyond it they leave a gap
//   L4  a revision at or below the known one is dropped; what is gone is remembered with its revision
//   L5  a list's `feed` is the position it begins at; one that is behind is brought forward before it shows
//   L6  one product's answer only ever adds
//   L7  what a message could not carry is known to be unread until it is fetched
//   L8  another epoch, or a log that is cut, means: forget everything and begin afresh
// Those of the line are in browser.cpp: L9 (orders and baskets are asked for after every ready, pong and poll), L10 (a
// ping after silence, whose head tells what was lost) and L11 (pauses that grow, polling without a line). A line's
// renewal before two hours is not modelled: no run lasts that long.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/feed/position.hpp"

namespace shop::simulation {

struct Told {  // of one product, by a card or a change
    std::string product;
    std::int64_t rev = 0;
    std::optional<std::string> card;  // none: it is gone
    bool refetch = false;             // the message could not carry it
};

struct Span {
    Position from;
    Position to;
    std::vector<Told> changes;
};

struct Known {
    std::int64_t rev = 0;
    std::optional<std::string> card;
};

enum class Step { applied, old, gap, new_epoch };

class LiveModel {
public:
    [[nodiscard]] const std::optional<Position>& position() const { return position_; }
    [[nodiscard]] const std::map<std::string, Known>& known() const { return known_; }
    [[nodiscard]] const std::map<std::string, std::int64_t>& unread() const { return unread_; }

    // L5
    void start(const Position& at) { position_ = base_ = at, begun_ = at.seq; }
    [[nodiscard]] std::int64_t begun() const { return begun_; }  // what is unknown was not on show then
    [[nodiscard]] bool covers(const Position& at) const {
        return base_ && base_->epoch == at.epoch && base_->seq <= at.seq;
    }
    void extend_back(const Position& at) {
        if (base_ && base_->epoch == at.epoch) base_->seq = std::min(base_->seq, at.seq);
    }

    // L2, L3
    Step apply(const Span& span) {
        if (!position_ || span.from.epoch != position_->epoch || span.to.epoch != position_->epoch)
            return Step::new_epoch;
        if (span.to.seq <= position_->seq) return Step::old;
        if (span.from.seq > position_->seq) return Step::gap;
        absorb(span.changes);
        position_ = span.to;
        return Step::applied;
    }
    void absorb(const std::vector<Told>& changes) {
        for (const Told& change : changes) learn(change);
    }

    // L4, L6, L7
    void learn(const Told& told) {
        const auto before = known_.find(told.product);
        const std::int64_t rev = before == known_.end() ? 0 : before->second.rev;
        if (told.refetch) {
            if (told.rev == 0 || told.rev > rev)
                unread_[told.product] = told.rev ? told.rev : std::numeric_limits<std::int64_t>::max();
            return;
        }
        if (told.rev <= rev) return;
        if (const auto open = unread_.find(told.product); open != unread_.end() && told.rev >= open->second)
            unread_.erase(open);
        known_[told.product] = {told.rev, told.card};
    }
    void read(const Told& answer) {
        unread_.erase(answer.product);
        learn(answer);
    }

    // L8
    void forget() {
        position_.reset(), base_.reset();
        known_.clear(), unread_.clear();
    }

    // L1
    void hold(Span span) { held_.push_back(std::move(span)); }
    [[nodiscard]] std::vector<Span> take_held() {
        std::ranges::stable_sort(held_, {}, [](const Span& span) { return span.from.seq; });
        return std::exchange(held_, {});
    }

private:
    std::optional<Position> position_;
    std::int64_t begun_ = 0;
    std::optional<Position> base_;  // every change after it is held
    std::map<std::string, Known> known_;
    std::map<std::string, std::int64_t> unread_;
    std::vector<Span> held_;
};

}  // namespace shop::simulation
