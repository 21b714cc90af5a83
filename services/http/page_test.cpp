#include "services/http/page.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

std::string of_size(const std::size_t& size) {
    return std::string(size, 'x');
}

TEST(APage, HoldsAllThatFits) {
    const std::vector<std::size_t> sizes{1, 2, 3};
    const auto page = fitting(sizes, of_size);
    EXPECT_EQ(page.items.size(), 3u);
    EXPECT_EQ(page.last, &sizes[2]);
    EXPECT_FALSE(page.cut);
}

TEST(APage, IsCutBeforeWhatDoesNotFit) {
    const std::vector<std::size_t> sizes{max_answer_bytes / 2, max_answer_bytes / 2, 1};
    const auto page = fitting(sizes, of_size);
    EXPECT_EQ(page.last, &sizes[1]);
    EXPECT_TRUE(page.cut);
}

TEST(APage, HoldsAtLeastOneItemHoweverLarge) {
    const std::vector<std::size_t> sizes{max_answer_bytes + 1, 1};
    EXPECT_EQ(fitting(sizes, of_size).items.size(), 1u);
}

TEST(APage, OfNothingIsEmpty) {
    EXPECT_EQ(fitting(std::vector<std::size_t>{}, of_size).last, nullptr);
}

}  // namespace
}  // namespace shop
