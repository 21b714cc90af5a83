// The file system that SQLite writes through, with its fsyncs counted: what the disk was really asked to keep.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace vitrine::host::tables {

class CountedFiles {
public:
    // `below`: the name of the file system that does the work; empty: SQLite's own.
    explicit CountedFiles(const std::string& below = "");
    ~CountedFiles();  // after the last connection that uses it is closed
    CountedFiles(const CountedFiles&) = delete;
    CountedFiles& operator=(const CountedFiles&) = delete;

    // For Database::open.
    [[nodiscard]] const std::string& name() const;
    // Since construction: of the log, the file and their folder.
    [[nodiscard]] std::uint64_t fsyncs() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::host::tables
