#include "host/functions/lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::host {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

struct Written {
    Level level;
    std::string line;
};

std::vector<Written> logged(std::string_view line, Level level = Level::information) {
    std::vector<Written> written;
    const Log::Sink sink = [&](Level l, std::string_view text) { written.push_back({l, std::string(text)}); };
    log_function_line(sink, Log(sink, Level::debug, [] { return Instant{}; }), "f", level, line);
    return written;
}

TEST(LineSplitter, ReturnsWholeLinesFromAnyPieces) {
    LineSplitter splitter;
    std::vector<std::string> lines;
    const auto take = [&](std::string_view line) { lines.emplace_back(line); };
    splitter.feed("on", take);
    splitter.feed("e\ntwo\n\nth", take);
    EXPECT_THAT(lines, ElementsAre("one", "two"));
    splitter.finish(take);
    EXPECT_THAT(lines, ElementsAre("one", "two", "th"));
}

TEST(LineSplitter, SplitsALineAboveTheLimit) {
    LineSplitter splitter;
    std::size_t taken = 0;
    const std::string block(4096, 'x');
    for (int i = 0; i < 128; ++i) splitter.feed(block, [&](std::string_view line) { taken += line.size(); });
    EXPECT_EQ(taken, 512U * 1024U);
}

TEST(FunctionLine, PassesOnJsonThatNamesItsFunction) {
    const auto written = logged(R"({"@mt":"hi","@l":"Warning","Function":"catalog"})");
    ASSERT_THAT(written, SizeIs(1));
    EXPECT_EQ(written[0].line, R"({"@mt":"hi","@l":"Warning","Function":"catalog"})");
    EXPECT_EQ(written[0].level, Level::warning);
}

TEST(FunctionLine, AddsTheFunctionToJsonWithoutOne) {
    EXPECT_EQ(logged(R"({"@mt":"hi"})").at(0).line, R"({"Function":"f","@mt":"hi"})");
    EXPECT_EQ(logged("{}").at(0).line, R"({"Function":"f"})");
}

TEST(FunctionLine, TurnsOtherTextIntoAnEvent) {
    const auto written = logged("{not json", Level::warning);
    ASSERT_THAT(written, SizeIs(1));
    EXPECT_THAT(written[0].line, HasSubstr("{not json"));
    EXPECT_THAT(written[0].line, HasSubstr(R"("Function":"f")"));
    EXPECT_EQ(written[0].level, Level::warning);
}

}  // namespace
}  // namespace vitrine::host
