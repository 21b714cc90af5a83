// The store port: DynamoDB's primitives as typed values. Repositories and use cases are written on it once.
// Contract (testing/store_contract.hpp tests every implementation against it):
//  - every verb blocks until done or until the context's deadline; it never throws;
//  - a write that returns a value is durable; one that returns an error did not happen, except `in_doubt`;
//  - throttling and transaction conflicts were already retried with full jitter under the deadline and a quota;
//  - a transaction is all or nothing; a resend with the same token has no second effect;
//  - a put, or a modify that sets it, may carry the attribute `op` (the request's id): where the item has that value
//    already, the write was this one's own, sent twice: it succeeds and changes nothing. So a write that carries `op`
//    is resent when its answer is lost, and so is one that may happen twice (no condition, nothing increased or
//    appended); any other is `in_doubt`. What increases or appends under `op` pins a rev, or the `op` that was read, in
//    its condition: otherwise it happens twice where another write's `op` came between.
// Implementations are not thread-safe: one per thread.
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lib/time.hpp"

namespace shop::store {

struct Value;
using List = std::vector<Value>;
using Map = std::map<std::string, Value, std::less<>>;
using Item = Map;

// An attribute value: NULL, BOOL, N (whole numbers of 64 bits), S, L, M.
struct Value {
    std::variant<std::nullptr_t, bool, std::int64_t, std::string, List, Map> v = nullptr;

    Value() = default;
    Value(bool flag) : v(flag) {}
    Value(std::int64_t number) : v(number) {}
    Value(int number) : v(std::int64_t{number}) {}
    Value(std::string text) : v(std::move(text)) {}
    Value(std::string_view text) : v(std::string(text)) {}
    Value(const char* text) : v(std::string(text)) {}
    Value(List list) : v(std::move(list)) {}
    Value(Map map) : v(std::move(map)) {}

    // nullptr where it is of another type.
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&v); }
    [[nodiscard]] const std::int64_t* number() const { return std::get_if<std::int64_t>(&v); }
    [[nodiscard]] const bool* flag() const { return std::get_if<bool>(&v); }
    [[nodiscard]] const List* list() const { return std::get_if<List>(&v); }
    [[nodiscard]] const Map* map() const { return std::get_if<Map>(&v); }
    bool operator==(const Value&) const = default;
};

// Where in an item: names and list positions, from 0. A name may be any text: expressions get it by a placeholder.
struct Path {
    std::vector<std::variant<std::string, std::size_t>> steps;

    Path(const char* name) : steps{std::string(name)} {}
    Path(std::string name) : steps{std::move(name)} {}
    Path(std::initializer_list<std::variant<std::string, std::size_t>> path) : steps(path) {}
    bool operator==(const Path&) const = default;
};

enum class Compare { equal, not_equal, less, less_equal, greater, greater_equal };

struct Condition;
struct Exists {
    Path path;
    bool operator==(const Exists&) const = default;
};
struct NotExists {
    Path path;
    bool operator==(const NotExists&) const = default;
};
struct Compares {
    Path path;
    Compare how;
    Value value;
    bool operator==(const Compares&) const = default;
};
struct BeginsWith {
    Path path;
    std::string prefix;
    bool operator==(const BeginsWith&) const = default;
};
struct All {  // of one or more
    std::vector<Condition> of;
    bool operator==(const All&) const = default;
};
struct Any {  // of one or more
    std::vector<Condition> of;
    bool operator==(const Any&) const = default;
};
struct Condition {
    std::variant<Exists, NotExists, Compares, BeginsWith, All, Any> node;
    bool operator==(const Condition&) const = default;
};

// A comparison of an absent attribute is false, and so is the order of values of two types. For `not_equal` of an
// absent attribute the implementations differ: put exists or not_exists beside it.
[[nodiscard]] inline Condition exists(Path path) {
    return {Exists{std::move(path)}};
}
[[nodiscard]] inline Condition not_exists(Path path) {
    return {NotExists{std::move(path)}};
}
[[nodiscard]] inline Condition equals(Path path, Value value) {
    return {Compares{std::move(path), Compare::equal, std::move(value)}};
}
[[nodiscard]] inline Condition compares(Path path, Compare how, Value value) {
    return {Compares{std::move(path), how, std::move(value)}};
}
[[nodiscard]] inline Condition all(std::vector<Condition> of) {
    return {All{std::move(of)}};
}
[[nodiscard]] inline Condition any(std::vector<Condition> of) {
    return {Any{std::move(of)}};
}

// What an update does, in order of DynamoDB's clauses. Paths must not overlap.
struct Set {
    Path path;
    Value value;
    bool operator==(const Set&) const = default;
};
struct Increase {  // SET path = path + by; `by` may be negative; the attribute must be there
    Path path;
    std::int64_t by;
    bool operator==(const Increase&) const = default;
};
struct Append {  // SET path = list_append(path, values); the list must be there
    Path path;
    List values;
    bool operator==(const Append&) const = default;
};
// An attribute that is not there stays so.
struct Remove {
    Path path;
    bool operator==(const Remove&) const = default;
};
using Change = std::variant<Set, Increase, Append, Remove>;
using Update = std::vector<Change>;

using TableName = std::string;  // as the environment gives it: vitrine-dev-products
using Key = Map;                // the key attributes by name

// Replaces the whole item, where there is one.
struct Put {
    TableName table;
    Item item;
    std::optional<Condition> condition;
    bool operator==(const Put&) const = default;
};
struct Modify {  // UpdateItem; makes an item that is not there
    TableName table;
    Key key;
    Update update;
    std::optional<Condition> condition;
    bool operator==(const Modify&) const = default;
};
struct Delete {
    TableName table;
    Key key;
    std::optional<Condition> condition;
    bool operator==(const Delete&) const = default;
};
struct Check {  // in transactions alone
    TableName table;
    Key key;
    Condition condition;
    bool operator==(const Check&) const = default;
};
using Action = std::variant<Put, Modify, Delete, Check>;

enum class Fault {
    condition_failed,  // `current` holds the item as it was, where there was one
    cancelled,         // a transaction: see `reasons`
    conflict,          // still in conflict with other transactions when retries ended
    throttled,         // still throttled when retries ended
    timed_out,         // the deadline passed; for a write see in_doubt
    in_doubt,          // a write was sent and its outcome is not known
    token_reused,      // the transaction's token was used with another request
    unavailable,       // connection refused, 5xx after retries
    denied,            // credentials or permissions: a deployment's fault
    invalid,           // the request itself: a bug
};

struct Reason {  // one per action of a cancelled transaction, in order
    enum class Kind { none, condition_failed, conflict, throttled, other } kind = Kind::none;
    std::optional<Item> current;  // the item as it was, on condition_failed
};

struct Error {
    Fault fault;
    std::string detail;  // for the log
    std::optional<Item> current;
    std::vector<Reason> reasons;
};

template <typename T>
using Result = std::expected<T, Error>;

struct Context {
    vitrine::Deadline deadline;
};

// An eventual read may miss the writes of the last moments; a read of a global secondary index is always one.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html
enum class Read { eventual, consistent };

struct Range {  // of a sort key; bounds are inclusive unless said
    std::optional<Value> from;
    std::optional<Value> to;
    bool exclusive_from = false;
};

struct Query {
    TableName table;
    std::string partition_name;
    Value partition;
    std::optional<std::string> index;  // none: the table itself
    std::optional<std::string> sort_name;
    std::optional<Range> range;
    bool forward = true;       // by rising sort key
    std::optional<int> limit;  // of items in one page
    std::optional<Key> start;  // exclusive: a page's `next`
    Read read = Read::eventual;
};

struct Scan {
    TableName table;
    int segment = 0;
    int segments = 1;
    std::optional<int> limit;  // of items in one page
    std::optional<Key> start;
    Read read = Read::eventual;
};

struct Page {
    std::vector<Item> items;
    std::optional<Key> next;  // nullopt: this was the last
};

struct GetRequest {
    TableName table;
    Key key;
};

struct Transaction {
    std::vector<Action> actions;
    std::string token;
};

class Store {
public:
    virtual ~Store() = default;

    // nullopt: there is no such item.
    [[nodiscard]] virtual Result<std::optional<Item>> get(const Context&, const GetRequest&, Read) = 0;
    // In the order asked, nullopt where absent. Any number of keys, split into requests of 100: not a snapshot of one
    // moment.
    [[nodiscard]] virtual Result<std::vector<std::optional<Item>>> get_all(const Context&,
                                                                           const std::vector<GetRequest>&, Read) = 0;
    // Like modify and remove: condition_failed where the condition does not hold.
    [[nodiscard]] virtual Result<void> put(const Context&, const Put&) = 0;
    // The item as it is after the update.
    [[nodiscard]] virtual Result<Item> modify(const Context&, const Modify&) = 0;
    // An item that is not there is no error, unless the condition asks for it.
    [[nodiscard]] virtual Result<void> remove(const Context&, const Delete&) = 0;
    // One page: fewer items than `limit`, even none, where DynamoDB has read 1 MB; `next` alone says whether there is
    // more. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
    [[nodiscard]] virtual Result<Page> query(const Context&, const Query&) = 0;
    [[nodiscard]] virtual Result<Page> scan(const Context&, const Scan&) = 0;
    // All segments at once, each to its end. Calls `each` with the items as the pages come, in no order, so that a
    // table need not fit in memory twice; before an error it may have been called with some.
    [[nodiscard]] virtual Result<void> scan_all(const Context&, const TableName&, int segments, Read,
                                                const std::function<void(Item&&)>& each) = 0;
    // 1 to 100 actions on distinct items. `token` is 1 to 36 characters; the same token and actions again within ten
    // minutes have no second effect.
    // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
    [[nodiscard]] virtual Result<void> transact(const Context&, const std::vector<Action>&,
                                                const std::string& token) = 0;
    // Many transactions, each for itself, a bounded number at once where the store can; outcomes in the order asked.
    [[nodiscard]] virtual std::vector<Result<void>> transact_all(const Context& context,
                                                                 const std::vector<Transaction>& transactions) {
        std::vector<Result<void>> results;
        results.reserve(transactions.size());
        for (const auto& one : transactions) results.push_back(transact(context, one.actions, one.token));
        return results;
    }
};

}  // namespace shop::store
