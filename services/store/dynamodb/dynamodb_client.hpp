// Sends DynamoDB's operations: signed, retried, each by its deadline.
#pragma once

#include <span>
#include <vector>

#include "lib/sigv4.hpp"
#include "services/aws/http_client.hpp"
#include "services/aws/json_document.hpp"
#include "services/aws/retry.hpp"
#include "services/store/dynamodb/dynamodb.hpp"
#include "services/store/dynamodb/dynamodb_requests.hpp"

namespace shop::aws {

class DynamoDb::Client {
public:
    using Answer = store::Result<JsonDocument>;

    Client(EndpointUrl endpoint, const Environment& environment, World world);

    void connect(const store::Context& context) { http_.connect(context.deadline); }
    // Attempts of 3 s at most and retries (aws/retry.hpp) within the deadline. A write that may have been carried out
    // without an answer is `in_doubt`.
    [[nodiscard]] Answer call(const store::Context& context, requests::Call call);
    // All at once, each with its own retries.
    [[nodiscard]] std::vector<Answer> call_all(const store::Context& context, std::vector<requests::Call> calls);
    // Waits before the `attempt`th repetition of something that was answered in part; false, without a wait, where the
    // attempts or the time are used up.
    [[nodiscard]] bool back_off(const store::Context& context, int attempt);

private:
    struct Pending;

    HttpRequest request_for(const requests::Call& call);
    void judge(Pending& pending, const HttpResult& result, const store::Context& context);

    World world_;
    HttpClient http_;
    vitrine::sigv4::Signer signer_;
    RetryQuota quota_;
};

}  // namespace shop::aws
