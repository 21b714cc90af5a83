#include "tests/simulation/world.hpp"

namespace shop::simulation {
namespace {

using namespace std::chrono_literals;

constexpr Instant beginning{vitrine::Milliseconds{1'795'359'600'000}};

std::map<store::TableName, store::TableSchema> schemas() {
    return {
        {"products", {{"id", std::nullopt}, {}}},
        {"baskets", {{"id", std::nullopt}, {}}},
        {"orders",
         {{"pk", std::nullopt}, {{"by-state", {"stateShard", "placedAt"}}, {"by-due", {"dueShard", "dueAt"}}}}},
        {"feed", {{"topic", "seq"}, {}}},
        {connections_table, {{"topic", "connectionId"}, {{"by-connection", {"connectionId", "topic"}}}}},
    };
}

}  // namespace

World::World(std::uint64_t seed, Stacks& stacks, std::function<void(std::string_view)> print)
    : dice(seed), scheduler(dice, stacks), trace(std::move(print)), store(schemas()), faults(Faults::drawn(dice)) {}

void World::port_call(std::string_view verb, Duration deadline) {
    const bool slow = strikes(faults.slow);
    scheduler.sleep(slow ? dice.between(Duration{1s}, Duration{8s}) : dice.between(Duration{200us}, Duration{20ms}));
    may_crash(verb);
    if (scheduler.now() > deadline) {
        note(verb, "killed: timed out");
        throw Crashed{};
    }
}

void World::may_crash(std::string_view verb) {
    if (!strikes(faults.crash)) return;
    note(verb, "crashed");
    throw Crashed{};
}

bool World::strikes(double rate) {
    const bool struck = happens(rate);
    if (struck) ledger.troubled(true_time());
    return struck;
}

void World::note(std::string_view verb, std::string_view outcome) {
    trace.add({scheduler.steps(), scheduler.now(), scheduler.kind(), scheduler.number(), verb, outcome});
}

Instant World::machine_time(std::size_t machine) const {
    return true_time() + clock_error[machine];
}

Instant World::true_time() const {
    return beginning + std::chrono::floor<vitrine::Milliseconds>(scheduler.now());
}

}  // namespace shop::simulation
