// What goes wrong in a run, and how often. Each seed has its own mixture, many without most of them: a fault that is
// always there hides what only happens in its absence.
#pragma once

#include "tests/simulation/dice.hpp"

namespace shop::simulation {

struct Faults {
    // Of a call of the store: the port's contract allows each of these.
    double refused = 0;     // conflict, throttled or unavailable after all retries: not done
    double unsent = 0;      // in doubt, not done
    double unheard = 0;     // in doubt, done
    double late = 0;        // in doubt, done when nobody waits any more
    double resent = 0;      // its first answer was lost, the adapter sent it again
    double unreadable = 0;  // a read fails
    // Of processes and wires.
    double crash = 0;         // an invocation ends at a port call
    double slow = 0;          // a call takes seconds
    double lost_request = 0;  // a browser's request does not arrive
    double lost_answer = 0;   // or its answer
    double push_failed = 0;   // a post to a connection fails, silently for its owner
    double cut = 0;           // a socket is cut, and nobody is told
    double offline = 0;       // a browser has no network for a while
    double batch_again = 0;   // a stream batch that was done is delivered again
    double clock_step = 0;    // a machine's clock is set
    double provider = 0;      // the payment provider fails, before or after it charged
    double feed_lost = 0;     // the feed's log is lost as a whole

    [[nodiscard]] static Faults none() { return {}; }
    [[nodiscard]] static Faults drawn(Dice& dice) {
        const auto rate = [&](double most) { return dice.chance(0.5) ? 0.0 : dice.uniform() * most; };
        return {.refused = rate(0.1),
                .unsent = rate(0.05),
                .unheard = rate(0.2),
                .late = rate(0.1),
                .resent = rate(0.2),
                .unreadable = rate(0.05),
                .crash = rate(0.04),
                .slow = rate(0.05),
                .lost_request = rate(0.1),
                .lost_answer = rate(0.1),
                .push_failed = rate(0.2),
                .cut = rate(0.1),
                .offline = rate(0.2),
                .batch_again = rate(0.2),
                .clock_step = rate(0.2),
                .provider = rate(0.6),
                .feed_lost = rate(0.02)};
    }
};

}  // namespace shop::simulation
