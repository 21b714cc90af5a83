// The store port in memory, for unit tests and simulations: answers as DynamoDB does, never throttled and always within
// reach. Every read sees every write.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/store/store.hpp"

namespace shop::store {

struct KeySchema {
    std::string partition;
    std::optional<std::string> sort;
};

struct TableSchema {
    KeySchema key;
    std::map<std::string, KeySchema> indexes;
};

class MemoryStore final : public Store {
public:
    explicit MemoryStore(std::map<TableName, TableSchema> tables);

    // Asked before each verb ("get", "transact", ...); its error is the verb's result, and nothing is done.
    using Interceptor = std::function<std::optional<Error>(std::string_view verb)>;
    void intercept(Interceptor interceptor) { interceptor_ = std::move(interceptor); }
    // Called for every item written, once the whole of a transaction is judged; nullptr: there was, or is, none.
    using Observer = std::function<void(const TableName&, const Item* before, const Item* after)>;
    void observe(Observer observer) { observer_ = std::move(observer); }
    // All items of a table in the order of their keys, for a test to look at.
    [[nodiscard]] std::vector<Item> items(const TableName& table) const;

    Result<std::optional<Item>> get(const Context&, const GetRequest&, Read) override;
    Result<std::vector<std::optional<Item>>> get_all(const Context&, const std::vector<GetRequest>&, Read) override;
    Result<void> put(const Context&, const Put&) override;
    Result<Item> modify(const Context&, const Modify&) override;
    Result<void> remove(const Context&, const Delete&) override;
    Result<Page> query(const Context&, const Query&) override;
    Result<Page> scan(const Context&, const Scan&) override;
    Result<void> scan_all(const Context&, const TableName&, int segments, Read,
                          const std::function<void(Item&&)>& each) override;
    Result<void> transact(const Context&, const std::vector<Action>&, const std::string& token) override;

private:
    struct KeyOrder {
        bool operator()(const std::vector<Value>& a, const std::vector<Value>& b) const;
    };
    using Rows = std::map<std::vector<Value>, Item, KeyOrder>;  // by partition and sort value
    struct Table {
        TableName name;
        TableSchema schema;
        Rows rows;
    };
    // What an action would do, found out before any of a transaction's is done.
    struct Judged {
        Table* table = nullptr;
        std::vector<Value> key;
        const Item* before = nullptr;  // in the table; nullptr: there is none
        std::optional<Item> after;     // nullopt: the item is no more
    };

    // The verb's result, where it is not to be carried out: the deadline has passed, or the interceptor has an error.
    [[nodiscard]] std::optional<Error> stopped(const Context& context, std::string_view verb) const;
    // `attributes`: a key, or an item with its key. `invalid` where the table or a key attribute is not there.
    [[nodiscard]] Result<Judged> located(const TableName& table, const Map& attributes);
    // condition_failed, or `invalid` where the update does not fit the item.
    template <typename Request>
    [[nodiscard]] Result<Judged> judge(const Request& request);
    [[nodiscard]] Result<std::vector<Judged>> judge_all(const std::vector<Action>& actions);
    const Item* apply(Judged judged);
    // The item as it is afterwards, in the table; nullptr: it is no more.
    template <typename Request>
    Result<const Item*> write(const Context& context, std::string_view verb, const Request& request);
    // `matching` in the order of `order`, from after `start` on, at most `limit`.
    [[nodiscard]] static Page page_of(const Table& table, const KeySchema& order, std::vector<const Item*> matching,
                                      bool forward, const std::optional<Key>& start, std::optional<int> limit);

    std::map<TableName, Table> tables_;
    std::map<std::string, std::vector<Action>> committed_;  // transactions by their token
    Interceptor interceptor_;
    Observer observer_;
};

}  // namespace shop::store
