#include "services/store/dynamodb/dynamodb_client.hpp"

#include <algorithm>

#include "services/aws/signed_request.hpp"
#include "services/store/dynamodb/dynamodb_answers.hpp"

namespace shop::aws {
namespace {

using store::Error;
using store::Fault;
using vitrine::Deadline;
using vitrine::Milliseconds;

// One attempt is given up after this, so that the next may find a better connection before the deadline.
constexpr Milliseconds attempt_timeout{3'000};
constexpr std::size_t at_once = 16;

bool carries(const std::optional<store::Item>& item, const store::Value& op) {
    if (!item) return false;
    const auto found = item->find("op");
    return found != item->end() && found->second == op;
}

// What the caller is told of a write that may have been carried out by an attempt nobody answered.
Error settled(Error error, const requests::Call& call, bool doubtful) {
    if (!doubtful) return error;
    switch (error.fault) {
        case Fault::cancelled:     // under one token a transaction is judged once
        case Fault::token_reused:  // likewise
        case Fault::invalid:
            return error;
        case Fault::condition_failed:
            if (call.op && carries(error.current, *call.op)) return error;  // it was: the caller sees its op
            break;
        default:
            break;
    }
    error.fault = Fault::in_doubt;
    return error;
}

HttpOptions http_options(const Environment& environment) {
    HttpOptions options;
    options.ca_bundle = environment.ca_bundle;
    options.idle_connections = at_once;
    return options;
}

}  // namespace

struct DynamoDb::Client::Pending {
    requests::Call call;
    Retries retries;
    Answer answer = std::unexpected(Error{Fault::unavailable, "", {}, {}});
    bool open = true;
    bool doubtful = false;
    Milliseconds wait{0};
};

DynamoDb::Client::Client(EndpointUrl endpoint, const Environment& environment, World world)
    : world_(std::move(world)),
      http_(std::move(endpoint), http_options(environment)),
      signer_(environment.credentials, {environment.region, "dynamodb"}) {}

HttpRequest DynamoDb::Client::request_for(const requests::Call& call) {
    std::string target = "DynamoDB_20120810.";
    target += call.operation;
    Outgoing outgoing{"POST", "/", {{"Content-Type", "application/x-amz-json-1.0"}}, call.body};
    outgoing.headers.emplace_back("X-Amz-Target", std::move(target));
    return {signed_head(signer_, http_.endpoint(), std::move(outgoing), world_.clock()), call.body, call.repeatable};
}

void DynamoDb::Client::judge(Pending& pending, const HttpResult& result, const store::Context& context) {
    auto answer = answers::read(result);
    if (answer) {
        pending.retries.succeeded();
        pending.answer = *std::move(answer);
        pending.open = false;
        return;
    }
    answers::Failure& failure = answer.error();
    pending.doubtful = pending.doubtful || (failure.doubtful && pending.call.writes);
    const bool may_repeat = failure.retry && (!failure.doubtful || pending.call.repeatable);
    const bool timed_out = failure.error.fault == Fault::timed_out;
    const auto wait = may_repeat ? pending.retries.next(timed_out, context.deadline, world_.random) : std::nullopt;
    pending.wait = wait.value_or(Milliseconds{0});
    pending.open = wait.has_value();
    if (!wait) pending.answer = std::unexpected(settled(std::move(failure.error), pending.call, pending.doubtful));
}

std::vector<DynamoDb::Client::Answer> DynamoDb::Client::call_all(const store::Context& context,
                                                                 std::vector<requests::Call> calls) {
    std::vector<Pending> all;
    all.reserve(calls.size());
    for (auto& call : calls) all.push_back({std::move(call), Retries(quota_)});
    std::vector<Pending*> open;
    for (auto& pending : all) open.push_back(&pending);
    while (!open.empty()) {
        std::size_t next = 0;
        http_.send_all(
            [&] { return next < open.size() ? std::optional(request_for(open[next++]->call)) : std::nullopt; },
            [&](std::size_t number, const HttpResult& result) { judge(*open[number], result, context); }, at_once,
            context.deadline.earlier(Deadline::in(attempt_timeout)));
        std::erase_if(open, [](const Pending* pending) { return !pending->open; });
        if (!open.empty()) world_.pause(std::ranges::max(open, {}, &Pending::wait)->wait);
    }
    std::vector<Answer> answers;
    answers.reserve(all.size());
    for (auto& pending : all) answers.push_back(std::move(pending.answer));
    return answers;
}

DynamoDb::Client::Answer DynamoDb::Client::call(const store::Context& context, requests::Call call) {
    std::vector<requests::Call> one;
    one.push_back(std::move(call));
    return std::move(call_all(context, std::move(one)).front());
}

bool DynamoDb::Client::back_off(const store::Context& context, int attempt) {
    const Milliseconds wait = full_jitter(attempt, world_.random);
    if (attempt > Retries::most || context.deadline.left() <= wait) return false;
    world_.pause(wait);
    return true;
}

}  // namespace shop::aws
