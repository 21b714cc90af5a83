// A file system for SQLite whose disk can fail: every call that touches what is kept is shown to a Disk before it
// reaches the file system below, and has the Disk's result where that is not good.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace vitrine::host::tables {

// Results are SQLite's result codes (https://www.sqlite.org/rescode.html), 0 lets the call pass. Any thread.
class Disk {
public:
    virtual ~Disk() = default;
    [[nodiscard]] virtual int on_read(const std::string& file) = 0;
    [[nodiscard]] virtual int on_write(const std::string& file, std::int64_t offset, std::string_view bytes) = 0;
    [[nodiscard]] virtual int on_truncate(const std::string& file, std::int64_t size) = 0;
    [[nodiscard]] virtual int on_sync(const std::string& file) = 0;
    [[nodiscard]] virtual int on_delete(const std::string& file) = 0;
};

class FaultyFiles {
public:
    explicit FaultyFiles(Disk& disk);
    ~FaultyFiles();  // after the last connection that uses it is closed
    FaultyFiles(const FaultyFiles&) = delete;
    FaultyFiles& operator=(const FaultyFiles&) = delete;

    // For TablesOptions::files.
    [[nodiscard]] const std::string& name() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::host::tables
