#include "host/app/regex.hpp"

#include <regex>

namespace vitrine::host {

struct Regex::Compiled {
    std::regex expression;
};

Regex::Regex(const char* expression) : compiled_(new Compiled{std::regex(expression)}) {}
Regex::~Regex() = default;

bool Regex::matches(const std::string& text) const {
    return std::regex_match(text, compiled_->expression);
}

std::optional<std::vector<std::string>> Regex::parts_of(const std::string& text) const {
    std::smatch parts;
    if (!std::regex_match(text, parts, compiled_->expression)) return std::nullopt;
    return std::vector<std::string>(parts.begin(), parts.end());
}

std::string Regex::replaced(const std::string& text, const char* replacement) const {
    return std::regex_replace(text, compiled_->expression, replacement);
}

}  // namespace vitrine::host
