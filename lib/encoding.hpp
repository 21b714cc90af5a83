// Text encodings used on AWS wires and in our own tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace vitrine {

using Bytes = std::span<const std::uint8_t>;

// A view.
[[nodiscard]] Bytes bytes_of(std::string_view text);

// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string hex(Bytes bytes);
// Digits of either case. nullopt for anything else and for an odd number of them.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

// RFC 4648 section 4, padded. Decoding gives nullopt for anything else: white space, missing padding, left-over bits
// that are not 0.
[[nodiscard]] std::string base64(Bytes bytes);
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

// RFC 4648 section 5, without padding: safe in URLs and headers.
[[nodiscard]] std::string base64url(Bytes bytes);
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

// RFC 3986: everything but unreserved characters becomes %XX (upper case). keep_slash leaves '/' as it is.
[[nodiscard]] std::string percent_encode(std::string_view text, bool keep_slash = false);
// nullopt where a % is not followed by two hexadecimal digits. plus_is_space: as in application/x-www-form-urlencoded.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

// True when the text is well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view text);
// Bytes of the well-formed UTF-8 character the text begins with; 0 where there is none.
[[nodiscard]] std::size_t utf8_length(std::string_view text);

// Appends the text as a JSON string (RFC 8259), quotes included. A byte that is not UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace vitrine
