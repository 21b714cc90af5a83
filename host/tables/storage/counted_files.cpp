// A VFS as https://www.sqlite.org/vfs.html describes it: SQLite's own, but for each open file's table of methods, which
// is replaced by a copy whose xSync counts.
#include "host/tables/storage/counted_files.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <map>
#include <mutex>

namespace vitrine::host::tables {
namespace {

struct Methods : sqlite3_io_methods {
    const sqlite3_io_methods* real = nullptr;
    std::atomic<std::uint64_t>* fsyncs = nullptr;
};

int counted_sync(sqlite3_file* file, int flags) {
    const auto* methods = static_cast<const Methods*>(file->pMethods);
    const int code = methods->real->xSync(file, flags);
    if (code == SQLITE_OK) methods->fsyncs->fetch_add(1, std::memory_order_relaxed);
    return code;
}

}  // namespace

struct CountedFiles::Impl {
    sqlite3_vfs vfs{};
    sqlite3_vfs* real = nullptr;
    std::string name;
    std::atomic<std::uint64_t> fsyncs = 0;
    std::mutex mutex;  // files are opened on any thread
    std::map<const sqlite3_io_methods*, std::unique_ptr<Methods>> methods;

    const Methods* counted(const sqlite3_io_methods* of) {
        const std::lock_guard lock(mutex);
        auto& copy = methods[of];
        if (!copy) {
            copy = std::make_unique<Methods>();
            static_cast<sqlite3_io_methods&>(*copy) = *of;
            copy->xSync = counted_sync;
            copy->real = of;
            copy->fsyncs = &fsyncs;
        }
        return copy.get();
    }
};

CountedFiles::CountedFiles(const std::string& below) : impl_(std::make_unique<Impl>()) {
    impl_->real = sqlite3_vfs_find(below.empty() ? nullptr : below.c_str());
    impl_->vfs = *impl_->real;
    impl_->name = fmt::format("counted-{}", static_cast<const void*>(impl_.get()));
    impl_->vfs.zName = impl_->name.c_str();
    impl_->vfs.pNext = nullptr;
    // pAppData stays the real one's, which its methods read; so the way back goes by the structure's address.
    impl_->vfs.xOpen = [](sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
        auto* impl = reinterpret_cast<Impl*>(vfs);
        const int code = impl->real->xOpen(impl->real, path, file, flags, out);
        if (code == SQLITE_OK && file->pMethods != nullptr) file->pMethods = impl->counted(file->pMethods);
        return code;
    };
    impl_->vfs.xDelete = [](sqlite3_vfs* vfs, const char* path, int sync_folder) {
        auto* real = reinterpret_cast<Impl*>(vfs)->real;
        return real->xDelete(real, path, sync_folder);
    };
    sqlite3_vfs_register(&impl_->vfs, 0);
}

CountedFiles::~CountedFiles() {
    sqlite3_vfs_unregister(&impl_->vfs);
}

const std::string& CountedFiles::name() const {
    return impl_->name;
}

std::uint64_t CountedFiles::fsyncs() const {
    return impl_->fsyncs.load(std::memory_order_relaxed);
}

}  // namespace vitrine::host::tables
