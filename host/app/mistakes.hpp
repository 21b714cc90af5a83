// The mistakes found in a file so far, and help for whoever mistyped.
#pragma once

#include <yaml-cpp/mark.h>

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/app/app.hpp"

namespace vitrine::host {

class Mistakes {
public:
    explicit Mistakes(std::filesystem::path file) : file_(std::move(file)) {}

    void add(const YAML::Mark& mark, std::string what);
    // Nothing was added so far.
    [[nodiscard]] bool none() const { return found_.empty(); }
    // All of them, in the order of the file.
    [[nodiscard]] std::vector<AppError> in_order() &&;

private:
    std::filesystem::path file_;
    std::vector<AppError> found_;
};

// ": did you mean 'x'?" with the name nearest to what was written, or nothing where none is near.
[[nodiscard]] std::string did_you_mean(std::string_view written, std::span<const std::string> known);

}  // namespace vitrine::host
