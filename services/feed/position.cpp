#include "services/feed/position.hpp"

#include <algorithm>
#include <charconv>

namespace shop {
namespace {

constexpr std::size_t longest_epoch = 32;
constexpr std::size_t max_digits = 15;

constexpr bool is_epoch_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

}  // namespace

std::optional<Position> Position::parse(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == 0 || colon > longest_epoch || colon == std::string_view::npos) return std::nullopt;
    const std::string_view epoch = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    if (!std::ranges::all_of(epoch, is_epoch_character)) return std::nullopt;
    if (digits.empty() || digits.size() > max_digits || (digits.size() > 1 && digits.front() == '0')) {
        return std::nullopt;
    }
    Position position{std::string(epoch), 0};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), position.seq);
    if (error != std::errc{} || end != digits.data() + digits.size() || position.seq < 0) return std::nullopt;
    return position;
}

std::string Position::text() const {
    return epoch + ':' + std::to_string(seq);
}

}  // namespace shop
