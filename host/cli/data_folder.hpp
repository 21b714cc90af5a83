// The folder in which a host keeps everything: one host at a time.
//   tables/          the tables
//   queues/          failure destinations, a file each
//   log/             vitrine.clef and its predecessors
//   port             where the host serves, while it does
// People's data is in it: it is its owner's alone, folders 0700 and files 0600. One of before is made so when it is
// opened.
#pragma once

#include <filesystem>

#include "host/cli/outcome.hpp"

namespace vitrine::host {

class DataFolder {
public:
    static constexpr std::uintmax_t min_free_space = 64 * 1024 * 1024;

    // Makes the folder where it is missing, locks it, and looks for free space.
    [[nodiscard]] static Result<DataFolder> open(const std::filesystem::path& path);
    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&&) = delete;
    ~DataFolder();

    // Files and folders that others could have read before this was opened, and whether they still could.
    struct Exposed {
        std::size_t closed = 0;
        std::size_t left = 0;  // on a file system without permissions, say
    };
    // Found and changed by open().
    [[nodiscard]] const Exposed& exposed() const { return exposed_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path tables() const { return path_ / "tables"; }
    [[nodiscard]] std::filesystem::path queues() const { return path_ / "queues"; }
    [[nodiscard]] std::filesystem::path log() const { return path_ / "log"; }
    [[nodiscard]] std::filesystem::path port_file() const { return path_ / "port"; }
    // Stands while seeding is under way: a seed that was interrupted is done again.
    [[nodiscard]] std::filesystem::path seeding_mark() const { return path_ / "seeding"; }
    // Of streams that are not our own.
    [[nodiscard]] std::filesystem::path checkpoints() const { return path_ / "checkpoints.json"; }

    // Removes what hosts have put here, and nothing else.
    [[nodiscard]] Result<void> clear() const;

private:
    DataFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
    void close_to_others();
    std::filesystem::path path_;
    int lock_;
    Exposed exposed_;
};

}  // namespace vitrine::host
