#include "services/application/memory_store.hpp"

#include <algorithm>
#include <functional>

#include "services/application/item_rules.hpp"

namespace shop::store {
namespace {

std::unexpected<Error> invalid(std::string detail) {
    return std::unexpected(Error{Fault::invalid, std::move(detail), {}, {}});
}

const std::optional<Condition>& condition_of(const Put& put) {
    return put.condition;
}
const std::optional<Condition>& condition_of(const Modify& modify) {
    return modify.condition;
}
const std::optional<Condition>& condition_of(const Delete& remove) {
    return remove.condition;
}
std::optional<Condition> condition_of(const Check& check) {
    return check.condition;
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

std::optional<Value> op_of(const Action& action) {
    if (const auto* put = std::get_if<Put>(&action))
        if (const auto at = put->item.find("op"); at != put->item.end()) return at->second;
    if (const auto* modify = std::get_if<Modify>(&action))
        for (const Change& change : modify->update)
            if (const auto* set = std::get_if<Set>(&change); set && set->path == Path("op")) return set->value;
    return std::nullopt;
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
    Judged judged{&table->second, {}, {}, {}};
    if (!has_key(schema, attributes)) return invalid("a key attribute of " + name + " is missing");
    judged.key.push_back(attributes.at(schema.partition));
    if (schema.sort) judged.key.push_back(attributes.at(*schema.sort));
    if (!std::ranges::all_of(judged.key, is_key)) return invalid("a key attribute of " + name + " is no key");
    const auto row = table->second.rows.find(judged.key);
    if (row != table->second.rows.end()) judged.before = row->second;
    return judged;
}

Result<MemoryStore::Judged> MemoryStore::judge(const Action& action) {
    auto judged = std::visit([&](const auto& one) { return located(one.table, attributes_of(one)); }, action);
    if (!judged) return judged;
    const Item before = judged->before.value_or(Item{});
    const auto condition =
        std::visit([](const auto& one) -> std::optional<Condition> { return condition_of(one); }, action);
    if (condition && !holds(*condition, before))
        return std::unexpected(Error{Fault::condition_failed, "", judged->before, {}});
    if (const auto* put = std::get_if<Put>(&action)) {
        judged->after = put->item;
    } else if (const auto* modify = std::get_if<Modify>(&action)) {
        Item base = before;
        base.insert(modify->key.begin(), modify->key.end());
        auto after = updated(base, modify->update);
        if (!after) return invalid(after.error());
        const auto kept = [&](const auto& part) {
            const auto at = after->find(part.first);
            return at != after->end() && at->second == part.second;
        };
        if (!std::ranges::all_of(modify->key, kept)) return invalid("an update changes a key attribute");
        judged->after = *std::move(after);
    } else if (std::holds_alternative<Check>(action)) {
        judged->after = judged->before;
    }
    return judged;
}

// All or nothing; the reasons say which failed.
Result<std::vector<MemoryStore::Judged>> MemoryStore::judge_all(const std::vector<Action>& actions) {
    std::vector<Judged> all;
    Error cancelled{Fault::cancelled, "", {}, std::vector<Reason>(actions.size())};
    for (std::size_t i = 0; i < actions.size(); ++i) {
        auto judged = judge(actions[i]);
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

void MemoryStore::apply(Judged judged) {
    if (observer_)
        observer_(judged.table->name, judged.before ? &*judged.before : nullptr,
                  judged.after ? &*judged.after : nullptr);
    if (judged.after)
        judged.table->rows.insert_or_assign(std::move(judged.key), *std::move(judged.after));
    else
        judged.table->rows.erase(judged.key);
}

Result<Item> MemoryStore::write(const Context& context, std::string_view verb, const Action& action) {
    if (auto error = stopped(context, verb)) return std::unexpected(*std::move(error));
    // A write's own op in the item: it was carried out already.
    const auto op = op_of(action);
    auto place = std::visit([&](const auto& one) { return located(one.table, attributes_of(one)); }, action);
    if (place && op && place->before && place->before->contains("op") && place->before->at("op") == *op)
        return *place->before;
    auto judged = judge(action);
    if (!judged) return std::unexpected(judged.error());
    Item after = judged->after.value_or(Item{});
    apply(*std::move(judged));
    return after;
}

Result<std::optional<Item>> MemoryStore::get(const Context& context, const GetRequest& request, Read) {
    if (auto error = stopped(context, "get")) return std::unexpected(*std::move(error));
    auto place = located(request.table, request.key);
    if (!place) return std::unexpected(place.error());
    return std::move(place->before);
}

Result<std::vector<std::optional<Item>>> MemoryStore::get_all(const Context& context,
                                                              const std::vector<GetRequest>& requests, Read) {
    if (auto error = stopped(context, "get_all")) return std::unexpected(*std::move(error));
    std::vector<std::optional<Item>> items;
    for (const GetRequest& request : requests) {
        auto place = located(request.table, request.key);
        if (!place) return std::unexpected(place.error());
        items.push_back(std::move(place->before));
    }
    return items;
}

Result<void> MemoryStore::put(const Context& context, const Put& put) {
    const auto written = write(context, "put", put);
    if (!written) return std::unexpected(written.error());
    return {};
}

Result<Item> MemoryStore::modify(const Context& context, const Modify& modify) {
    return write(context, "modify", modify);
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
        for (const auto& part : {order.sort, std::optional(table.schema.key.partition), table.schema.key.sort})
            if (part) at.push_back(item.at(*part));
        return at;
    };
    const auto before = [&](const Map& a, const Map& b) {
        return forward ? KeyOrder{}(place(a), place(b)) : KeyOrder{}(place(b), place(a));
    };
    std::ranges::sort(matching, [&](const Item* a, const Item* b) { return before(*a, *b); });
    Page page;
    for (const Item* item : matching) {
        if (start && !before(*start, *item)) continue;
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
    for (const auto& [key, item] : table->second.rows)
        if (has_key(order, item) && item.at(order.partition) == query.partition)
            if (!query.range || !query.sort_name || in_range(item.at(*query.sort_name), *query.range))
                matching.push_back(&item);
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
    for (Judged& one : *judged) apply(std::move(one));
    committed_.emplace(token, actions);
    return {};
}

}  // namespace shop::store
