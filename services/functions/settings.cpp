#include "services/functions/settings.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "lib/log.hpp"
#include "services/aws/endpoint_url.hpp"
#include "services/aws/tls.hpp"

namespace shop::functions {
namespace {

constexpr std::size_t shortest_table = 3;
constexpr std::size_t longest_table = 255;
constexpr std::size_t longest_word = 48;
constexpr std::size_t hash_digits = 64;

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_word_part(char c) {
    return is_lower(c) || is_digit(c) || c == '-';
}
bool is_table_part(char c) {
    return is_word_part(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
}
bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

bool is_table(std::string_view text) {
    return text.size() >= shortest_table && text.size() <= longest_table && std::ranges::all_of(text, is_table_part);
}

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= longest_word && std::ranges::all_of(text, is_word_part);
}

bool is_hash(std::string_view text) {
    return text.size() == hash_digits && std::ranges::all_of(text, is_hex);
}

bool is_origin(std::string_view text) {
    const auto url = aws::parse_endpoint_url(text);
    return url && url->path.empty() && !text.ends_with('/') && text.find_first_of("@ ") == text.npos;
}

// Whether `fits` holds for each part between commas.
template <typename Fits>
bool all_between_commas(std::string_view list, Fits fits) {
    while (true) {
        const std::size_t comma = list.find(',');
        if (!fits(list.substr(0, comma))) return false;
        if (comma == list.npos) return true;
        list.remove_prefix(comma + 1);
    }
}

}  // namespace

Settings::Settings(aws::Variables variables) : variables_(std::move(variables)) {
    (void)word("AWS_REGION");
    for (const char* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_LAMBDA_RUNTIME_API"})
        if (const char* value = variables_(name); value == nullptr || *value == '\0') note(name, "is not set");
    check_optional_url("AWS_ENDPOINT_URL_DYNAMODB");
    const char* roots = variables_("AWS_CA_BUNDLE");
    if (roots != nullptr && *roots != '\0' && !aws::TlsContext::create(roots))
        note("AWS_CA_BUNDLE", "is no file of certificates in PEM");
    const char* level = variables_("LOG_LEVEL");
    if (level != nullptr && *level != '\0' && !vitrine::level_from(level)) note("LOG_LEVEL", "is no level of the log");
}

void Settings::note(const char* name, std::string_view what) {
    if (!mistakes_.empty()) mistakes_ += "; ";
    mistakes_.append(name).append(" ").append(what);
}

std::string Settings::checked(const char* name, const std::function<bool(std::string_view)>& fits,
                              std::string_view form) {
    const char* value = variables_(name);
    if (value == nullptr) {
        note(name, "is not set");
        return "";
    }
    if (!fits(value)) note(name, form);
    return value;
}

std::string Settings::table(const char* name) {
    return checked(name, is_table, "is no name of a table");
}

std::string Settings::word(const char* name) {
    return checked(name, is_word, "is no word of a to z, 0 to 9 and hyphens");
}

bool Settings::flag(const char* name) {
    const auto fits = [](std::string_view text) { return text == "true" || text == "false" || text.empty(); };
    return checked(name, fits, "is neither true nor false") == "true";
}

std::int64_t Settings::number(const char* name, std::int64_t least, std::int64_t most) {
    std::int64_t number = 0;
    const auto fits = [&](std::string_view text) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        return error == std::errc{} && end == text.data() + text.size() && number >= least && number <= most;
    };
    (void)checked(name, fits, "is no whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return number;
}

Currency Settings::currency(const char* name) {
    const auto fits = [](std::string_view text) { return Currency::parse(text).has_value(); };
    const auto parsed = Currency::parse(checked(name, fits, "is no currency of ISO 4217 with a minor unit"));
    return parsed ? *parsed : Currency::none();
}

std::string Settings::hashes(const char* name, None none) {
    const auto fits = [&](std::string_view text) {
        return text.empty() ? none == None::allowed : all_between_commas(text, is_hash);
    };
    return checked(name, fits, "is no list of SHA-256 hashes in hex, with commas between");
}

std::string Settings::origins(const char* name) {
    const auto fits = [](std::string_view text) { return all_between_commas(text, is_origin); };
    return checked(name, fits, "is no list of origins, with commas between");
}

void Settings::check_url(const char* name) {
    const auto fits = [](std::string_view text) { return aws::parse_endpoint_url(text).has_value(); };
    (void)checked(name, fits, "is no http or https URL");
}

void Settings::check_optional_url(const char* name) {
    const char* value = variables_(name);
    if (value != nullptr && *value != '\0') check_url(name);
}

}  // namespace shop::functions
