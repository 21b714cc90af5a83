#include "services/http/header_list.hpp"

#include <algorithm>

namespace shop {
namespace {

// 0, 1, 0.5, 0.125; nullopt for what is no weight.
std::optional<int> thousandths(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int sum = (text[0] - '0') * 1000;
    int place = 100;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (c < '0' || c > '9') return std::nullopt;
        sum += (c - '0') * place;
        place /= 10;
    }
    return sum <= 1000 ? std::optional(sum) : std::nullopt;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

std::string_view take_until(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return trimmed(part);
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

std::optional<int> weight_in(std::string_view parameters) {
    while (!parameters.empty()) {
        std::string_view parameter = take_until(parameters, ';');
        if (lower(take_until(parameter, '=')) == "q") return thousandths(trimmed(parameter));
    }
    return 1000;
}

}  // namespace shop
