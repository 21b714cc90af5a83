#include "host/app/text_form.hpp"

#include <regex>

namespace vitrine::host {

struct TextForm::Compiled {
    std::regex expression;
};

TextForm::TextForm(const char* expression) : compiled_(new Compiled{std::regex(expression)}) {}
TextForm::~TextForm() = default;

bool TextForm::matches(const std::string& text) const {
    return std::regex_match(text, compiled_->expression);
}

std::optional<std::vector<std::string>> TextForm::parts_of(const std::string& text) const {
    std::smatch parts;
    if (!std::regex_match(text, parts, compiled_->expression)) return std::nullopt;
    return std::vector<std::string>(parts.begin(), parts.end());
}

std::string TextForm::replaced(const std::string& text, const char* replacement) const {
    return std::regex_replace(text, compiled_->expression, replacement);
}

}  // namespace vitrine::host
