// What the actors of one run share: chance, time, the tables, what goes wrong, and the books that are kept of it all.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "services/shop/shop.hpp"
#include "services/store/memory/memory_store.hpp"
#include "tests/simulation/faults.hpp"
#include "tests/simulation/ledger.hpp"
#include "tests/simulation/scheduler.hpp"
#include "tests/simulation/trace.hpp"

namespace shop::simulation {

constexpr std::size_t machines = 3;  // each with a clock of its own
inline const Tables table_names{"products", "baskets", "orders", "feed"};
inline const store::TableName connections_table = "connections";
// Deadlines are kept by the simulated process, in virtual time; this one never passes.
inline const store::Context no_deadline{vitrine::Deadline(vitrine::Deadline::Clock::time_point::max())};

struct World {
    World(std::uint64_t seed, Stacks& stacks, std::function<void(std::string_view)> print);
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    // What every port does first: time passes, and the process may die.
    void port_call(std::string_view verb, Duration deadline);
    void may_crash(std::string_view verb);
    void note(std::string_view verb, std::string_view outcome);
    [[nodiscard]] bool happens(double probability) { return dice.chance(probability); }
    // As `happens`, of a fault that may keep what is due from being done in time.
    [[nodiscard]] bool strikes(double rate);
    [[nodiscard]] Instant machine_time(std::size_t machine) const;
    [[nodiscard]] Instant true_time() const;

    Dice dice;
    Scheduler scheduler;
    Trace trace;
    store::MemoryStore store;
    Faults faults;
    Ledger ledger;
    std::array<vitrine::Milliseconds, machines> clock_error{};
    std::chrono::seconds hold{60};
    UnpaidLimits unpaid;
    int pace = 1;          // people take so many times as long
    bool closing = false;  // no new errands: the run comes to rest
};

}  // namespace shop::simulation
