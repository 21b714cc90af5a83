#include "services/store/memory/memory_store.hpp"

#include <algorithm>
#include <functional>

#include "services/store/memory/item_rules.hpp"

namespace shop::store {
namespace {

std::unexpected<Error> invalid(std::string detail) {
    return std::unexpected(Error{Fault::invalid, std::move(detail), {}, {}});
}

template <typename Request>
const Condition* condition_of(const Request& request) {
    return request.condition ? &*request.condition : nullptr;
}
const Condition* condition_of(const Check& check) {
    return &check.condition;
}

const Map& attributes_of(const Put& put) {
    return put.item;
}
template <typename Keyed>
const Map& attributes_of(const Keyed& keyed) {
    return keyed.key;
}

// A key attribute's value: a number, or a text that is not empty.
bool is_key(const Value& value) {
    return value.number() || (value.text() && !value.text()->empty());
}

bool less(const Value& a, const Value& b) {
    if (a.number() && b.number()) return *a.number() < *b.number();
    if (a.text() && b.text()) return *a.text() < *b.text();
    return a.v.index() < b.v.index();
}

const Value* op_of(const Put& put) {
    const auto at = put.item.find("op");
    return at == put.item.end() ? nullptr : &at->second;
}
const Value* op_of(const Modify& modify) {
    for (const Change& change : modify.update)
        if (const auto* set = std::get_if<Set>(&change); set && set->path == Path("op")) return &set->value;
    return nullptr;
}
const Value* op_of(const Delete&) {
    return nullptr;
}

// The item as the request leaves it.
Result<std::optional<Item>> outcome_of(const Put& put, const Item*) {
    return put.item;
}
Result<std::optional<Item>> outcome_of(const Modify& modify, const Item* before) {
    auto after = updated(before ? *before : modify.key, modify.update);
    if (!after) return invalid(after.error());
    for (const auto& [name, value] : modify.key) {
        const auto at = after->find(name);
        if (at == after->end() || at->second != value) return invalid("an update changes a key attribute");
    }
    return *std::move(after);
}
Result<std::optional<Item>> outcome_of(const Delete&, const Item*) {
    return std::nullopt;
}
Result<std::optional<Item>> outcome_of(const Check&, const Item* before) {
    return before ? std::optional(*before) : std::nullopt;
}

bool in_range(const Value& value, const Range& range) {
    if (range.from && (less(value, *range.from) || (range.exclusive_from && value == *range.from))) return false;
    return !range.to || !less(*range.to, value);
}

void copy_key(const KeySchema& schema, const Item& from, Key& to) {
    to.insert_or_assign(schema.partition, from.at(schema.partition));
    if (schema.sort) to.insert_or_assign(*schema.sort, from.at(*schema.sort));
}

bool has_key(const KeySchema& schema, const Item& item) {
    return item.contains(schema.partition) && (!schema.sort || item.contains(*schema.sort));
}

}  // namespace

bool MemoryStore::KeyOrder::operator()(const std::vector<Value>& a, const std::vector<Value>& b) const {
    return std::ranges::lexicographical_compare(a, b, less);
}

MemoryStore::MemoryStore(std::map<TableName, TableSchema> tables) {
    for (auto& [name, schema] : tables) tables_.emplace(name, Table{name, std::move(schema), {}});
}

std::vector<Item> MemoryStore::items(const TableName& table) const {
    std::vector<Item> items;
    for (const auto& [key, item] : tables_.at(table).rows) items.push_back(item);
    return items;
}

std::optional<Error> MemoryStore::stopped(const Context& context, std::string_view verb) const {
    if (context.deadline.passed()) return Error{Fault::timed_out, "the deadline passed", {}, {}};
    const Interceptor interceptor = interceptor_;  // it may put another in its place
    return interceptor ? interceptor(verb) : std::nullopt;
}

Result<MemoryStore::Judged> MemoryStore::located(const TableName& name, const Map& attributes) {
    const auto table = tables_.find(name);
    if (table == tables_.end()) return invalid("no table " + name);
    const KeySchema& schema = table->second.schema.key;
    Judged judged{&table->second, {}, nullptr, {}};
    if (!has_key(schema, attributes)) return invalid("a key attribute of " + name + " is missing");
    judged.key.push_back(attributes.at(schema.partition));
    if (schema.sort) judged.key.push_back(attributes.at(*schema.sort));
    if (!std::ranges::all_of(judged.key, is_key)) return invalid("a key attribute of " + name + " is no key");
    const auto row = table->second.rows.find(judged.key);
    if (row != table->second.rows.end()) judged.before = &row->second;
    return judged;
}

template <typename Request>
Result<MemoryStore::Judged> MemoryStore::judge(const Request& request) {
    static const Item none;
    auto judged = located(request.table, attributes_of(request));
    if (!judged) return judged;
    const Item* before = judged->before;
    const Condition* condition = condition_of(request);
    if (condition && !holds(*condition, before ? *before : none))
        return std::unexpected(Error{Fault::condition_failed, "", before ? std::optional(*before) : std::nullopt, {}});
    auto after = outcome_of(request, before);
    if (!after) return std::unexpected(std::move(after.error()));
    judged->after = *std::move(after);
    return judged;
}

// All or nothing; the reasons say which failed.
Result<std::vector<MemoryStore::Judged>> MemoryStore::judge_all(const std::vector<Action>& actions) {
    std::vector<Judged> all;
    Error cancelled{Fault::cancelled, "", {}, std::vector<Reason>(actions.size())};
    for (std::size_t i = 0; i < actions.size(); ++i) {
        auto judged = std::visit([&](const auto& one) { return judge(one); }, actions[i]);
        if (judged) {
            const auto same = [&](const Judged& other) {
                return other.table == judged->table && other.key == judged->key;
            };
            if (std::ranges::any_of(all, same)) return invalid("two actions of a transaction are on one item");
            all.push_back(*std::move(judged));
            continue;
        }
        if (judged.error().fault != Fault::condition_failed) return std::unexpected(judged.error());
        cancelled.reasons[i] = {Reason::Kind::condition_failed, judged.error().current};
    }
    if (all.size() < actions.size()) return std::unexpected(std::move(cancelled));
    return all;
}

const Item* MemoryStore::apply(Judged judged) {
    if (observer_) observer_(judged.table->name, judged.before, judged.after ? &*judged.after : nullptr);
    Rows& rows = judged.table->rows;
    if (judged.after) return &rows.insert_or_assign(std::move(judged.key), *std::move(judged.after)).first->second;
    rows.erase(judged.key);
    return nullptr;
}

template <typename Request>
Result<const Item*> MemoryStore::write(const Context& context, std::string_view verb, const Request& request) {
    if (auto error = stopped(context, verb)) return std::unexpected(*std::move(error));
    // A write's own op in the item: it was carried out already.
    if (const Value* op = op_of(request)) {
        const auto place = located(request.table, attributes_of(request));
        const Value* there = place && place->before ? find(*place->before, "op") : nullptr;
        if (there && *there == *op) return place->before;
    }
    auto judged = judge(request);
    if (!judged) return std::unexpected(std::move(judged.error()));
    return apply(*std::move(judged));
}

Result<std::optional<Item>> MemoryStore::get(const Context& context, const GetRequest& request, Read) {
    if (auto error = stopped(context, "get")) return std::unexpected(*std::move(error));
    auto place = located(request.table, request.key);
    if (!place) return std::unexpected(place.error());
    return place->before ? std::optional(*place->before) : std::nullopt;
}

Result<std::vector<std::optional<Item>>> MemoryStore::get_all(const Context& context,
                                                              const std::vector<GetRequest>& requests, Read) {
    if (auto error = stopped(context, "get_all")) return std::unexpected(*std::move(error));
    std::vector<std::optional<Item>> items;
    for (const GetRequest& request : requests) {
        auto place = located(request.table, request.key);
        if (!place) return std::unexpected(place.error());
        items.push_back(place->before ? std::optional(*place->before) : std::nullopt);
    }
    return items;
}

Result<void> MemoryStore::put(const Context& context, const Put& put) {
    const auto written = write(context, "put", put);
    if (!written) return std::unexpected(written.error());
    return {};
}

Result<Item> MemoryStore::modify(const Context& context, const Modify& modify) {
    const auto written = write(context, "modify", modify);
    if (!written) return std::unexpected(written.error());
    return **written;
}

Result<void> MemoryStore::remove(const Context& context, const Delete& remove) {
    const auto written = write(context, "remove", remove);
    if (!written) return std::unexpected(written.error());
    return {};
}

// The items that match, as a query or scan shows them: in order, from `start` on, `limit` at most.
Page MemoryStore::page_of(const Table& table, const KeySchema& order, std::vector<const Item*> matching, bool forward,
                          const std::optional<Key>& start, std::optional<int> limit) {
    // By the sort value of the index or table, then by the table's own key.
    const auto place = [&](const Map& item) {
        std::vector<Value> at;
        for (const auto* part : {&order.sort, &table.schema.key.sort})
            if (*part) at.push_back(item.at(**part));
        at.insert(at.begin() + (order.sort ? 1 : 0), item.at(table.schema.key.partition));
        return at;
    };
    const auto before = [&](const std::vector<Value>& a, const std::vector<Value>& b) {
        return forward ? KeyOrder{}(a, b) : KeyOrder{}(b, a);
    };
    std::vector<std::pair<std::vector<Value>, const Item*>> placed;
    placed.reserve(matching.size());
    for (const Item* item : matching) placed.emplace_back(place(*item), item);
    std::ranges::sort(placed, before, [](const auto& one) -> const std::vector<Value>& { return one.first; });
    const auto from = start ? place(*start) : std::vector<Value>{};
    Page page;
    for (const auto& [at, item] : placed) {
        if (start && !before(from, at)) continue;
        page.items.push_back(*item);
        if (!limit || static_cast<int>(page.items.size()) < *limit) continue;
        copy_key(table.schema.key, *item, page.next.emplace());
        copy_key(order, *item, *page.next);
        break;
    }
    return page;
}

Result<Page> MemoryStore::query(const Context& context, const Query& query) {
    if (auto error = stopped(context, "query")) return std::unexpected(*std::move(error));
    const auto table = tables_.find(query.table);
    if (table == tables_.end()) return invalid("no table " + query.table);
    const TableSchema& schema = table->second.schema;
    if (query.index && !schema.indexes.contains(*query.index)) return invalid("no index " + *query.index);
    if (query.index && query.read == Read::consistent) return invalid("no index is read consistently");
    const KeySchema& order = query.index ? schema.indexes.at(*query.index) : schema.key;
    if (query.partition_name != order.partition || (query.sort_name && query.sort_name != order.sort))
        return invalid("the query's names are not the key's");
    std::vector<const Item*> matching;
    const Rows& rows = table->second.rows;
    // The rows of one partition stand together.
    auto row = query.index ? rows.begin() : rows.lower_bound({query.partition});
    for (; row != rows.end() && (query.index || row->first.front() == query.partition); ++row) {
        const Item& item = row->second;
        if (has_key(order, item) && item.at(order.partition) == query.partition)
            if (!query.range || !query.sort_name || in_range(item.at(*query.sort_name), *query.range))
                matching.push_back(&item);
    }
    return page_of(table->second, order, std::move(matching), query.forward, query.start, query.limit);
}

Result<Page> MemoryStore::scan(const Context& context, const Scan& scan) {
    if (auto error = stopped(context, "scan")) return std::unexpected(*std::move(error));
    const auto table = tables_.find(scan.table);
    if (table == tables_.end()) return invalid("no table " + scan.table);
    if (scan.segment < 0 || scan.segment >= scan.segments) return invalid("no such segment");
    const KeySchema& schema = table->second.schema.key;
    std::vector<const Item*> matching;
    for (const auto& [key, item] : table->second.rows) {
        const Value& partition = key.front();
        const std::size_t hash = partition.text() ? std::hash<std::string>{}(*partition.text())
                                                  : static_cast<std::size_t>(*partition.number());
        if (hash % static_cast<std::size_t>(scan.segments) == static_cast<std::size_t>(scan.segment))
            matching.push_back(&item);
    }
    return page_of(table->second, {schema.partition, {}}, std::move(matching), true, scan.start, scan.limit);
}

Result<void> MemoryStore::scan_all(const Context& context, const TableName& name, int segments, Read,
                                   const std::function<void(Item&&)>& each) {
    for (int segment = 0; segment < segments; ++segment) {
        auto page = scan(context, {.table = name, .segment = segment, .segments = segments});
        if (!page) return std::unexpected(page.error());
        for (Item& item : page->items) each(std::move(item));
    }
    return {};
}

Result<void> MemoryStore::transact(const Context& context, const std::vector<Action>& actions,
                                   const std::string& token) {
    if (auto error = stopped(context, "transact")) return std::unexpected(*std::move(error));
    if (const auto done = committed_.find(token); done != committed_.end()) {
        if (done->second == actions) return {};
        return std::unexpected(Error{Fault::token_reused, "", {}, {}});
    }
    if (actions.empty() || actions.size() > 100) return invalid("a transaction has 1 to 100 actions");
    if (token.empty() || token.size() > 36) return invalid("a token has 1 to 36 characters");
    auto judged = judge_all(actions);
    if (!judged) return std::unexpected(judged.error());
    for (std::size_t i = 0; i < actions.size(); ++i)
        if (!std::holds_alternative<Check>(actions[i])) apply(std::move((*judged)[i]));
    committed_.emplace(token, actions);
    return {};
}

}  // namespace shop::store
