#include "services/orders/email.hpp"

#include <algorithm>

#include "services/shop/text.hpp"
#include "services/shop/unicode.hpp"

namespace shop {
namespace {

using Points = std::u32string_view;
using Mistake = std::optional<std::string>;

constexpr std::size_t longest_local_part = 64;
constexpr std::size_t longest_label = 63;

bool is_digit(char32_t point) {
    return point >= '0' && point <= '9';
}

// RFC 5322, section 3.2.3: what stands only between quotes. The dot is one of them there, and in every second address.
bool is_special(char32_t point) {
    return Points(U"()<>[]:;\\,\"").contains(point);
}

bool may_stand_in_label(char32_t point) {
    if (point >= 0x80) return is_word_character(point);
    return is_digit(point) || (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || point == '-';
}

Mistake mistake_in_local_part(Points local) {
    if (local.size() > longest_local_part) return "At most 64 characters stand before the @.";
    const auto wrong = std::ranges::find_if(local, is_special);
    if (wrong != local.end()) return "“" + utf8_of(*wrong) + "” cannot stand before the @.";
    return std::nullopt;
}

Mistake mistake_in_label(Points label) {
    if (label.empty()) return "A dot after the @ stands between two names, as in example.org.";
    if (label.size() > longest_label) return "After the @, no name between dots is longer than 63 characters.";
    if (label.front() == '-' || label.back() == '-') return "After the @, no name begins or ends with a hyphen.";
    return std::nullopt;
}

Mistake mistake_in_domain(Points domain) {
    const auto wrong =
        std::ranges::find_if(domain, [](char32_t point) { return point != '.' && !may_stand_in_label(point); });
    if (wrong != domain.end()) {
        return "“" + utf8_of(*wrong) + "” cannot stand after the @: letters, digits, hyphens and dots can.";
    }
    if (!domain.contains('.')) return "After the @ comes a domain with a dot, like example.org.";
    Points last;
    for (Points rest = domain;;) {
        const std::size_t dot = rest.find('.');
        last = rest.substr(0, dot);
        if (const auto mistake = mistake_in_label(last)) return mistake;
        if (dot == Points::npos) break;
        rest.remove_prefix(dot + 1);
    }
    if (last.size() < 2 || std::ranges::all_of(last, is_digit)) return "A domain ends with letters, like .org.";
    return std::nullopt;
}

}  // namespace

Mistake mistake_in_email(std::string_view text) {
    if (auto mistake = mistake_of_invisibles(text)) return mistake;
    const std::u32string points = points_of(text);
    const std::size_t at = points.find('@');
    if (at == std::u32string::npos || at == 0 || at + 1 == points.size() ||
        points.find('@', at + 1) != std::u32string::npos) {
        return "An address like name@example.org: with one @.";
    }
    if (std::ranges::any_of(points, is_space)) return "An e-mail address has no spaces.";
    if (auto mistake = mistake_in_local_part(Points(points).substr(0, at))) return mistake;
    return mistake_in_domain(Points(points).substr(at + 1));
}

}  // namespace shop
