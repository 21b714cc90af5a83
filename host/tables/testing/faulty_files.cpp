// A shim as https://www.sqlite.org/vfs.html describes it. Each open file is a Shim with the real file behind it in the
// same memory, as SQLite allocates szOsFile bytes for both.
#include "host/tables/testing/faulty_files.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <new>

namespace vitrine::host::tables {
namespace {

struct Shim : sqlite3_file {
    Disk* disk = nullptr;
    std::string name;

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    const sqlite3_io_methods& below() { return *real()->pMethods; }
};

Shim& shim(sqlite3_file* file) {
    return *static_cast<Shim*>(file);
}

// Calls a method of the file below with the arguments as they came.
template <auto Method, typename... Arguments>
auto pass(sqlite3_file* file, Arguments... arguments) {
    return (shim(file).below().*Method)(shim(file).real(), arguments...);
}

int shim_close(sqlite3_file* file) {
    const int code = pass<&sqlite3_io_methods::xClose>(file);
    shim(file).~Shim();
    return code;
}

int shim_read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    const int code = shim(file).disk->on_read(shim(file).name);
    return code != SQLITE_OK ? code : pass<&sqlite3_io_methods::xRead>(file, to, size, offset);
}

int shim_write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(size));
    const int code = shim(file).disk->on_write(shim(file).name, offset, bytes);
    return code != SQLITE_OK ? code : pass<&sqlite3_io_methods::xWrite>(file, from, size, offset);
}

int shim_truncate(sqlite3_file* file, sqlite3_int64 size) {
    const int code = shim(file).disk->on_truncate(shim(file).name, size);
    return code != SQLITE_OK ? code : pass<&sqlite3_io_methods::xTruncate>(file, size);
}

int shim_sync(sqlite3_file* file, int flags) {
    const int code = shim(file).disk->on_sync(shim(file).name);
    return code != SQLITE_OK ? code : pass<&sqlite3_io_methods::xSync>(file, flags);
}

// Version 2: with shared memory, which a write-ahead log needs, and without mapped files, which would be read past us.
constexpr sqlite3_io_methods methods{
    .iVersion = 2,
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = pass<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = pass<&sqlite3_io_methods::xLock, int>,
    .xUnlock = pass<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = pass<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = pass<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = pass<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = pass<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = pass<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = pass<&sqlite3_io_methods::xShmLock, int, int, int>,
    .xShmBarrier = pass<&sqlite3_io_methods::xShmBarrier>,
    .xShmUnmap = pass<&sqlite3_io_methods::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

}  // namespace

struct FaultyFiles::Impl {
    sqlite3_vfs vfs{};
    sqlite3_vfs* real = nullptr;
    std::string name;
    Disk* disk = nullptr;
};

FaultyFiles::FaultyFiles(Disk& disk) : impl_(std::make_unique<Impl>()) {
    impl_->real = sqlite3_vfs_find(nullptr);
    impl_->disk = &disk;
    impl_->vfs = *impl_->real;
    impl_->name = fmt::format("faulty-{}", static_cast<const void*>(impl_.get()));
    impl_->vfs.zName = impl_->name.c_str();
    impl_->vfs.pNext = nullptr;
    impl_->vfs.szOsFile = static_cast<int>(sizeof(Shim)) + impl_->real->szOsFile;
    // pAppData stays the real one's, which its methods read; so the way back goes by the structure's address.
    impl_->vfs.xOpen = [](sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
        auto* impl = reinterpret_cast<Impl*>(vfs);
        auto* opened = new (file) Shim;
        opened->disk = impl->disk;
        opened->name = path == nullptr ? "" : path;
        opened->real()->pMethods = nullptr;
        const int code = impl->real->xOpen(impl->real, path, opened->real(), flags, out);
        if (opened->real()->pMethods != nullptr) {
            opened->pMethods = &methods;
        } else {
            opened->~Shim();
            file->pMethods = nullptr;
        }
        return code;
    };
    impl_->vfs.xDelete = [](sqlite3_vfs* vfs, const char* path, int sync_folder) {
        auto* impl = reinterpret_cast<Impl*>(vfs);
        const int code = impl->disk->on_delete(path);
        return code != SQLITE_OK ? code : impl->real->xDelete(impl->real, path, sync_folder);
    };
    sqlite3_vfs_register(&impl_->vfs, 0);
}

FaultyFiles::~FaultyFiles() {
    sqlite3_vfs_unregister(&impl_->vfs);
}

const std::string& FaultyFiles::name() const {
    return impl_->name;
}

}  // namespace vitrine::host::tables
