// Texts of a fixed form, by regular expression.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vitrine::host {

// std::regex kept out of the files that ask: each of them would compile a matcher of its own.
class Regex {
public:
    // In ECMAScript's syntax; throws std::regex_error where it is none.
    explicit Regex(const char* expression);
    ~Regex();
    Regex(const Regex&) = delete;
    Regex& operator=(const Regex&) = delete;

    // The whole text, not a part of it.
    [[nodiscard]] bool matches(const std::string& text) const;
    // The whole at 0, then what each group took: empty where it took part in nothing. nullopt for a text of another
    // form.
    [[nodiscard]] std::optional<std::vector<std::string>> parts_of(const std::string& text) const;
    // `replacement`, where $1 stands for the first group, in place of every part of the text that has this form.
    [[nodiscard]] std::string replaced(const std::string& text, const char* replacement) const;

private:
    struct Compiled;
    std::unique_ptr<const Compiled> compiled_;
};

}  // namespace vitrine::host
