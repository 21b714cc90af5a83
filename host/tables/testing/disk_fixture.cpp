#include "host/tables/testing/disk_fixture.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace vitrine::host::tables::testing {
namespace {

constexpr std::size_t sector = 512;  // what a disk writes whole or not at all

std::string content_of(const std::string& name) {
    std::ifstream stream(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

void LossyDisk::break_calls(double reads, double writes, double syncs) {
    const std::lock_guard lock(mutex_);
    reads_ = reads;
    writes_ = writes;
    syncs_ = syncs;
}

void LossyDisk::set_room(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    room_ = bytes;
}

void LossyDisk::cut_power_after(std::uint64_t calls) {
    const std::lock_guard lock(mutex_);
    calls_left_ = calls;
}

bool LossyDisk::dark() const {
    const std::lock_guard lock(mutex_);
    return calls_left_ == 0;
}

bool LossyDisk::happens(double rate) {
    return rate > 0 && std::bernoulli_distribution(rate)(random_);
}

bool LossyDisk::power_gone() {
    if (calls_left_ != 0 && calls_left_ != UINT64_MAX) --calls_left_;
    return calls_left_ == 0;
}

LossyDisk::File& LossyDisk::file(const std::string& name) {
    const auto found = files_.find(name);
    if (found != files_.end()) return found->second;
    File& added = files_[name];
    added.synced = content_of(name);
    added.size = added.synced.size();
    return added;
}

void LossyDisk::apply(std::string& image, const Change& change) {
    const auto offset = static_cast<std::size_t>(change.offset);
    if (change.truncates) {
        if (image.size() > offset) image.resize(offset);
        return;
    }
    if (image.size() < offset + change.bytes.size()) image.resize(offset + change.bytes.size());
    image.replace(offset, change.bytes.size(), change.bytes);
}

int LossyDisk::on_read(const std::string&) {
    const std::lock_guard lock(mutex_);
    if (power_gone() || happens(reads_)) return SQLITE_IOERR_READ;
    return SQLITE_OK;
}

int LossyDisk::on_write(const std::string& name, std::int64_t offset, std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    if (power_gone() || happens(writes_)) return SQLITE_IOERR_WRITE;
    File& written = file(name);
    const auto from = static_cast<std::uint64_t>(offset);
    std::uint64_t others = 0;
    for (const auto& [other, held] : files_) others += &held == &written ? 0 : held.size;
    const std::uint64_t size = std::max(written.size, from + bytes.size());
    if (size > written.size && others + size > room_) return SQLITE_FULL;
    written.size = size;
    written.since.push_back({from, std::string(bytes)});
    return SQLITE_OK;
}

int LossyDisk::on_truncate(const std::string& name, std::int64_t size) {
    const std::lock_guard lock(mutex_);
    if (power_gone() || happens(writes_)) return SQLITE_IOERR_TRUNCATE;
    File& cut = file(name);
    cut.size = std::min(cut.size, static_cast<std::uint64_t>(size));
    cut.since.push_back({static_cast<std::uint64_t>(size), {}, true});
    return SQLITE_OK;
}

int LossyDisk::on_sync(const std::string& name) {
    const std::lock_guard lock(mutex_);
    if (power_gone() || happens(syncs_)) return SQLITE_IOERR_FSYNC;
    File& synced = file(name);
    for (const Change& change : synced.since) apply(synced.synced, change);
    synced.since.clear();
    return SQLITE_OK;
}

int LossyDisk::on_delete(const std::string& name) {
    const std::lock_guard lock(mutex_);
    if (power_gone()) return SQLITE_IOERR_DELETE;
    files_.erase(name);
    return SQLITE_OK;
}

std::string LossyDisk::left_of(const File& file, double kept) {
    std::string image = file.synced;
    for (Change change : file.since) {
        if (!happens(kept)) continue;
        if (!change.truncates && happens(0.1)) {
            const std::size_t sectors = change.bytes.size() / sector;
            change.bytes.resize(std::uniform_int_distribution<std::size_t>(0, sectors)(random_) * sector);
        }
        apply(image, change);
    }
    return image;
}

void LossyDisk::restore(const std::filesystem::path& folder) {
    const std::lock_guard lock(mutex_);
    for (auto& [name, held] : files_) {
        constexpr double shares[]{0, 0.5, 0.9, 1};
        const double kept = shares[std::uniform_int_distribution<std::size_t>(0, 3)(random_)];
        held.synced = left_of(held, kept);
        held.since.clear();
        held.size = held.synced.size();
        std::ofstream(name, std::ios::binary | std::ios::trunc) << held.synced;
    }
    // Shared memory of the log is no file that anybody syncs: it is made anew from the log.
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().string().ends_with("-shm")) std::filesystem::remove(entry.path());
    calls_left_ = UINT64_MAX;
}

}  // namespace vitrine::host::tables::testing
