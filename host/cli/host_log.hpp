// Where the host's events and its functions' lines go: CLEF lines in a file; warnings and worse also on stderr, as a
// person reads them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "lib/log.hpp"

namespace vitrine::host {

// An event as one line for people: its message with the properties in place. Empty where the line is no event.
[[nodiscard]] std::string readable(Level level, std::string_view clef_line);

struct HostLogOptions {
    std::filesystem::path folder;
    std::uintmax_t max_file_bytes = 64 * 1024 * 1024;  // then the file becomes vitrine.1.clef, that one vitrine.2.clef
    int max_old_files = 2;
};

// Thread-safe. Lines that cannot be written (a full disk) are lost, and the host goes on.
[[nodiscard]] Log::Sink host_log_sink(HostLogOptions options);

// stderr alone, for verbs that keep no log.
[[nodiscard]] Log::Sink stderr_sink();

}  // namespace vitrine::host
