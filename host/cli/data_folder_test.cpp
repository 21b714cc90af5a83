#include "host/cli/data_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(DataFolder, IsMadeWhereItIsMissing) {
    const TestFolder folder;
    const auto data = DataFolder::open(folder.path() / "deep/data");
    ASSERT_TRUE(data);
    EXPECT_TRUE(std::filesystem::is_directory(folder.path() / "deep/data"));
}

TEST(DataFolder, ServesOneHostAtATimeAndNamesTheOther) {
    const TestFolder folder;
    {
        const auto first = DataFolder::open(folder.path());
        ASSERT_TRUE(first);
        const auto second = DataFolder::open(folder.path());
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, ExitCode::data_in_use);
        EXPECT_THAT(second.error().what,
                    AllOf(HasSubstr(folder.path().string()), HasSubstr(std::to_string(getpid())), HasSubstr("--data")));
    }
    EXPECT_TRUE(DataFolder::open(folder.path()));
}

TEST(DataFolder, ThatCannotBeMadeSaysWhichAndWhatToDo) {
    const TestFolder folder;
    std::ofstream(folder.path() / "file") << "x";
    const auto data = DataFolder::open(folder.path() / "file/data");
    ASSERT_FALSE(data);
    EXPECT_THAT(data.error().what, AllOf(HasSubstr("file/data"), HasSubstr("--data")));
}

TEST(DataFolder, ClearsWhatHostsPutThereAndNothingElse) {
    const TestFolder folder;
    const auto data = DataFolder::open(folder.path());
    ASSERT_TRUE(data);
    std::filesystem::create_directories(data->tables() / "inside");
    std::ofstream(data->port_file()) << 8080;
    std::ofstream(folder.path() / "letter.txt") << "mine";
    ASSERT_TRUE(data->clear());
    EXPECT_FALSE(std::filesystem::exists(data->tables()));
    EXPECT_FALSE(std::filesystem::exists(data->port_file()));
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "letter.txt"));
}

}  // namespace
}  // namespace vitrine::host
