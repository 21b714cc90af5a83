// The disk under the tables, with faults: full, or failing now and then.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "host/faults/faults.hpp"
#include "host/tables/testing/faulty_files.hpp"

namespace vitrine::host {

class FaultyDisk : public tables::Disk {
public:
    explicit FaultyDisk(Faults& faults) : faults_(faults) {}

    [[nodiscard]] int on_read(const std::string& file) override;
    [[nodiscard]] int on_write(const std::string& file, std::int64_t offset, std::string_view bytes) override;
    [[nodiscard]] int on_truncate(const std::string& file, std::int64_t size) override;
    [[nodiscard]] int on_sync(const std::string& file) override;
    [[nodiscard]] int on_delete(const std::string& file) override;

private:
    [[nodiscard]] std::uint64_t& size_of(const std::string& file);

    Faults& faults_;
    std::mutex mutex_;
    std::map<std::string, std::uint64_t> sizes_;
    std::uint64_t grown_ = 0;  // bytes, since the disk was last not full
};

}  // namespace vitrine::host
