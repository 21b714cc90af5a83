// Judges e-mail addresses by their text alone; whether one exists, only its mail server can tell.
// Judged alike in the browser: web/src/lib/email.ts; tests/cases/email.json holds both to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shop {

// What is wrong, in words for the one who typed; nullopt: nothing. One @; before it 1 to 64 characters (RFC 5321,
// section 4.5.3.1.1) without RFC 5322's specials, since hardly anybody quotes; after it a domain of two labels or more
// (RFC 1034, section 3.1) in any script, whose last one is no number.
[[nodiscard]] std::optional<std::string> mistake_in_email(std::string_view text);

}  // namespace shop
