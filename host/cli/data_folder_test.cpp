#include "host/cli/data_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(DataFolder, CreatesAMissingFolder) {
    const TemporaryFolder folder;
    const auto data = DataFolder::open(folder.path() / "deep/data");
    ASSERT_TRUE(data);
    EXPECT_TRUE(std::filesystem::is_directory(folder.path() / "deep/data"));
}

TEST(DataFolder, RefusesASecondHostAndNamesTheFirst) {
    const TemporaryFolder folder;
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

TEST(DataFolder, ReportsAFolderThatCannotBeCreated) {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "file") << "x";
    const auto data = DataFolder::open(folder.path() / "file/data");
    ASSERT_FALSE(data);
    EXPECT_THAT(data.error().what, AllOf(HasSubstr("file/data"), HasSubstr("--data")));
}

std::filesystem::perms mode(const std::filesystem::path& path) {
    return std::filesystem::status(path).permissions();
}
constexpr auto folder_of_one = std::filesystem::perms::owner_all;
constexpr auto file_of_one = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;

TEST(DataFolder, CreatesFilesAccessibleToTheOwnerOnly) {
    const TemporaryFolder folder;
    const auto data = DataFolder::open(folder.path() / "data");
    ASSERT_TRUE(data);
    EXPECT_EQ(mode(data->path()), folder_of_one);
    EXPECT_EQ(mode(data->path() / "lock"), file_of_one);
    EXPECT_EQ(data->exposed().closed, 0U);
}

TEST(DataFolder, RemovesAccessOfOthersFromAnExistingFolder) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "data";
    std::filesystem::create_directories(path / "tables");
    std::filesystem::create_directories(path / "log");
    const std::array files{path / "tables/tables.db", path / "tables/tables.db-wal", path / "tables/tables.db-shm",
                           path / "log/vitrine.clef", path / "port"};
    for (const auto& file : files) {
        std::ofstream(file) << "x";
        std::filesystem::permissions(file, std::filesystem::perms{0644});
    }
    for (const auto& part : {path, path / "tables", path / "log"})
        std::filesystem::permissions(part, std::filesystem::perms{0755});
    const auto data = DataFolder::open(path);
    ASSERT_TRUE(data);
    for (const auto& file : files) EXPECT_EQ(mode(file), file_of_one) << file;
    for (const auto& part : {path, path / "tables", path / "log"}) EXPECT_EQ(mode(part), folder_of_one) << part;
    EXPECT_EQ(data->exposed().closed, files.size() + 3);
    EXPECT_EQ(data->exposed().left, 0U);
}

TEST(DataFolder, LeavesPermissionsOfOtherFilesAlone) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "shared";
    std::filesystem::create_directories(path / "tables");
    std::ofstream(path / "letter.txt") << "mine";
    std::ofstream(folder.path() / "elsewhere") << "x";
    for (const auto& part : {path, path / "tables", path / "letter.txt", folder.path() / "elsewhere"})
        std::filesystem::permissions(part, std::filesystem::perms{0755});
    std::filesystem::create_symlink(folder.path() / "elsewhere", path / "tables/link");
    ASSERT_TRUE(DataFolder::open(path));
    EXPECT_EQ(mode(path), std::filesystem::perms{0755});
    EXPECT_EQ(mode(path / "letter.txt"), std::filesystem::perms{0755});
    EXPECT_EQ(mode(folder.path() / "elsewhere"), std::filesystem::perms{0755});
    EXPECT_EQ(mode(path / "tables"), folder_of_one);
}

TEST(DataFolder, ClearRemovesOnlyFilesOfHosts) {
    const TemporaryFolder folder;
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
