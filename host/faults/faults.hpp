// Chance, seeded: decides for every call whether a rule strikes it. Each rule draws from a sequence of its own, once
// for each call that it fits; so with one seed and one order of calls, the same calls are struck.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "host/faults/plan.hpp"
#include "lib/log.hpp"

namespace vitrine::host {

// What rules look at; empty where a part has no such thing.
struct FaultCall {
    std::string_view function;
    std::string_view operation;
    std::vector<std::string> tables;
};

// What is to happen to one call: a delay, and at most one fault, that of the first rule that struck.
struct Injection {
    struct Fault {
        FaultKind kind;
        When when;
        std::chrono::milliseconds delay;  // drawn from the rule's
        std::uint64_t chance;             // for whoever has to choose among several ways
        std::uint64_t room;
    };
    std::chrono::milliseconds latency{0};
    std::optional<Fault> fault;
};

class Faults {
public:
    // Every fault is logged at debug level.
    Faults(FaultPlan plan, Log log);

    // Other rules from here on, with their seed from its beginning. Any thread.
    void replace(FaultPlan plan);
    // Any thread.
    [[nodiscard]] Injection draw(Part part, const FaultCall& call);

    // "3 tables/conflict, 1 functions/kill": what was injected so far; empty: nothing was.
    [[nodiscard]] std::string counts() const;

private:
    struct Rule {
        FaultRule declared;
        std::mt19937_64 random;
    };
    void begin(FaultPlan plan);
    void note(const FaultRule& rule, const FaultCall& call);

    Log log_;
    mutable std::mutex mutex_;
    std::vector<Rule> rules_;
    std::map<std::string, std::uint64_t> counts_;
};

}  // namespace vitrine::host
