// The DynamoDB client against a server that misbehaves.
#include "services/store/dynamodb/dynamodb.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>

#include "services/aws/testing/imposter.hpp"

namespace shop::aws {
namespace {

using namespace store;
using ::testing::HasSubstr;
using vitrine::Deadline;
using vitrine::Milliseconds;

const vitrine::Instant now{Milliseconds{1'795'359'845'678}};
const vitrine::sigv4::Credentials credentials{"FAKEKEY", vitrine::Secret("secret"), vitrine::Secret("token==")};

class DynamoDbClient : public ::testing::Test {
protected:
    // The client, and a server that goes through these steps.
    void serve(std::vector<Step> steps) {
        server_ = std::make_unique<Imposter>(std::move(steps));
        Environment environment;
        environment.region = "eu-central-1";
        environment.credentials = credentials;
        environment.dynamodb_url = server_->url();
        const World world{[] { return now; }, vitrine::system_random(), [this](Milliseconds) { ++pauses_; }};
        store_ = *DynamoDb::create(environment, world);
    }
    [[nodiscard]] static Context soon() { return {Deadline::in(Milliseconds{10'000})}; }
    [[nodiscard]] std::size_t sent() const { return server_->requests().size(); }

    std::unique_ptr<Imposter> server_;
    std::unique_ptr<DynamoDb> store_;
    int pauses_ = 0;
};

Step error(std::string_view type, int status = 400, std::string_view more = "") {
    return answers(R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + std::string(type) + R"(","message":"m")" +
                       std::string(more) + "}",
                   status);
}

const GetRequest a_get{"t", {{"id", "a"}}};
const Put a_put{"t", {{"id", "a"}}, {}};
const Put a_conditional_put{"t", {{"id", "a"}}, not_exists("id")};
const Put a_put_with_op{"t", {{"id", "a"}, {"op", "r1"}}, not_exists("id")};
const std::vector<Action> a_transaction{a_conditional_put};

template <typename T>
Fault fault_of(const Result<T>& result) {
    EXPECT_FALSE(result);
    return result ? Fault{-1} : result.error().fault;
}

TEST_F(DynamoDbClient, SignsWhatItSends) {
    serve({answers("{}")});
    ASSERT_TRUE(store_->put(soon(), a_put));
    const std::string sent = server_->requests().front();
    std::vector<vitrine::sigv4::Header> headers;
    std::string_view head =
        std::string_view(sent).substr(sent.find("\r\n") + 2, sent.find("\r\n\r\n") - sent.find("\r\n"));
    while (head.find(": ") != head.npos) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        headers.emplace_back(line.substr(0, line.find(": ")), line.substr(line.find(": ") + 2));
        head.remove_prefix(line.size() + 2);
    }
    vitrine::sigv4::Verifier verifier([](std::string_view) { return &credentials; });
    const auto verified =
        verifier.verify({"POST", "/", "", headers, std::string_view(sent).substr(sent.find("\r\n\r\n") + 4)}, now);
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->scope.service, "dynamodb");
    EXPECT_THAT(sent, HasSubstr("X-Amz-Target: DynamoDB_20120810.PutItem\r\n"));
}

TEST_F(DynamoDbClient, TriesAgainAfterThrottlingAndServerErrors) {
    serve({error("ProvisionedThroughputExceededException"), error("ThrottlingException"), answers("busy", 503),
           error("InternalServerError", 500), answers(R"({"Item":{"id":{"S":"a"}}})")});
    const auto item = store_->get(soon(), a_get, Read::consistent);
    ASSERT_TRUE(item) << item.error().detail;
    EXPECT_TRUE(item->has_value());
    EXPECT_EQ(pauses_, 4);
}

TEST_F(DynamoDbClient, EndsItsRetries) {
    serve({error("ThrottlingException")});
    EXPECT_EQ(fault_of(store_->get(soon(), a_get, Read::eventual)), Fault::throttled);
    EXPECT_EQ(sent(), 9U);
}

TEST_F(DynamoDbClient, StopsRetryingWhereTheServiceIsDownForLong) {
    serve({answers("down", 503)});
    for (int i = 0; i < 30; ++i) EXPECT_EQ(fault_of(store_->get(soon(), a_get, Read::eventual)), Fault::unavailable);
    // A quota of 500 at 5 a retry, and 30 first attempts.
    EXPECT_EQ(sent(), 130U);
}

TEST_F(DynamoDbClient, DoesNotRetryWhatIsJudged) {
    const std::pair<const char*, Fault> judged[] = {{"ValidationException", Fault::invalid},
                                                    {"ResourceNotFoundException", Fault::invalid},
                                                    {"AccessDeniedException", Fault::denied},
                                                    {"ExpiredTokenException", Fault::denied},
                                                    {"IdempotentParameterMismatchException", Fault::token_reused},
                                                    {"ConditionalCheckFailedException", Fault::condition_failed}};
    for (const auto& [type, fault] : judged) {
        serve({error(type)});
        EXPECT_EQ(fault_of(store_->put(soon(), a_conditional_put)), fault) << type;
        EXPECT_EQ(sent(), 1U) << type;
    }
}

TEST_F(DynamoDbClient, ReadsAgainAfterALostOrHalfAnswer) {
    const std::string whole = answers(R"({"Item":{"id":{"S":"a"}}})").text;
    serve({Step{Step::Kind::close_before_reading}, Step{Step::Kind::close_after_reading},
           Step{Step::Kind::cut_off, whole.substr(0, whole.size() - 3)}, raw(whole)});
    EXPECT_TRUE(store_->get(soon(), a_get, Read::eventual)->has_value());
}

TEST_F(DynamoDbClient, IsInDoubtOfAConditionalWriteWithoutOp) {
    for (Step step : {Step{Step::Kind::close_after_reading}, error("InternalServerError", 500)}) {
        serve({step, answers("{}")});
        EXPECT_EQ(fault_of(store_->put(soon(), a_conditional_put)), Fault::in_doubt);
        EXPECT_EQ(sent(), 1U);
    }
}

TEST_F(DynamoDbClient, RetriesAConditionalWriteThatWasThrottled) {
    serve({error("ThrottlingException"), answers("{}")});
    EXPECT_TRUE(store_->put(soon(), a_conditional_put));
}

TEST_F(DynamoDbClient, ResendsAWriteThatMayHappenTwice) {
    serve({Step{Step::Kind::close_after_reading}, answers("{}")});
    EXPECT_TRUE(store_->put(soon(), a_put));
    EXPECT_EQ(sent(), 2U);
}

TEST_F(DynamoDbClient, KnowsItsOwnWriteByOp) {
    serve({Step{Step::Kind::close_after_reading},
           error("ConditionalCheckFailedException", 400, R"(,"Item":{"id":{"S":"a"},"op":{"S":"r1"}})")});
    EXPECT_TRUE(store_->put(soon(), a_put_with_op));
}

TEST_F(DynamoDbClient, IsInDoubtWhereAnotherWroteAfterALostAnswer) {
    serve({Step{Step::Kind::close_after_reading},
           error("ConditionalCheckFailedException", 400, R"(,"Item":{"id":{"S":"a"},"op":{"S":"r2"}})")});
    EXPECT_EQ(fault_of(store_->put(soon(), a_put_with_op)), Fault::in_doubt);
}

TEST_F(DynamoDbClient, BelievesAFailedConditionWhereNoAnswerWasLost) {
    serve({error("ConditionalCheckFailedException", 400, R"(,"Item":{"id":{"S":"a"},"op":{"S":"r2"}})")});
    const auto put = store_->put(soon(), a_put_with_op);
    ASSERT_EQ(fault_of(put), Fault::condition_failed);
    EXPECT_EQ(put.error().current->at("op"), Value("r2"));
}

TEST_F(DynamoDbClient, ResendsATransactionUnderItsToken) {
    serve({Step{Step::Kind::close_after_reading}, error("TransactionInProgressException"), answers("{}")});
    ASSERT_TRUE(store_->transact(soon(), a_transaction, "token-1"));
    for (const std::string& request : server_->requests())
        EXPECT_THAT(request, HasSubstr(R"("ClientRequestToken":"token-1")"));
    EXPECT_EQ(sent(), 3U);
}

std::string reasons(std::initializer_list<const char*> codes) {
    std::string out = R"(,"CancellationReasons":[)";
    for (const char* code : codes) {
        if (out.back() == '}') out += ',';
        out += std::string(R"({"Code":")") + code + R"("})";
    }
    return out + "]";
}

TEST_F(DynamoDbClient, RetriesATransactionThatOnlyMetAnother) {
    serve({error("TransactionCanceledException", 400, reasons({"None", "TransactionConflict"})), answers("{}")});
    EXPECT_TRUE(store_->transact(soon(), a_transaction, "token-1"));
}

TEST_F(DynamoDbClient, NeverCallsAConflictAFailedCondition) {
    serve({error("TransactionCanceledException", 400, reasons({"TransactionConflict"}))});
    EXPECT_EQ(fault_of(store_->transact(soon(), a_transaction, "token-1")), Fault::conflict);
}

TEST_F(DynamoDbClient, SaysWhichConditionsCancelledATransaction) {
    serve({error("TransactionCanceledException", 400,
                 R"(,"CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"m",)"
                 R"("Item":{"available":{"N":"1"}}},{"Code":"TransactionConflict"}])")});
    const auto done = store_->transact(soon(), a_transaction, "token-1");
    ASSERT_EQ(fault_of(done), Fault::cancelled);
    ASSERT_EQ(done.error().reasons.size(), 3U);
    EXPECT_EQ(done.error().reasons[1].kind, Reason::Kind::condition_failed);
    EXPECT_EQ(done.error().reasons[1].current->at("available"), Value(1));
    EXPECT_EQ(done.error().reasons[2].kind, Reason::Kind::conflict);
}

TEST_F(DynamoDbClient, GivesUpAReadAndDoubtsAWriteAtTheDeadline) {
    serve({Step{Step::Kind::silence}});
    const Context brief{Deadline::in(Milliseconds{500})};
    EXPECT_EQ(fault_of(store_->get(brief, a_get, Read::eventual)), Fault::timed_out);
    const Context brief_too{Deadline::in(Milliseconds{500})};
    EXPECT_EQ(fault_of(store_->put(brief_too, a_put)), Fault::in_doubt);
}

TEST_F(DynamoDbClient, CallsAnEndpointThatIsNotThereUnavailable) {
    serve({answers("{}")});
    server_.reset();
    EXPECT_EQ(fault_of(store_->put(soon(), a_conditional_put)), Fault::unavailable);
}

TEST_F(DynamoDbClient, AsksAgainForKeysThatWereLeftUnprocessed) {
    serve({answers(R"({"Responses":{"t":[{"id":{"S":"b"},"n":{"N":"2"}}]},)"
                   R"("UnprocessedKeys":{"t":{"Keys":[{"id":{"S":"a"}}]}}})"),
           answers(R"({"Responses":{"t":[{"id":{"S":"a"},"n":{"N":"1"}}]},"UnprocessedKeys":{}})")});
    const auto items = store_->get_all(soon(), {a_get, {"t", {{"id", "b"}}}, {"t", {{"id", "c"}}}}, Read::eventual);
    ASSERT_TRUE(items) << items.error().detail;
    EXPECT_EQ((*items)[0]->at("n"), Value(1));
    EXPECT_EQ((*items)[1]->at("n"), Value(2));
    EXPECT_FALSE((*items)[2]);
    EXPECT_THAT(server_->requests()[1], HasSubstr(R"({"RequestItems":{"t":{"Keys":[{"id":{"S":"a"}}]}}})"));
}

TEST_F(DynamoDbClient, AsksForAHundredKeysAtATime) {
    serve({answers(R"({"Responses":{},"UnprocessedKeys":{}})")});
    std::vector<GetRequest> requests;
    for (int i = 0; i < 250; ++i) requests.push_back({"t", {{"id", std::to_string(i)}}});
    ASSERT_TRUE(store_->get_all(soon(), requests, Read::eventual));
    EXPECT_EQ(sent(), 3U);
}

TEST_F(DynamoDbClient, FollowsEverySegmentToItsEnd) {
    serve({answers(R"({"Items":[{"id":{"S":"a"}}],"LastEvaluatedKey":{"id":{"S":"a"}}})"), answers(R"({"Items":[]})"),
           answers(R"({"Items":[{"id":{"S":"b"}}]})")});
    std::vector<std::string> ids;
    const auto scanned =
        store_->scan_all(soon(), "t", 2, Read::consistent, [&](Item&& item) { ids.push_back(*item.at("id").text()); });
    ASSERT_TRUE(scanned) << scanned.error().detail;
    EXPECT_THAT(ids, ::testing::UnorderedElementsAre("a", "b"));
    EXPECT_EQ(sent(), 3U);
}

TEST_F(DynamoDbClient, AsksNothingWhereARangeIsEmpty) {
    serve({answers("{}")});
    Query query{.table = "t", .partition_name = "topic", .partition = "x"};
    query.sort_name = "seq";
    query.range = Range{5, 4};
    EXPECT_TRUE(store_->query(soon(), query)->items.empty());
    EXPECT_EQ(sent(), 0U);
}

TEST_F(DynamoDbClient, TakesAnAnswerThatIsNoJsonForAFault) {
    serve({answers("<html>")});
    EXPECT_EQ(fault_of(store_->get(soon(), a_get, Read::eventual)), Fault::unavailable);
}

TEST_F(DynamoDbClient, SaysWhatIsWrongWithItsEndpoint) {
    Environment environment;
    environment.dynamodb_url = "dynamodb:8000";
    EXPECT_FALSE(DynamoDb::create(environment, system_world()));
}

}  // namespace
}  // namespace shop::aws
