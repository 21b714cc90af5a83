// The store port in memory, for unit tests and simulations: what DynamoDB would answer, with nothing in the way.
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

    // Asked before each verb ("get", "transact", ...); an error takes the verb's place. For faults on purpose.
    using Interceptor = std::function<std::optional<Error>(std::string_view verb)>;
    void intercept(Interceptor interceptor) { interceptor_ = std::move(interceptor); }
    // Told of every item written, once the whole of a transaction is judged; nullptr: there was, or is, none.
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

    [[nodiscard]] std::optional<Error> stopped(const Context& context, std::string_view verb) const;
    [[nodiscard]] Result<Judged> located(const TableName& table, const Map& attributes);
    template <typename Request>
    [[nodiscard]] Result<Judged> judge(const Request& request);
    [[nodiscard]] Result<std::vector<Judged>> judge_all(const std::vector<Action>& actions);
    const Item* apply(Judged judged);
    // The item as it is afterwards, in the table; nullptr: it is no more.
    template <typename Request>
    Result<const Item*> write(const Context& context, std::string_view verb, const Request& request);
    [[nodiscard]] static Page page_of(const Table& table, const KeySchema& order, std::vector<const Item*> matching,
                                      bool forward, const std::optional<Key>& start, std::optional<int> limit);

    std::map<TableName, Table> tables_;
    std::map<std::string, std::vector<Action>> committed_;  // transactions by their token
    Interceptor interceptor_;
    Observer observer_;
};

}  // namespace shop::store
