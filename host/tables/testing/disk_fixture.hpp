// A disk that fails as told: full, broken now and then, or without power, when all that was not synced is at chance's
// mercy. What a seed does it does again, as long as the same calls come in the same order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "host/tables/testing/faulty_files.hpp"

namespace vitrine::host::tables::testing {

class LossyDisk : public Disk {
public:
    explicit LossyDisk(std::uint64_t seed) : random_(seed) {}

    // How often a call of its kind fails from here on: 0 never, 1 always.
    void break_calls(double reads, double writes, double syncs);
    // Files may not grow beyond this many bytes in all.
    void set_room(std::uint64_t bytes);
    // The power goes after so many further calls; from then on every call fails and nothing reaches the files.
    void cut_power_after(std::uint64_t calls);
    // The power is off.
    [[nodiscard]] bool dark() const;
    // Once all connections are closed: leaves in the files what was synced, and of the rest what chance has it. The
    // power is back.
    void restore(const std::filesystem::path& folder);

    [[nodiscard]] int on_read(const std::string& file) override;
    [[nodiscard]] int on_write(const std::string& file, std::int64_t offset, std::string_view bytes) override;
    [[nodiscard]] int on_truncate(const std::string& file, std::int64_t size) override;
    [[nodiscard]] int on_sync(const std::string& file) override;
    [[nodiscard]] int on_delete(const std::string& file) override;

private:
    struct Change {
        std::uint64_t offset = 0;
        std::string bytes;
        bool truncates = false;  // to `offset`
    };
    struct File {
        std::string synced;
        std::vector<Change> since;
        std::uint64_t size = 0;  // as SQLite sees it
    };

    [[nodiscard]] bool happens(double rate);
    [[nodiscard]] bool power_gone();
    File& file(const std::string& name);
    [[nodiscard]] std::string left_of(const File& file, double kept);
    static void apply(std::string& image, const Change& change);

    mutable std::mutex mutex_;
    std::mt19937_64 random_;
    double reads_ = 0;
    double writes_ = 0;
    double syncs_ = 0;
    std::uint64_t room_ = UINT64_MAX;
    std::uint64_t calls_left_ = UINT64_MAX;
    std::map<std::string, File> files_;
};

}  // namespace vitrine::host::tables::testing
