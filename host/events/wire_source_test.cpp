#include "host/events/wire_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host/functions/test_functions.hpp"
#include "lib/ids.hpp"

namespace vitrine::host {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace json = boost::json;
using boost::asio::ip::tcp;
using namespace std::chrono_literals;
using testing::ElementsAre;

// Answers DynamoDB's operations as told, one request a connection.
class FakeDynamoDb {
public:
    using Script = std::function<json::value(std::string_view operation, const json::object& request)>;
    FakeDynamoDb(boost::asio::io_context& network, Script script)
        : acceptor_(network, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)), script_(std::move(script)) {
        accept();
    }
    [[nodiscard]] DynamoDbAddress address() const { return {"127.0.0.1", acceptor_.local_endpoint().port()}; }

private:
    struct Visit {
        explicit Visit(tcp::socket s) : socket(std::move(s)) {}
        tcp::socket socket;
        beast::flat_buffer buffer;
        http::request<http::string_body> request;
        http::response<http::string_body> response;
    };
    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, tcp::socket socket) {
            if (failed) return;
            const auto visit = std::make_shared<Visit>(std::move(socket));
            http::async_read(visit->socket, visit->buffer, visit->request, [this, visit](auto unread, std::size_t) {
                if (unread) return;
                const std::string target(visit->request["X-Amz-Target"]);
                EXPECT_FALSE(visit->request["Authorization"].empty());
                visit->response.body() = json::serialize(
                    script_(target.substr(target.find('.') + 1), json::parse(visit->request.body()).as_object()));
                visit->response.prepare_payload();
                http::async_write(visit->socket, visit->response, [visit](auto, std::size_t) {});
            });
            accept();
        });
    }
    tcp::acceptor acceptor_;
    Script script_;
};

json::object record(int n) {
    return {
        {"eventName", "INSERT"},
        {"dynamodb", {{"SequenceNumber", fmt::format("{:021}", n)}, {"ApproximateCreationDateTime", 1'700'000'000}}}};
}

class WireSourceTest : public testing::Test {
protected:
    json::value answer(std::string_view operation, const json::object& request) {
        if (operation == "DescribeTable") return {{"Table", {{"LatestStreamArn", "arn:stream"}}}};
        if (operation == "DescribeStream") return {{"StreamDescription", {{"Shards", shards}}}};
        if (operation == "GetShardIterator") {
            asked.emplace_back(request.at("ShardIteratorType").as_string());
            const json::value* after = request.if_contains("SequenceNumber");
            return {{"ShardIterator", fmt::format("{}/{}", std::string_view(request.at("ShardId").as_string()),
                                                  after ? std::stoi(after->as_string().c_str()) : 0)}};
        }
        const std::string iterator(request.at("ShardIterator").as_string());
        const auto slash = iterator.find('/');
        const int after = std::stoi(iterator.substr(slash + 1));
        if (iterator.starts_with("old")) return {{"Records", json::array{}}};  // closed and empty
        json::array page;
        for (int n = after + 1; n <= records; ++n) page.push_back(record(n));
        return {{"Records", page}, {"NextShardIterator", fmt::format("new/{}", records)}};
    }
    std::unique_ptr<WireSource> source() {
        return std::make_unique<WireSource>(
            network, client,
            WireSourceOptions{"demo-local-", folder.path() / "checkpoints.json", 5ms, 10ms, Log::silent()});
    }
    void watch(WireSource& of) {
        of.watch("notes", [this](const Shard& shard) { found.push_back(shard); }, [] {});
    }
    std::vector<std::string> read(WireSource& of, const Shard& shard, const std::string& after) {
        std::optional<std::vector<std::string>> sequences;
        of.read(shard, after, 100, [&](const StreamSource::Records& got) {
            sequences.emplace();
            ASSERT_TRUE(got) << got.error();
            for (const Record& r : *got) sequences->push_back(r.sequence.substr(18));
        });
        EXPECT_TRUE(run_until(network, [&] { return sequences.has_value(); }));
        return sequences.value_or(std::vector<std::string>{});
    }

    TemporaryFolder folder;
    boost::asio::io_context network;
    json::array shards{json::object{{"ShardId", "new"}}};
    int records = 2;
    std::vector<std::string> asked;
    FakeDynamoDb dynamo{network, [this](auto operation, const auto& request) { return answer(operation, request); }};
    DynamoDbClient client{network, dynamo.address(), {"AKIA", Secret("s"), {}}, "eu-central-1", system_clock()};
    std::vector<Shard> found;
};

TEST_F(WireSourceTest, ReadsAShardFromTheBeginningAndContinues) {
    const auto stream = source();
    watch(*stream);
    ASSERT_TRUE(run_until(network, [&] { return !found.empty(); }));
    EXPECT_THAT(read(*stream, found[0], ""), ElementsAre("001", "002"));
    records = 3;
    EXPECT_THAT(read(*stream, found[0], fmt::format("{:021}", 2)), ElementsAre("003"));
    EXPECT_THAT(asked, ElementsAre("TRIM_HORIZON"));  // the iterator was kept
}

TEST_F(WireSourceTest, AnnouncesAChildShardAfterItsParentEnds) {
    shards = {json::object{{"ShardId", "old"}}, json::object{{"ShardId", "new"}, {"ParentShardId", "old"}}};
    const auto stream = source();
    watch(*stream);
    ASSERT_TRUE(run_until(network, [&] { return !found.empty(); }));
    EXPECT_EQ(found[0].id, "old");
    EXPECT_TRUE(read(*stream, found[0], "").empty());
    ASSERT_TRUE(run_until(network, [&] { return found.size() == 2; }));
    EXPECT_EQ(found[1].id, "new");
}

TEST_F(WireSourceTest, KeepsCheckpointsAcrossARestart) {
    {
        const auto stream = source();
        watch(*stream);
        ASSERT_TRUE(run_until(network, [&] { return !found.empty(); }));
        EXPECT_EQ(stream->checkpoint("m", found[0]), "");
        stream->save_checkpoint("m", found[0], "7");
    }
    found.clear();
    const auto stream = source();
    watch(*stream);
    ASSERT_TRUE(run_until(network, [&] { return !found.empty(); }));
    EXPECT_EQ(stream->checkpoint("m", found[0]), "7");
    EXPECT_EQ(stream->checkpoint("other", found[0]), "");
}

TEST(LambdaRecord, HasStreamArnAndLambdasFormOfTheIdentity) {
    const auto text = to_lambda_record(
        {{"eventName", "REMOVE"}, {"userIdentity", {{"PrincipalId", "dynamodb.amazonaws.com"}, {"Type", "Service"}}}},
        "arn:stream");
    EXPECT_EQ(json::parse(text), json::parse(R"({"eventName":"REMOVE","eventSourceARN":"arn:stream",
        "userIdentity":{"principalId":"dynamodb.amazonaws.com","type":"Service"}})"));
}

TEST(DynamoDbAddress, AcceptsPlainHttpUrlsOnly) {
    const auto address = DynamoDbAddress::parse("http://localhost:8000/");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->host, "localhost");
    EXPECT_EQ(address->port, 8000);
    EXPECT_EQ(DynamoDbAddress::parse("http://dynamo").value().port, 80);
    for (const auto* url :
         {"", "localhost:8000", "https://x", "http://", "http://x:port", "http://x/path", "http://x:99999"}) {
        EXPECT_FALSE(DynamoDbAddress::parse(url)) << url;
    }
}

}  // namespace
}  // namespace vitrine::host
