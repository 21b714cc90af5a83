#include "services/store/dynamodb/dynamodb.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <map>
#include <set>

#include "services/store/dynamodb/attribute_value.hpp"
#include "services/store/dynamodb/dynamodb_answers.hpp"
#include "services/store/dynamodb/dynamodb_client.hpp"

namespace shop::aws {
namespace {

namespace json = boost::json;
using store::Context;
using store::Error;
using store::Fault;
using store::Item;
using store::Result;

constexpr std::size_t keys_at_once = 100;  // of BatchGetItem

std::unexpected<Error> invalid(std::string detail) {
    return std::unexpected(Error{Fault::invalid, std::move(detail), {}, {}});
}

// A failed condition over an item that carries the write's own op: it was carried out when it was sent the first time.
bool was_own(const Error& error, const std::optional<store::Value>& op) {
    if (error.fault != Fault::condition_failed || !op || !error.current) return false;
    const auto found = error.current->find("op");
    return found != error.current->end() && found->second == *op;
}

// DynamoDB refuses a BETWEEN whose bounds cross; nothing lies between them.
bool finds_nothing(const store::Query& query) {
    if (!query.range || !query.range->from || !query.range->to) return false;
    const auto& [from, to, exclusive] = *query.range;
    if (from->number() && to->number())
        return exclusive ? *from->number() >= *to->number() : *from->number() > *to->number();
    if (from->text() && to->text()) return exclusive ? *from->text() >= *to->text() : *from->text() > *to->text();
    return false;
}

// A table's name and a key as one text, to tell answers' items apart.
std::string name_of(const std::string& table, const store::Key& key) {
    std::string name = table + ' ';
    append_item(name, key);
    return name;
}

store::Key key_of(const Item& item, const store::Key& form) {
    store::Key key;
    for (const auto& [name, value] : form)
        if (const auto found = item.find(name); found != item.end()) key.insert(*found);
    return key;
}

// Keys that are still to be read, by name: each once, however often it was asked for.
using Wanted = std::map<std::string, const store::GetRequest*>;
using Found = std::map<std::string, Item>;

// Calls `take(table, list)` for each table of an answer's member; `within`: the list is one level deeper, under that
// name.
template <typename Take>
void for_each_table(const json::value& answer, std::string_view member, std::string_view within, Take take) {
    const json::value* tables = answer.get_object().if_contains(member);
    if (tables == nullptr || !tables->is_object()) return;
    for (const auto& [table, content] : tables->get_object()) {
        const json::object* object = content.if_object();
        const json::value* list = !within.empty() && object ? object->if_contains(within) : &content;
        if (list != nullptr && list->is_array()) take(std::string(table), list->get_array());
    }
}

// Takes the items of one answer into `found`; keys that were asked for and not processed stay wanted.
Result<void> take_batch(const json::value& answer, const std::vector<const store::GetRequest*>& asked, Wanted& wanted,
                        Found& found) {
    std::map<std::string, const store::Key*> forms;
    for (const auto* request : asked) forms[request->table] = &request->key;
    std::set<std::string> unprocessed;
    for_each_table(answer, "UnprocessedKeys", "Keys", [&](const std::string& table, const json::array& keys) {
        for (const json::value& one : keys)
            if (const auto key = read_item(one)) unprocessed.insert(name_of(table, *key));
    });
    Result<void> result;
    for_each_table(answer, "Responses", "", [&](const std::string& table, const json::array& items) {
        for (const json::value& one : items) {
            auto item = read_item(one);
            if (!item) result = invalid(item.error());
            if (!item || !forms.contains(table)) continue;
            std::string name = name_of(table, key_of(*item, *forms[table]));
            found.insert_or_assign(std::move(name), *std::move(item));
        }
    });
    for (const auto* request : asked) {
        const std::string name = name_of(request->table, request->key);
        if (!unprocessed.contains(name)) wanted.erase(name);
    }
    return result;
}

}  // namespace

std::expected<std::unique_ptr<DynamoDb>, std::string> DynamoDb::create(const Environment& environment, World world) {
    auto endpoint = parse_endpoint_url(environment.dynamodb_url);
    if (!endpoint) return std::unexpected(endpoint.error());
    return std::unique_ptr<DynamoDb>(
        new DynamoDb(std::make_unique<Client>(*std::move(endpoint), environment, std::move(world))));
}

DynamoDb::DynamoDb(std::unique_ptr<Client> client) : client_(std::move(client)) {}
DynamoDb::~DynamoDb() = default;

void DynamoDb::connect(const Context& context) {
    client_->connect(context);
}

Result<std::optional<Item>> DynamoDb::get(const Context& context, const store::GetRequest& request, store::Read read) {
    const auto answer = client_->call(context, requests::get(request, read));
    if (!answer) return std::unexpected(answer.error());
    return answers::item(answer->root(), "Item");
}

Result<std::vector<std::optional<Item>>> DynamoDb::get_all(const Context& context,
                                                           const std::vector<store::GetRequest>& requests,
                                                           store::Read read) {
    Wanted wanted;
    for (const auto& request : requests) wanted.try_emplace(name_of(request.table, request.key), &request);
    Found found;
    for (int attempt = 0; !wanted.empty();) {
        std::vector<const store::GetRequest*> asked;
        for (const auto& [name, request] : wanted)
            if (asked.size() < keys_at_once) asked.push_back(request);
        const std::size_t before = wanted.size();
        const auto answer = client_->call(context, requests::get_all(asked, read));
        if (!answer) return std::unexpected(answer.error());
        if (auto taken = take_batch(answer->root(), asked, wanted, found); !taken)
            return std::unexpected(taken.error());
        attempt = before - wanted.size() == asked.size() ? 0 : attempt + 1;
        if (attempt > 0 && !client_->back_off(context, attempt))
            return std::unexpected(Error{Fault::throttled, "keys left unprocessed", {}, {}});
    }
    std::vector<std::optional<Item>> items;
    items.reserve(requests.size());
    for (const auto& request : requests) {
        const auto at = found.find(name_of(request.table, request.key));
        items.push_back(at == found.end() ? std::nullopt : std::optional(at->second));
    }
    return items;
}

Result<void> DynamoDb::put(const Context& context, const store::Put& put) {
    requests::Call call = requests::put(put);
    const auto op = call.op;
    const auto answer = client_->call(context, std::move(call));
    if (!answer && !was_own(answer.error(), op)) return std::unexpected(answer.error());
    return {};
}

Result<Item> DynamoDb::modify(const Context& context, const store::Modify& modify) {
    requests::Call call = requests::modify(modify);
    const auto op = call.op;
    const auto answer = client_->call(context, std::move(call));
    if (!answer && was_own(answer.error(), op)) return *answer.error().current;
    if (!answer) return std::unexpected(answer.error());
    auto item = answers::item(answer->root(), "Attributes");
    if (!item) return std::unexpected(item.error());
    return std::move(*item).value_or(Item{});
}

Result<void> DynamoDb::remove(const Context& context, const store::Delete& remove) {
    const auto answer = client_->call(context, requests::remove(remove));
    if (!answer) return std::unexpected(answer.error());
    return {};
}

Result<store::Page> DynamoDb::query(const Context& context, const store::Query& query) {
    if (finds_nothing(query)) return store::Page{};
    const auto answer = client_->call(context, requests::query(query));
    if (!answer) return std::unexpected(answer.error());
    return answers::page(answer->root());
}

Result<store::Page> DynamoDb::scan(const Context& context, const store::Scan& scan) {
    const auto answer = client_->call(context, requests::scan(scan));
    if (!answer) return std::unexpected(answer.error());
    return answers::page(answer->root());
}

Result<void> DynamoDb::scan_all(const Context& context, const store::TableName& table, int segments, store::Read read,
                                const std::function<void(Item&&)>& each) {
    std::vector<store::Scan> open;
    for (int segment = 0; segment < segments; ++segment)
        open.push_back({.table = table, .segment = segment, .segments = segments, .read = read});
    while (!open.empty()) {
        std::vector<requests::Call> calls;
        for (const auto& scan : open) calls.push_back(requests::scan(scan));
        const auto answers = client_->call_all(context, std::move(calls));
        std::vector<store::Scan> next;
        for (std::size_t i = 0; i < open.size(); ++i) {
            if (!answers[i]) return std::unexpected(answers[i].error());
            auto page = answers::page(answers[i]->root());
            if (!page) return std::unexpected(page.error());
            for (Item& item : page->items) each(std::move(item));
            if (!page->next) continue;
            next.push_back(open[i]);
            next.back().start = std::move(page->next);
        }
        open = std::move(next);
    }
    return {};
}

Result<void> DynamoDb::transact(const Context& context, const std::vector<store::Action>& actions,
                                const std::string& token) {
    const auto answer = client_->call(context, requests::transact(actions, token));
    if (!answer) return std::unexpected(answer.error());
    return {};
}

std::vector<Result<void>> DynamoDb::transact_all(const Context& context,
                                                 const std::vector<store::Transaction>& transactions) {
    std::vector<requests::Call> calls;
    calls.reserve(transactions.size());
    for (const auto& one : transactions) calls.push_back(requests::transact(one.actions, one.token));
    std::vector<Result<void>> results;
    results.reserve(transactions.size());
    for (const auto& answer : client_->call_all(context, std::move(calls))) {
        results.push_back(answer ? Result<void>{} : std::unexpected(answer.error()));
    }
    return results;
}

}  // namespace shop::aws
