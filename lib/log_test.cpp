#include "lib/log.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <limits>

namespace vitrine {
namespace {

struct Lines {
    std::vector<std::string> written;
    Log log = Log([this](Level, std::string_view line) { written.emplace_back(line); }, Level::debug,
                  [] { return Instant{Milliseconds{1'795'359'845'678}}; });
    [[nodiscard]] std::string last() const { return written.empty() ? "" : written.back(); }
};

constexpr std::string_view start = R"({"@t":"2026-11-22T15:04:05.678Z","@mt":)";

TEST(Log, WritesATemplateAndItsPropertiesAsOneClefLine) {
    Lines lines;
    lines.log.information("Order {OrderId} placed", {{"OrderId", "o-1"}, {"Lines", 3}, {"Gift", true}, {"Load", 0.5}});
    EXPECT_EQ(lines.last(),
              std::string(start) + R"("Order {OrderId} placed","OrderId":"o-1","Lines":3,"Gift":true,"Load":0.5})");
}

TEST(Log, NamesEveryLevelButInformation) {
    Lines lines;
    lines.log.warning("Slow");
    EXPECT_EQ(lines.last(), std::string(start) + R"("Slow","@l":"Warning"})");
    lines.log.write(Level::error, "Failed", {}, "std::bad_alloc");
    EXPECT_EQ(lines.last(), std::string(start) + R"("Failed","@l":"Error","@x":"std::bad_alloc"})");
}

TEST(Log, LeavesAHoleWithoutAPropertyAsItIs) {
    Lines lines;
    lines.log.information("Hello {Nobody}");
    EXPECT_EQ(lines.last(), std::string(start) + R"("Hello {Nobody}"})");
}

TEST(Log, CarriesItsTraceAndContext) {
    Lines lines;
    lines.log.with({{"Function", "orders"}})
        .in_trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7")
        .information("Woken");
    EXPECT_EQ(lines.last(), std::string(start) +
                                R"("Woken","@tr":"4bf92f3577b34da6a3ce929d0e0e4736","@sp":"00f067aa0ba902b7",)"
                                R"("Function":"orders"})");
}

TEST(Log, PrefersAnEventsPropertyToTheContexts) {
    Lines lines;
    const Log log = lines.log.with({{"Try", 1}, {"Table", "feed"}}).with({{"Try", 2}});
    log.information("Again", {{"Table", "orders"}});
    EXPECT_EQ(lines.last(), std::string(start) + R"("Again","Try":2,"Table":"orders"})");
}

TEST(Log, EscapesNamesThatBeginLikeClefsOwn) {
    Lines lines;
    lines.log.information("Odd", {{"@t", "x"}});
    EXPECT_EQ(lines.last(), std::string(start) + R"("Odd","@@t":"x"})");
}

TEST(Log, StaysJsonWhateverItIsGiven) {
    Lines lines;
    lines.log.information("a\"\n",
                          {{"Bad", std::string("\xff\x01")}, {"Huge", std::numeric_limits<double>::infinity()}});
    EXPECT_EQ(lines.last(), std::string(start) + "\"a\\\"\\n\",\"Bad\":\"\uFFFD\\u0001\",\"Huge\":\"inf\"}");
}

TEST(Log, WritesWhatIsJsonAlreadyAsItIs) {
    Lines lines;
    lines.log.information("Told", {{"Facts", Json{R"({"a":[1]})"}}});
    EXPECT_EQ(lines.last(), std::string(start) + R"("Told","Facts":{"a":[1]}})");
}

TEST(Log, NeverShowsASecret) {
    Lines lines;
    lines.log.information("Key {Key}", {{"Key", Secret("hunter2")}});
    EXPECT_EQ(lines.last(), std::string(start) + R"("Key {Key}","Key":"***"})");
}

TEST(Log, SaysNothingBelowItsLevel) {
    Lines lines;
    lines.log.write(Level::verbose, "Detail");
    EXPECT_TRUE(lines.written.empty());
    EXPECT_FALSE(Log::silent().enabled(Level::fatal));
}

TEST(Log, KnowsLevelsInAnyCase) {
    EXPECT_EQ(level_from("debug"), Level::debug);
    EXPECT_EQ(level_from("WARNING"), Level::warning);
    EXPECT_EQ(level_from("loud"), std::nullopt);
}

TEST(Log, EndsEachLineOnADescriptor) {
    int ends[2];
    ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
    const Log log = Log::to_descriptor(ends[1], Level::information, [] { return Instant{}; });
    log.information("One");
    log.information("Two");
    close(ends[1]);
    std::string text(4096, '\0');
    text.resize(static_cast<std::size_t>(read(ends[0], text.data(), text.size())));
    close(ends[0]);
    EXPECT_EQ(text,
              "{\"@t\":\"1970-01-01T00:00:00.000Z\",\"@mt\":\"One\"}\n"
              "{\"@t\":\"1970-01-01T00:00:00.000Z\",\"@mt\":\"Two\"}\n");
}

constexpr std::string_view parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(TraceParent, IsReadInItsParts) {
    const auto read = parse_traceparent(parent);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
    EXPECT_EQ(read->span_id, "00f067aa0ba902b7");
    EXPECT_EQ(read->flags, "01");
}

TEST(TraceParent, OfALaterVersionMaySayMore) {
    EXPECT_TRUE(parse_traceparent("01" + std::string(parent.substr(2)) + "-more"));
    EXPECT_FALSE(parse_traceparent(std::string(parent) + "-more"));
}

TEST(TraceParent, IsRefusedWhereItIsMalformed) {
    for (const char* text : {"", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                             "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                             "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"})
        EXPECT_FALSE(parse_traceparent(text)) << text;
}

}  // namespace
}  // namespace vitrine
