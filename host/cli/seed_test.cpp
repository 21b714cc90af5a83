#include "host/cli/seed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "host/functions/test_functions.hpp"
#include "host/tables/protocol/request_json.hpp"

namespace vitrine::host {
namespace {

using testing::HasSubstr;

class SeedTest : public testing::Test {
protected:
    SeedTest() {
        app.name = "demo";
        app.tables["notes"].name = "notes";
        app.tables["tags"].name = "tags";
    }
    Result<std::size_t> load(std::string_view text) {
        const auto file = folder.path() / "items.jsonl";
        std::ofstream(file) << text;
        return load_items(app, file,
                          [this](std::string_view operation, const std::string& body, const TableDone& done) {
                              EXPECT_EQ(operation, "BatchWriteItem");
                              const tables::JsonText json(body);
                              const auto& request = *json.value();
                              for (const auto& [table, requests] : request.at("RequestItems").as_object()) {
                                  puts[std::string(table)] += requests.as_array().size();
                                  largest_batch = std::max(largest_batch, requests.as_array().size());
                              }
                              done(answer);
                          });
    }

    TemporaryFolder folder;
    App app;
    TableAnswer answer{200, R"({"UnprocessedItems":{}})"};
    std::map<std::string, std::size_t> puts;
    std::size_t largest_batch = 0;
};

TEST_F(SeedTest, WritesEveryItemInBatchesOfAtMost25) {
    std::string text;
    for (int i = 0; i < 60; ++i)
        text += fmt::format("{{\"table\":\"notes\",\"item\":{{\"id\":{{\"S\":\"{}\"}}}}}}\n", i);
    text += "\n{\"table\":\"tags\",\"item\":{\"id\":{\"S\":\"t\"}}}\n";
    const auto count = load(text);
    ASSERT_TRUE(count) << count.error().what;
    EXPECT_EQ(*count, 61U);
    EXPECT_EQ(puts["demo-local-notes"], 60U);
    EXPECT_EQ(puts["demo-local-tags"], 1U);
    EXPECT_LE(largest_batch, 25U);
}

TEST_F(SeedTest, ReadsAnyLineEndingsAndRefusesUtf16) {
    const auto count = load(
        "\xef\xbb\xbf{\"table\":\"notes\",\"item\":{\"id\":{\"S\":\"a\"}}}\r\n\r\n"
        "{\"table\":\"notes\",\"item\":{\"id\":{\"S\":\"b\"}}}\r\n  \n");
    ASSERT_TRUE(count) << count.error().what;
    EXPECT_EQ(*count, 2U);
    EXPECT_EQ(load("\xef\xbb\xbf").value_or(9), 0U);
    EXPECT_THAT(load(std::string_view("\xff\xfe{\0\"\0", 6)).error().what, HasSubstr("items.jsonl:1: UTF-16"));
    EXPECT_THAT(load("\n\xef\xbb\xbf{}\n").error().what, HasSubstr("items.jsonl:2: not a JSON object"))
        << "a mark stands before a text, not within it";
}

TEST_F(SeedTest, AcceptsItemsOfDynamoDbsMaximumDepth) {
    std::string deep = R"({"S":"x"})";
    for (int level = 0; level < 31; ++level) deep = R"({"L":[)" + deep + "]}";
    const auto count = load(R"({"table":"notes","item":{"id":{"S":"a"},"deep":)" + deep + "}}\n");
    ASSERT_TRUE(count) << count.error().what;
    EXPECT_EQ(*count, 1U);
}

TEST_F(SeedTest, ReportsTheNumberOfAnInvalidLine) {
    const auto count = load("{\"table\":\"notes\",\"item\":{}}\n{\"table\":\"other\",\"item\":{}}\n");
    ASSERT_FALSE(count);
    EXPECT_THAT(count.error().what, HasSubstr("items.jsonl:2: table 'other' is not declared"));
    EXPECT_THAT(load("nonsense\n").error().what, HasSubstr("items.jsonl:1: not a JSON object"));
}

TEST_F(SeedTest, StopsAtARefusedWrite) {
    answer = {400, R"({"__type":"ValidationException","message":"no"})"};
    const auto count = load("{\"table\":\"notes\",\"item\":{}}\n");
    ASSERT_FALSE(count);
    EXPECT_THAT(count.error().what, HasSubstr("ValidationException"));
}

TEST_F(SeedTest, ReportsAMissingFile) {
    const auto count = load_items(app, folder.path() / "none.jsonl", {});
    ASSERT_FALSE(count);
    EXPECT_THAT(count.error().what, HasSubstr("--no-seed"));
}

}  // namespace
}  // namespace vitrine::host
