#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <vector>

#include "host/app/app.hpp"
#include "host/cli/cloud.hpp"
#include "host/cli/data_folder.hpp"
#include "host/cli/port_owner.hpp"
#include "host/cli/verbs.hpp"

namespace vitrine::host {

namespace {

namespace fs = std::filesystem;

struct Finding {
    bool good;
    std::string text;
};

Finding look_at_app(const fs::path& file) {
    const auto app = read_app(file);
    if (!app) return {false, app.error().what};
    if (const auto built = check_bootstraps(*app); !built) return {false, built.error().what};
    return {true, fmt::format("{}: {} functions, {} routes, {} tables", file.string(), app->functions.size(),
                              app->http.size(), app->tables.size())};
}

Finding look_at_files() {
    constexpr std::uint64_t comfortable = 4096;
    const std::uint64_t limit = raise_file_limit();
    return {limit >= comfortable,
            fmt::format("{} open files{}", limit,
                        limit >= comfortable ? "" : fmt::format(": below {}, raise it with ulimit -n", comfortable))};
}

Finding look_at_port(std::uint16_t port) {
    if (const auto owner = owner_of_port(port)) {
        return {false, fmt::format("port {} is in use by pid {} ({}): stop it or choose another with --port", port,
                                   owner->pid, owner->program)};
    }
    return {true, fmt::format("port {} is free", port)};
}

// Makes nothing: a folder that is not there yet is judged by the one it would be in.
Finding look_at_data(const fs::path& path) {
    fs::path place = fs::absolute(path);
    const bool there = fs::exists(place);
    while (!fs::exists(place)) place = place.parent_path();
    if (access(place.c_str(), W_OK) != 0) return {false, fmt::format("{} cannot be written", place.string())};
    std::error_code failed;
    const auto space = fs::space(place, failed);
    if (failed) return {false, fmt::format("{}: {}", place.string(), failed.message())};
    const bool enough = space.available >= DataFolder::min_free_space;
    return {enough, fmt::format("data folder {}{}: {} MB free", fs::absolute(path).string(),
                                there ? "" : " (will be made)", space.available >> 20)};
}

Finding look_at_lock(const fs::path& path) {
    if (!fs::exists(path)) return {true, "no host serves this data folder"};
    const auto data = DataFolder::open(path);
    return data ? Finding{true, "no host serves this data folder"} : Finding{false, data.error().what};
}

}  // namespace

Result<void> doctor(const ServeOptions& options) {
    const std::vector<Finding> findings{look_at_app(options.common.app), look_at_files(), look_at_port(options.port),
                                        look_at_data(options.common.data), look_at_lock(options.common.data)};
    bool all_good = true;
    for (const Finding& finding : findings) {
        std::fputs(fmt::format("{} {}\n", finding.good ? "ok  " : "BAD ", finding.text).c_str(), stdout);
        all_good = all_good && finding.good;
    }
    if (!all_good) return problem("this machine cannot serve as it is: see the lines marked BAD");
    return {};
}

}  // namespace vitrine::host
