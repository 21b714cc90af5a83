#include "host/app/grants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace vitrine::host {

namespace {

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html and its neighbours.
// TransactWriteItems and TransactGetItems are not among them: their parts are what IAM judges.
const std::map<std::string, std::vector<std::string>, std::less<>>& actions_by_kind() {
    static const std::map<std::string, std::vector<std::string>, std::less<>> known{
        {"table",
         {"dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem",
          "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan",
          "dynamodb:UpdateItem"}},
        {"stream",
         {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"}},
        {"bucket", {"s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"}},
        {"websocket", {"execute-api:ManageConnections"}},
    };
    return known;
}

}  // namespace

std::string_view kind_of_target(std::string_view target) {
    return target.substr(0, target.find('.'));
}

std::vector<std::string> targets_of(const App& app) {
    std::vector<std::string> targets;
    for (const auto& [name, table] : app.tables) {
        targets.push_back("table." + name);
        if (table.stream != StreamView::none) targets.push_back("stream." + name);
    }
    for (const auto& [name, _] : app.buckets) targets.push_back("bucket." + name);
    if (app.websocket) targets.emplace_back("websocket");
    return targets;
}

const std::vector<std::string>& actions_on(std::string_view kind) {
    static const std::vector<std::string> none;
    const auto found = actions_by_kind().find(kind);
    return found == actions_by_kind().end() ? none : found->second;
}

bool is_action(std::string_view action) {
    return std::ranges::any_of(actions_by_kind(), [&](const auto& kind) {
        return std::ranges::find(kind.second, action) != kind.second.end();
    });
}

bool allows(const Function& function, std::string_view action, std::string_view resource) {
    return std::ranges::any_of(function.allow, [&](const Grant& grant) {
        return std::ranges::find(grant.on, resource) != grant.on.end() &&
               std::ranges::find(grant.actions, action) != grant.actions.end();
    });
}

}  // namespace vitrine::host
