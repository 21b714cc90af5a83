// What a file of faults says, as values: which calls are to fail, how, and how often. faults.schema.json has the file's
// own form.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "host/app/app.hpp"

namespace vitrine::host {

// The part of the host at whose edge a fault is injected.
enum class Part { tables, functions, batches, schedules, disk };

enum class FaultKind {
    // tables: answers to DynamoDB's operations
    conflict,  // another transaction has the item
    throttle,
    error,    // 500
    latency,  // of tables and functions
    drop,     // carried out, and the connection closed without an answer
    // functions
    kill,  // SIGKILL
    // batches of streams
    fail,
    repeat,  // delivered once more after it was taken
    // schedules
    stop,
    // disk
    full,
    read_error,
    write_error,
    sync_error,
};

// Where in a call the fault strikes: instead of it, while it is served, or once it is done, in place of its answer.
enum class When { before, during, after };

struct Delay {
    std::chrono::milliseconds min{0};
    std::chrono::milliseconds max{0};
};

struct FaultRule {
    Part part = Part::tables;
    FaultKind kind = FaultKind::error;
    double rate = 1;                      // the share of the calls it fits that it strikes
    std::vector<std::string> tables;      // as in app.yaml; empty: all
    std::vector<std::string> operations;  // DynamoDB's names; empty: all that can have such a fault
    std::vector<std::string> functions;   // who calls (tables), or is called; empty: all
    When when = When::before;
    Delay delay;
    std::uint64_t room = 0;  // bytes by which files may still grow
};

struct FaultPlan {
    std::uint64_t seed = 1;
    std::vector<FaultRule> rules;  // in the order of the file
};

// As the file of faults spells it.
[[nodiscard]] std::string_view name_of(Part part);
// As the file of faults spells it.
[[nodiscard]] std::string_view name_of(FaultKind kind);

// Can an operation of DynamoDB end with this fault?
[[nodiscard]] bool can_have(std::string_view operation, FaultKind kind);

// Reads and checks the whole file; tables and functions have to be the application's. Every mistake is reported.
[[nodiscard]] std::expected<FaultPlan, std::vector<AppError>> load_faults(const std::filesystem::path& file,
                                                                          const App& app);

}  // namespace vitrine::host
