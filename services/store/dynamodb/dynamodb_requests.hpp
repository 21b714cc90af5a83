// The bodies of DynamoDB's operations, written straight into text.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/store/store.hpp"

namespace shop::aws::requests {

// One operation, ready to be signed and sent.
struct Call {
    std::string_view operation;  // GetItem
    std::string body;
    bool writes = false;
    bool repeatable = true;            // sending it twice does no harm: see the contract in store.hpp
    std::optional<store::Value> op{};  // the `op` that a write carries
};

// Each is a verb of the port (store.hpp). Where a condition fails, the answer has the item as it was.
[[nodiscard]] Call get(const store::GetRequest& request, store::Read read);
// At most 100 keys, each once.
[[nodiscard]] Call get_all(std::span<const store::GetRequest* const> requests, store::Read read);
[[nodiscard]] Call put(const store::Put& put);
[[nodiscard]] Call modify(const store::Modify& modify);
[[nodiscard]] Call remove(const store::Delete& remove);
[[nodiscard]] Call query(const store::Query& query);
[[nodiscard]] Call scan(const store::Scan& scan);
[[nodiscard]] Call transact(const std::vector<store::Action>& actions, std::string_view token);

}  // namespace shop::aws::requests
