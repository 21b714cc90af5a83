#include "host/faults/faulty_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>

namespace vitrine::host {

std::uint64_t& FaultyDisk::size_of(const std::string& file) {
    const auto [found, added] = sizes_.try_emplace(file, 0);
    if (added) {
        std::error_code absent;
        const auto size = std::filesystem::file_size(file, absent);
        if (!absent) found->second = size;
    }
    return found->second;
}

int FaultyDisk::on_read(const std::string&) {
    const auto fault = faults_.draw(Part::disk, {.function = {}, .operation = "read", .tables = {}}).fault;
    return fault && fault->kind == FaultKind::read_error ? SQLITE_IOERR_READ : SQLITE_OK;
}

int FaultyDisk::on_write(const std::string& file, std::int64_t offset, std::string_view bytes) {
    const auto fault = faults_.draw(Part::disk, {.function = {}, .operation = "write", .tables = {}}).fault;
    if (fault && fault->kind == FaultKind::write_error) return SQLITE_IOERR_WRITE;
    const std::lock_guard lock(mutex_);
    std::uint64_t& size = size_of(file);
    const std::uint64_t needed = std::max(size, static_cast<std::uint64_t>(offset) + bytes.size());
    const bool is_full = fault && fault->kind == FaultKind::full;
    const std::uint64_t grown = is_full ? grown_ + (needed - size) : 0;
    if (is_full && needed > size && grown > fault->room) return SQLITE_FULL;
    grown_ = grown;
    size = needed;
    return SQLITE_OK;
}

int FaultyDisk::on_truncate(const std::string& file, std::int64_t size) {
    const std::lock_guard lock(mutex_);
    size_of(file) = std::min(size_of(file), static_cast<std::uint64_t>(size));
    return SQLITE_OK;
}

int FaultyDisk::on_sync(const std::string&) {
    const auto fault = faults_.draw(Part::disk, {.function = {}, .operation = "sync", .tables = {}}).fault;
    return fault && fault->kind == FaultKind::sync_error ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

int FaultyDisk::on_delete(const std::string& file) {
    const std::lock_guard lock(mutex_);
    sizes_.erase(file);
    return SQLITE_OK;
}

}  // namespace vitrine::host
