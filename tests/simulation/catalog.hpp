// The catalog function: a process that keeps the catalogue in memory between its invocations, as on Lambda.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "services/catalogue/live_catalogue.hpp"
#include "services/feed/list_changes.hpp"
#include "tests/simulation/invocation.hpp"
#include "tests/simulation/live_model.hpp"

namespace shop::simulation {

struct Snapshot {
    std::vector<Told> cards;
    Position feed;
};

[[nodiscard]] std::vector<Told> told_by(const store::List& changes);
[[nodiscard]] Told told_by(const Product& product);

class Catalog {
public:
    explicit Catalog(World& world) : world_(world) {}

    // As a browser asks. Nothing: no answer, or none that is of use.
    [[nodiscard]] std::optional<Snapshot> list();
    struct Feed {
        bool lost = false;  // 410
        Span span;
        bool more = false;
    };
    [[nodiscard]] std::optional<Feed> changes(const Position& since);
    [[nodiscard]] std::optional<Told> product(const std::string& id);

private:
    // One process, one event at a time.
    struct Process {
        explicit Process(World& world) : store(world, Duration::max()) {}
        FaultyStore store;
        std::unique_ptr<LiveCatalogue> catalogue;
        bool busy = false;
    };
    [[nodiscard]] std::optional<Snapshot> answer(Process& process);
    [[nodiscard]] Process& idle_process();

    World& world_;
    std::deque<Process> processes_;
};

}  // namespace shop::simulation
