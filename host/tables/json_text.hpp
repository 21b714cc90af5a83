// JSON written straight into a text: answers are mostly stored texts put side by side.
#pragma once

#include <string>
#include <string_view>

namespace vitrine::host::tables {

// A quoted and escaped JSON string; `text` is UTF-8.
void write_string(std::string& out, std::string_view text);

}  // namespace vitrine::host::tables
