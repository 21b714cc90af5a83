// The verbs of `vitrine`. Each returns when it is done; what went wrong is for main to say.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "host/cli/outcome.hpp"

namespace vitrine::host {

struct CommonOptions {
    std::filesystem::path app = "app.yaml";
    std::filesystem::path data = ".vitrine";
};

struct ServeOptions {
    CommonOptions common;
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    bool no_seed = false;
    bool freeze = false;
    bool watch = false;
    std::string tables;            // URL of somebody else's DynamoDB; empty: our own
    std::filesystem::path faults;  // the file that says what is to fail; empty: nothing is
};

// Serves until SIGINT or SIGTERM.
[[nodiscard]] Result<void> serve(const ServeOptions& options);
// Loads the items that app.yaml names into a folder without tables.
[[nodiscard]] Result<void> seed(const CommonOptions& options);
// Empties the data folder of what hosts put there.
[[nodiscard]] Result<void> reset(const CommonOptions& options);
// Hands one event to a function and prints what it returns.
[[nodiscard]] Result<void> invoke(const CommonOptions& options, const std::string& function,
                                  const std::filesystem::path& event);
// Says whether this machine can serve, line by line.
[[nodiscard]] Result<void> doctor(const ServeOptions& options);

// Reads app.yaml; all its mistakes are the problem, a line each.
struct App;
[[nodiscard]] Result<App> read_app(const std::filesystem::path& file);

// As many open files as this user may have; how many that is.
std::uint64_t raise_file_limit();

}  // namespace vitrine::host
