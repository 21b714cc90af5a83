// The data folder: its lock, its file, and the tables in it brought to what the topology declares.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "host/app/app.hpp"
#include "host/tables/storage/schema.hpp"
#include "host/tables/storage/storage.hpp"

namespace vitrine::host::tables {

// Held as long as the object lives: one process a folder.
class FolderLock {
public:
    // The text says who holds it and what to do.
    [[nodiscard]] static std::expected<FolderLock, std::string> take(const std::filesystem::path& folder);
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

struct Catalogue {
    Schemas schemas;
    bool fresh = false;  // there was no table before
};

struct CatalogueOptions {
    std::filesystem::path folder;  // for messages
    std::string name_prefix;
    std::string region;
    Instant now;
};

// Creates tables and indexes that are new (an index is filled from its table), drops indexes that are gone, follows a
// changed TTL attribute or stream. A table that is no longer declared keeps its data, unseen. A changed key cannot be
// followed: the text says so, and what to do.
[[nodiscard]] std::expected<Catalogue, std::string> bring_up(Storage& storage, const App& app,
                                                             const CatalogueOptions& options);

}  // namespace vitrine::host::tables
