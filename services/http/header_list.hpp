// Lists of things with weights, as Accept and Accept-Encoding have them (RFC 9110, sections 5.6.1 and 12.4.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shop {

// Without the blanks and tabs around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);
// Takes what stands before the separator, trimmed, and the separator.
[[nodiscard]] std::string_view take_until(std::string_view& text, char separator);
// ASCII alone.
[[nodiscard]] std::string lower(std::string_view text);

// The weight among `; PARAMETER=VALUE`s, in thousandths: 1000 where there is none. nullopt where it is malformed.
[[nodiscard]] std::optional<int> weight_in(std::string_view parameters);

}  // namespace shop
