#include "host/cli/host_log.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <future>

#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

std::string content(const std::filesystem::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(Readable, InsertsPropertiesIntoTheMessage) {
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

TEST(Readable, IsEmptyForALineThatIsNoEvent) {
    EXPECT_EQ(readable(Level::error, "plain"), "");
    EXPECT_EQ(readable(Level::error, R"({"_aws":{}})"), "");
}

TEST(HostLog, RotatesFilesAtTheirSizeLimit) {
    const TemporaryFolder folder;
    const auto sink = host_log_sink({.folder = folder.path(), .max_file_bytes = 10, .max_old_files = 2});
    for (const auto* line : {"line one", "line two", "line three", "line four"}) sink(Level::information, line);
    EXPECT_EQ(content(folder.path() / "vitrine.clef"), "line four\n");
    EXPECT_EQ(content(folder.path() / "vitrine.1.clef"), "line three\n");
    EXPECT_EQ(content(folder.path() / "vitrine.2.clef"), "line two\n");
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "vitrine.3.clef"));
}

TEST(HostLog, AppendsToAnExistingFile) {
    const TemporaryFolder folder;
    host_log_sink({.folder = folder.path()})(Level::information, "before");
    host_log_sink({.folder = folder.path()})(Level::information, "after");
    EXPECT_EQ(content(folder.path() / "vitrine.clef"), "before\nafter\n");
}

// stderr is a pipe that is full, as one whose reader stands still.
TEST(HostLog, DoesNotBlockOnAFullStderr) {
    const TemporaryFolder folder;
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    ::fcntl(ends[1], F_SETFL, O_NONBLOCK);
    while (::write(ends[1], "x", 1) == 1) continue;
    ::fcntl(ends[1], F_SETFL, 0);
    const int screen = ::dup(STDERR_FILENO);
    ::dup2(ends[1], STDERR_FILENO);
    const auto sink = host_log_sink({.folder = folder.path()});
    auto logged = std::async(std::launch::async, [&] { sink(Level::warning, R"({"@m":"Oops"})"); });
    const auto outcome = logged.wait_for(std::chrono::seconds{5});
    ::dup2(screen, STDERR_FILENO);
    ::close(ends[0]);  // releases it, where it hangs
    ::close(ends[1]);
    ::close(screen);
    EXPECT_EQ(outcome, std::future_status::ready);
    EXPECT_EQ(content(folder.path() / "vitrine.clef"), "{\"@m\":\"Oops\"}\n");
}

}  // namespace
}  // namespace vitrine::host
