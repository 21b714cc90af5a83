#include "host/faults/faulty_dynamodb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/parse.hpp>

#include "host/tables/protocol/request_json.hpp"

namespace vitrine::host {

namespace {

namespace json = boost::json;

constexpr std::string_view dynamodb = "com.amazonaws.dynamodb.v20120810";
constexpr std::string_view conflict_message = "Transaction is ongoing for the item";
constexpr std::string_view throughput_message =
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning "
    "level with the UpdateTable API.";

struct Operation {
    std::string_view name;
    std::size_t actions = 0;  // of a transaction; 0: it is none

    Operation(const AwsRequest& request, const std::vector<std::string>& tables)
        : name(request.target.substr(request.target.find('.') + 1)) {
        if (name.starts_with("Transact")) actions = std::max<std::size_t>(1, tables.size());
    }
};

AwsAnswer answer(int status, std::string_view type, std::string_view message) {
    return {.status = status, .body = fmt::format(R"({{"__type":"{}","message":"{}"}})", type, message), .headers = {}};
}

// A transaction is cancelled for one of its actions' sake.
AwsAnswer cancelled(std::size_t actions, std::size_t at, std::string_view code, std::string_view message) {
    std::string codes;
    std::string reasons;
    for (std::size_t i = 0; i < actions; ++i) {
        const std::string_view separator = i == 0 ? "" : ",";
        codes += fmt::format("{}{}{}", separator, i == 0 ? "" : " ", i == at ? code : "None");
        reasons += separator;
        reasons += i == at ? fmt::format(R"({{"Code":"{}","Message":"{}"}})", code, message) : R"({"Code":"None"})";
    }
    return {.status = 400,
            .body = fmt::format(R"({{"__type":"{}#TransactionCanceledException","Message":"Transaction cancelled, )"
                                R"(please refer cancellation reasons for specific reasons [{}]",)"
                                R"("CancellationReasons":[{}]}})",
                                dynamodb, codes, reasons),
            .headers = {}};
}

AwsAnswer conflict(const Operation& operation, std::uint64_t chance) {
    if (operation.actions > 0)
        return cancelled(operation.actions, chance % operation.actions, "TransactionConflict", conflict_message);
    return answer(400, fmt::format("{}#TransactionConflictException", dynamodb), conflict_message);
}

AwsAnswer throttle(const Operation& operation, std::uint64_t chance) {
    const bool by_table = chance % 2 == 0;
    if (operation.actions > 0 && by_table)
        return cancelled(operation.actions, chance / 2 % operation.actions, "ThrottlingError", throughput_message);
    if (by_table)
        return answer(400, fmt::format("{}#ProvisionedThroughputExceededException", dynamodb), throughput_message);
    return answer(400, "com.amazon.coral.availability#ThrottlingException",
                  "Rate of requests exceeds the allowed throughput.");
}

AwsAnswer internal_error() {
    return answer(500, fmt::format("{}#InternalServerError", dynamodb),
                  "The request processing has failed because of an unknown error, exception or failure.");
}

// The same answer for whatever the service below says.
AwsDone instead(AwsDone done, AwsAnswer answer) {
    return [done = std::move(done), answer = std::move(answer)](const AwsAnswer&) { done(answer); };
}

// Lets go of `done` unanswered, which closes the caller's connection; on the network thread, as sockets are its.
AwsDone hang_up(AwsDone done, boost::asio::io_context& network) {
    const auto held = std::make_shared<AwsDone>(std::move(done));
    return [held, &network](const AwsAnswer&) {
        boost::asio::post(network, [dropped = std::move(*held)]() mutable { dropped = nullptr; });
    };
}

// What a request owns while it waits.
struct OwnedRequest {
    std::string principal, method, path, query, target, body;

    explicit OwnedRequest(const AwsRequest& from)
        : principal(from.principal),
          method(from.method),
          path(from.path),
          query(from.query),
          target(from.target),
          body(from.body) {}
    [[nodiscard]] AwsRequest request() const { return {principal, method, path, query, target, body}; }
};

class FaultyDynamoDb {
public:
    FaultyDynamoDb(AwsService real, boost::asio::io_context& network, Faults& faults, std::string name_prefix)
        : real_(std::move(real)), network_(network), faults_(faults), name_prefix_(std::move(name_prefix)) {}

    void operator()(const AwsRequest& request, AwsDone done) {
        const auto tables = tables_of(request.body, name_prefix_);
        const Operation operation(request, tables);
        const Injection injection =
            faults_.draw(Part::tables, {.function = request.principal, .operation = operation.name, .tables = tables});
        const auto replacement = replacement_for(injection, operation);
        if (injection.latency.count() == 0) return carry_out(request, replacement, std::move(done));
        const auto timer = std::make_shared<boost::asio::steady_timer>(network_, injection.latency);
        timer->async_wait([this, timer, replacement, waiting = OwnedRequest(request),
                           done = std::move(done)](const boost::system::error_code&) mutable {
            carry_out(waiting.request(), replacement, std::move(done));
        });
    }

private:
    // What becomes of a call instead of its own answer.
    struct Replacement {
        std::optional<AwsAnswer> answer;  // nullopt: none, the connection is closed
        When when = When::before;
    };

    void carry_out(const AwsRequest& request, const std::optional<Replacement>& replacement, AwsDone done) {
        if (!replacement) return real_(request, std::move(done));
        if (!replacement->answer) return real_(request, hang_up(std::move(done), network_));
        if (replacement->when == When::before) return done(*replacement->answer);
        real_(request, instead(std::move(done), *replacement->answer));
    }

    static std::optional<Replacement> replacement_for(const Injection& injection, const Operation& operation) {
        if (!injection.fault) return std::nullopt;
        const auto& fault = *injection.fault;
        if (fault.kind == FaultKind::drop) return Replacement{};
        return Replacement{answer_of(fault, operation), fault.when};
    }

    static AwsAnswer answer_of(const Injection::Fault& fault, const Operation& operation) {
        if (fault.kind == FaultKind::conflict) return conflict(operation, fault.chance);
        if (fault.kind == FaultKind::throttle) return throttle(operation, fault.chance);
        return internal_error();
    }

    AwsService real_;
    boost::asio::io_context& network_;
    Faults& faults_;
    std::string name_prefix_;
};

std::string_view text_of(const json::value& value) {
    return value.is_string() ? std::string_view(value.get_string()) : std::string_view{};
}

}  // namespace

std::vector<std::string> tables_of(std::string_view body, std::string_view name_prefix) {
    boost::system::error_code broken;
    json::parse_options options;
    options.max_depth = vitrine::host::tables::max_json_depth;
    const json::value request = json::parse(body, broken, {}, options);
    std::vector<std::string> tables;
    const auto add = [&](std::string_view name) {
        tables.emplace_back(name.starts_with(name_prefix) ? name.substr(name_prefix.size()) : name);
    };
    if (broken || !request.is_object()) return tables;
    const json::object& members = request.get_object();
    if (const auto* table = members.if_contains("TableName")) add(text_of(*table));
    const auto* batch = members.if_contains("RequestItems");
    if (batch != nullptr && batch->is_object())
        for (const auto& [table, _] : batch->get_object()) add(std::string_view(table.data(), table.size()));
    const auto* items = members.if_contains("TransactItems");
    if (items == nullptr || !items->is_array()) return tables;
    for (const json::value& item : items->get_array()) {
        if (!item.is_object()) continue;
        for (const auto& [_, action] : item.get_object())
            if (const auto* object = action.if_object())
                if (const auto* table = object->if_contains("TableName")) add(text_of(*table));
    }
    return tables;
}

AwsService faulty_dynamodb(AwsService real, boost::asio::io_context& network, Faults& faults, std::string name_prefix) {
    const auto service = std::make_shared<FaultyDynamoDb>(std::move(real), network, faults, std::move(name_prefix));
    return [service](const AwsRequest& request, AwsDone done) { (*service)(request, std::move(done)); };
}

}  // namespace vitrine::host
