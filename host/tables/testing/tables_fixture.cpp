#include "host/tables/testing/tables_fixture.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <future>

namespace vitrine::host::tables::testing {

std::string Answered::error() const {
    const auto* type = json.is_object() ? json.as_object().if_contains("__type") : nullptr;
    if (type == nullptr) return {};
    const std::string whole(type->as_string());
    return whole.substr(whole.find('#') + 1);
}

std::string Answered::message() const {
    for (const char* member : {"message", "Message"})
        if (const auto* found = json.as_object().if_contains(member)) return std::string(found->as_string());
    return {};
}

std::string Answered::at(std::string_view member) const {
    const auto* found = json.as_object().if_contains({member.data(), member.size()});
    return found == nullptr ? std::string{} : boost::json::serialize(*found);
}

App sample_app() {
    App app;
    app.name = "sample";
    Table things{.name = "things",
                 .partition = {"id", AttributeType::string},
                 .sort = {},
                 .ttl = "expiresAt",
                 .stream = StreamView::new_and_old,
                 .indexes = {}};
    things.indexes.push_back(
        {"by-kind", {"kind", AttributeType::string}, KeyAttribute{"rank", AttributeType::number}, "all", {}});
    things.indexes.push_back({"by-owner", {"owner", AttributeType::string}, {}, "keys", {}});
    things.indexes.push_back({"by-label", {"label", AttributeType::string}, {}, "include", {"note"}});
    app.tables.emplace("things", std::move(things));
    app.tables.emplace("events", Table{.name = "events",
                                       .partition = {"topic", AttributeType::string},
                                       .sort = KeyAttribute{"seq", AttributeType::number},
                                       .ttl = {},
                                       .stream = StreamView::new_image,
                                       .indexes = {}});
    app.tables.emplace("plain", Table{.name = "plain",
                                      .partition = {"id", AttributeType::string},
                                      .sort = {},
                                      .ttl = {},
                                      .stream = StreamView::none,
                                      .indexes = {}});
    return app;
}

Answered ask(Tables& tables, std::string_view operation, std::string_view body, const Authorize& allowed) {
    std::promise<TableAnswer> promise;
    tables.execute(operation, body, allowed, [&promise](TableAnswer answer) { promise.set_value(std::move(answer)); });
    TableAnswer answer = promise.get_future().get();
    return {answer.status, answer.body, boost::json::parse(answer.body)};
}

TablesTest::TablesTest() : now_(std::make_shared<std::atomic<std::int64_t>>(1'790'000'000'000)) {
    open();
}

std::vector<StreamRecord> stream_of(const Tables& tables, std::string_view table, unsigned shard, std::uint64_t after,
                                    std::size_t limit) {
    auto records = tables.read_stream(table, shard, after, limit);
    EXPECT_TRUE(records.has_value());
    return records.value_or(std::vector<StreamRecord>{});
}

TablesOptions TablesTest::options() const {
    return {.folder = folder_.path(), .name_prefix = "test-", .region = "eu-west-1", .clock = [now = now_] {
                return Instant{Milliseconds{now->load()}};
            }};
}

void TablesTest::open(const App& app) {
    tables_.reset();
    auto opened = Tables::open(app, options());
    ASSERT_TRUE(opened) << opened.error();
    tables_ = std::move(*opened);
}

Answered TablesTest::done(std::string_view operation, std::string_view body) {
    Answered answer = ask(operation, body);
    EXPECT_EQ(answer.status, 200) << operation << ' ' << body << " -> " << answer.text;
    return answer;
}

void TablesTest::refused(std::string_view operation, std::string_view body, std::string_view type,
                         std::string_view message) {
    const Answered answer = ask(operation, body);
    EXPECT_EQ(answer.status, 400) << operation << ' ' << body << " -> " << answer.text;
    EXPECT_EQ(answer.error(), type) << answer.text;
    EXPECT_NE(answer.message().find(message), std::string::npos) << answer.message() << "\n lacks: " << message;
}

void TablesTest::put_thing(std::string_view id, std::string_view more) {
    std::string body = R"({"TableName":"test-things","Item":{"id":{"S":")" + std::string(id) + "\"}";
    if (!more.empty()) body += "," + std::string(more);
    done("PutItem", body + "}}");
}

std::string TablesTest::thing(std::string_view id) {
    return done("GetItem",
                R"({"TableName":"test-things","ConsistentRead":true,"Key":{"id":{"S":")" + std::string(id) + "\"}}}")
        .at("Item");
}

}  // namespace vitrine::host::tables::testing
