#include "host/faults/faults.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace vitrine::host {

namespace {

bool names(const std::vector<std::string>& list, std::string_view name) {
    return list.empty() || std::ranges::find(list, name) != list.end();
}

bool names_any(const std::vector<std::string>& list, const std::vector<std::string>& of) {
    return list.empty() || std::ranges::any_of(of, [&](const std::string& name) {
               return std::ranges::find(list, name) != list.end();
           });
}

bool fits(const FaultRule& rule, Part part, const FaultCall& call) {
    return rule.part == part && names(rule.functions, call.function) && names_any(rule.tables, call.tables) &&
           (part != Part::tables || (names(rule.operations, call.operation) && can_have(call.operation, rule.kind)));
}

std::chrono::milliseconds drawn(const Delay& delay, std::mt19937_64& random) {
    const std::uint64_t span = static_cast<std::uint64_t>((delay.max - delay.min).count()) + 1;
    return delay.min + std::chrono::milliseconds{static_cast<std::int64_t>(random() % span)};
}

// The standard's distributions differ from library to library; this one does not.
bool happens(double rate, std::mt19937_64& random) {
    return static_cast<double>(random() >> 11) * 0x1p-53 < rate;
}

}  // namespace

Faults::Faults(FaultPlan plan, Log log) : log_(std::move(log)) {
    begin(std::move(plan));
}

void Faults::begin(FaultPlan plan) {
    rules_.clear();
    for (FaultRule& rule : plan.rules) {
        std::seed_seq seed{plan.seed, std::uint64_t{rules_.size()}};
        rules_.push_back({std::move(rule), std::mt19937_64(seed)});
    }
}

void Faults::replace(FaultPlan plan) {
    const std::lock_guard lock(mutex_);
    begin(std::move(plan));
}

Injection Faults::draw(Part part, const FaultCall& call) {
    Injection injection;
    const std::lock_guard lock(mutex_);
    for (Rule& rule : rules_) {
        if (!fits(rule.declared, part, call) || !happens(rule.declared.rate, rule.random)) continue;
        const auto delay = drawn(rule.declared.delay, rule.random);
        if (rule.declared.kind == FaultKind::latency) {
            injection.latency += delay;
        } else if (!injection.fault) {
            injection.fault = {rule.declared.kind, rule.declared.when, delay, rule.random(), rule.declared.room};
        } else {
            continue;
        }
        note(rule.declared, call);
    }
    return injection;
}

void Faults::note(const FaultRule& rule, const FaultCall& call) {
    ++counts_[fmt::format("{}/{}", name_of(rule.part), name_of(rule.kind))];
    log_.debug("Injects {Fault} of {Part}: {Operation} on {Tables} by {Function}",
               {{"Fault", name_of(rule.kind)},
                {"Part", name_of(rule.part)},
                {"Operation", call.operation},
                {"Tables", fmt::format("{}", fmt::join(call.tables, " "))},
                {"Function", call.function}});
}

std::string Faults::counts() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> each;
    each.reserve(counts_.size());
    for (const auto& [fault, count] : counts_) each.push_back(fmt::format("{} {}", count, fault));
    return fmt::format("{}", fmt::join(each, ", "));
}

}  // namespace vitrine::host
