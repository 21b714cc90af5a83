#include "host/cli/data_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

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

}  // namespace

Result<DataFolder> DataFolder::open(const fs::path& path) {
    std::error_code failed;
    fs::create_directories(path, failed);
    if (failed) {
        return problem(fmt::format("the data folder {} cannot be made ({}): choose another with --data", path.string(),
                                   failed.message()));
    }
    const fs::space_info space = fs::space(path, failed);
    if (!failed && space.available < least_space) {
        return problem(fmt::format("the disk of {} is full ({} MB free, {} needed): free some space or choose another "
                                   "folder with --data",
                                   path.string(), space.available >> 20, least_space >> 20),
                       ExitCode::no_space);
    }
    const fs::path lock = path / "lock";
    const int descriptor = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
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
    return DataFolder(fs::absolute(path), descriptor);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

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
