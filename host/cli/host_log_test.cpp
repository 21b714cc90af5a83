#include "host/cli/host_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

std::string content(const std::filesystem::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(Readable, PutsThePropertiesIntoTheMessage) {
    EXPECT_EQ(
        readable(
            Level::warning,
            R"({"@t":"2026-11-22T15:04:05.678Z","@mt":"{Function} failed {Count} times {{so}} {None}","Function":"f","Count":2})"),
        "15:04:05 Warning: f failed 2 times {so} {None}");
}

TEST(Readable, ShowsTheFirstLineOfAnException) {
    EXPECT_EQ(readable(Level::error, R"({"@t":"2026-11-22T15:04:05.678Z","@mt":"Oops","@x":"first\nsecond"})"),
              "15:04:05 Error: Oops: first");
}

TEST(Readable, IsEmptyForWhatIsNoEvent) {
    EXPECT_EQ(readable(Level::error, "plain"), "");
    EXPECT_EQ(readable(Level::error, R"({"_aws":{}})"), "");
}

TEST(HostLog, KeepsAFewFilesOfALimitedSize) {
    const TestFolder folder;
    const auto sink = host_log_sink({.folder = folder.path(), .largest = 10, .kept = 2});
    for (const auto* line : {"line one", "line two", "line three", "line four"}) sink(Level::information, line);
    EXPECT_EQ(content(folder.path() / "vitrine.clef"), "line four\n");
    EXPECT_EQ(content(folder.path() / "vitrine.1.clef"), "line three\n");
    EXPECT_EQ(content(folder.path() / "vitrine.2.clef"), "line two\n");
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "vitrine.3.clef"));
}

TEST(HostLog, GoesOnInTheFileThatIsThere) {
    const TestFolder folder;
    host_log_sink({.folder = folder.path()})(Level::information, "before");
    host_log_sink({.folder = folder.path()})(Level::information, "after");
    EXPECT_EQ(content(folder.path() / "vitrine.clef"), "before\nafter\n");
}

}  // namespace
}  // namespace vitrine::host
