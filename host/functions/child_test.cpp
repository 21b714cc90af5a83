#include "host/functions/child.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <optional>

#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Seen {
    std::vector<std::string> out;
    std::vector<std::string> err;
    std::optional<Exit> exit;
};

class ChildTest : public testing::Test {
protected:
    std::unique_ptr<Child> start(std::string_view script, std::vector<std::string> environment = {}) {
        write_program(folder.path(), fmt::format("#!/bin/sh\n{}\n", script));
        auto child = Child::start(network, {folder.path() / "bootstrap", folder.path(), std::move(environment)},
                                  {.line =
                                       [this](Output output, std::string_view line) {
                                           (output == Output::out ? seen.out : seen.err).emplace_back(line);
                                       },
                                   .on_exit = [this](Exit exit) { seen.exit = exit; }});
        EXPECT_TRUE(child);
        return std::move(*child);
    }
    bool ended() {
        return run_until(network, [this] { return seen.exit.has_value(); });
    }

    TemporaryFolder folder;
    boost::asio::io_context network;
    Seen seen;
};

TEST_F(ChildTest, DeliversOutputLineByLineBeforeTheExit) {
    const auto child = start("echo one; echo two >&2; printf three; exit 7");
    ASSERT_TRUE(ended());
    EXPECT_THAT(seen.out, ElementsAre("one", "three"));
    EXPECT_THAT(seen.err, ElementsAre("two"));
    EXPECT_EQ(to_string(*seen.exit), "exit status 7");
}

TEST_F(ChildTest, HasOnlyTheGivenEnvironment) {
    const auto child = start("/usr/bin/env | /usr/bin/grep -v -e ^PWD= -e ^_=", {"A=1", "B=two words"});
    ASSERT_TRUE(ended());
    EXPECT_THAT(seen.out, testing::UnorderedElementsAre("A=1", "B=two words"));
}

TEST_F(ChildTest, RunsInItsFolderWithoutInheritedDescriptors) {
    const auto child = start("pwd; ls /proc/self/fd | wc -l");
    ASSERT_TRUE(ended());
    // 0, 1, 2 and the one by which ls reads the folder.
    EXPECT_THAT(seen.out, ElementsAre(std::filesystem::canonical(folder.path()).string(), "4"));
}

TEST_F(ChildTest, ReportsTheSignalThatEndedIt) {
    const auto child = start("kill -SEGV $$");
    ASSERT_TRUE(ended());
    EXPECT_EQ(to_string(*seen.exit), "signal: segmentation fault");
}

TEST_F(ChildTest, KillsItsDescendantsWithIt) {
    const auto child = start("sleep 1000 & echo $!; exit 0");
    ASSERT_TRUE(ended());
    ASSERT_EQ(seen.out.size(), 1U);
    const pid_t grandchild = std::stoi(seen.out[0]);
    // Killed, and then a zombie until its new parent looks, or gone.
    EXPECT_TRUE(run_until(network, [&] {
        std::ifstream status(fmt::format("/proc/{}/stat", grandchild));
        std::string text;
        std::getline(status, text);
        return text.empty() || text.find(") Z ") != std::string::npos;
    }));
}

// It writes for ever into the pipe that it inherited, out of reach of its group's end.
TEST_F(ChildTest, ReportsTheExitDespiteOpenPipesOfDescendants) {
    const auto child =
        start("/usr/bin/setsid /usr/bin/sh -c 'echo >up; exec yes' & until [ -e up ]; do :; done; exit 3");
    ASSERT_TRUE(ended());
    EXPECT_EQ(to_string(*seen.exit), "exit status 3");
}

TEST_F(ChildTest, ReportsAProgramThatCannotBeExecuted) {
    auto child = Child::start(network, {folder.path() / "none", folder.path(), {}},
                              {.line = [this](Output, std::string_view line) { seen.err.emplace_back(line); },
                               .on_exit = [this](Exit exit) { seen.exit = exit; }});
    ASSERT_TRUE(child);
    ASSERT_TRUE(ended());
    EXPECT_EQ(seen.exit->status, 127);
    EXPECT_THAT(seen.err, ElementsAre("No such file or directory"));
}

TEST_F(ChildTest, KillsSilentlyOnDestruction) {
    auto child = start("echo up; sleep 1000");
    ASSERT_TRUE(run_until(network, [this] { return !seen.out.empty(); }));
    const pid_t pid = child->pid();
    child.reset();
    EXPECT_EQ(kill(pid, 0), -1);
    network.restart();
    network.run();
    EXPECT_FALSE(seen.exit);
}

}  // namespace
}  // namespace vitrine::host
