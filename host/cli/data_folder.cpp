#include "host/cli/data_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <utility>

namespace vitrine::host {

namespace {

namespace fs = std::filesystem;

// Who holds the lock writes its process id into the file.
std::string holder_of(const fs::path& lock) {
    std::ifstream file(lock);
    std::string pid;
    std::getline(file, pid);
    return pid.empty() ? "another process" : "process " + pid;
}

void write_own_id(int descriptor) {
    const std::string id = std::to_string(getpid()) + "\n";
    if (ftruncate(descriptor, 0) == 0) static_cast<void>(!write(descriptor, id.data(), id.size()));
}

// Takes what group and others may do away. A link is left alone, and so is what it names.
void close_one(const fs::path& path, DataFolder::Exposed& exposed) {
    constexpr fs::perms others = fs::perms::group_all | fs::perms::others_all;
    std::error_code failed;
    const fs::file_status status = fs::symlink_status(path, failed);
    if (failed || fs::is_symlink(status) || (status.permissions() & others) == fs::perms::none) return;
    fs::permissions(path, others, fs::perm_options::remove, failed);
    const bool open = failed || (fs::symlink_status(path, failed).permissions() & others) != fs::perms::none;
    ++(open ? exposed.left : exposed.closed);
}

void close_all(const fs::path& path, DataFolder::Exposed& exposed) {
    close_one(path, exposed);
    std::error_code failed;
    if (!fs::is_directory(fs::symlink_status(path, failed))) return;
    for (fs::recursive_directory_iterator entry(path, failed); !failed && entry != fs::recursive_directory_iterator();
         entry.increment(failed))
        close_one(entry->path(), exposed);
}

}  // namespace

Result<DataFolder> DataFolder::open(const fs::path& path) {
    std::error_code failed;
    const bool made = fs::create_directories(path, failed);
    if (!failed && made) fs::permissions(path, fs::perms::owner_all, failed);
    if (failed) {
        return problem(fmt::format("the data folder {} cannot be made ({}): choose another with --data", path.string(),
                                   failed.message()));
    }
    const fs::space_info space = fs::space(path, failed);
    if (!failed && space.available < min_free_space) {
        return problem(fmt::format("the disk of {} is full ({} MB free, {} needed): free some space or choose another "
                                   "folder with --data",
                                   path.string(), space.available >> 20, min_free_space >> 20),
                       ExitCode::no_space);
    }
    const fs::path lock = path / "lock";
    const int descriptor = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return problem(fmt::format("the data folder {} cannot be written ({}): choose another with --data",
                                   path.string(), std::strerror(errno)));
    }
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const std::string holder = holder_of(lock);
        close(descriptor);
        return problem(fmt::format("the data folder {} is in use by {}: stop it or choose another with --data",
                                   path.string(), holder),
                       ExitCode::data_in_use);
    }
    write_own_id(descriptor);
    DataFolder folder(fs::absolute(path), descriptor);
    folder.close_to_others();
    return folder;
}

// A folder that holds other things too may be others' business: there its parts are closed alone.
void DataFolder::close_to_others() {
    const std::array parts{tables(), queues(), log(), port_file(), seeding_mark(), checkpoints(), path_ / "lock"};
    for (const fs::path& part : parts) close_all(part, exposed_);
    std::error_code failed;
    for (const fs::directory_entry& entry : fs::directory_iterator(path_, failed)) {
        if (std::ranges::find(parts, entry.path()) == parts.end()) return;
    }
    if (!failed) close_one(path_, exposed_);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)), exposed_(other.exposed_) {}

DataFolder::~DataFolder() {
    if (lock_ >= 0) close(lock_);  // and with it the lock
}

Result<void> DataFolder::clear() const {
    const std::array parts{tables(), queues(), log(), port_file(), seeding_mark(), checkpoints()};
    for (const fs::path& part : parts) {
        std::error_code failed;
        fs::remove_all(part, failed);
        if (failed) return problem(fmt::format("{} cannot be removed: {}", part.string(), failed.message()));
    }
    return {};
}

}  // namespace vitrine::host
