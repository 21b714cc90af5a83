#include "host/app/mistakes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace vitrine::host {

namespace {

// Levenshtein's distance: how many letters to insert, drop or replace.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

}  // namespace

void Mistakes::add(const YAML::Mark& mark, std::string what) {
    // yaml-cpp counts from 0, editors from 1; a mark that is nowhere stands for the file's start.
    found_.push_back({file_, std::max(mark.line, 0) + 1, std::max(mark.column, 0) + 1, std::move(what)});
}

std::vector<AppError> Mistakes::in_order() && {
    std::ranges::stable_sort(found_, [](const AppError& a, const AppError& b) {
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    });
    return std::move(found_);
}

std::string did_you_mean(std::string_view written, std::span<const std::string> known) {
    if (written.size() < 3) return "";
    std::size_t smallest = written.size() / 3 + 2;  // as far away as this it is another word
    const std::string* nearest = nullptr;
    for (const std::string& name : known) {
        if (const std::size_t d = distance(written, name); d < smallest) {
            smallest = d;
            nearest = &name;
        }
    }
    return nearest ? fmt::format(": did you mean '{}'?", *nearest) : "";
}

std::string to_string(const AppError& error) {
    return fmt::format("{}:{}:{}: {}", error.file.string(), error.line, error.column, error.what);
}

}  // namespace vitrine::host
