// A text that must not be seen: no stream, format or log ever shows it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace vitrine {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_(std::move(text)) {}
    // The only access. Search for `reveal` to see everywhere a secret is used.
    [[nodiscard]] const std::string& reveal() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }

private:
    std::string text_;
};

// fmt's hook for types of one's own (https://fmt.dev/latest/api/).
[[nodiscard]] inline std::string_view format_as(const Secret&) {
    return "***";
}

}  // namespace vitrine
