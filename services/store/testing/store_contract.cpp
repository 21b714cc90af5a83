#include "services/store/testing/store_contract.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "lib/ids.hpp"

namespace shop::store {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

StoreContract::StoreContract()
    : factory_(GetParam()), run_(vitrine::new_id(vitrine::system_random(), 12)), store_(factory_.make()) {}

std::optional<Item> StoreContract::read(const std::string& name) {
    auto item = store_->get(soon(), {factory_.tables.things, {{"id", unique(name)}}}, Read::consistent);
    EXPECT_TRUE(item) << (item ? "" : item.error().detail);
    return item ? *item : std::nullopt;
}

namespace {

Fault fault_of(const auto& result) {
    return result ? Fault{-1} : result.error().fault;
}

// --- items

TEST_P(StoreContract, ReadsBackEveryKindOfValue) {
    Item item = thing("kinds");
    item["nothing"] = {};
    item["flag"] = true;
    item["least"] = std::int64_t{-9'007'199'254'740'993};
    item["text"] = "é€😀 \"quoted\" \\ \n\t\x01";
    item["empty"] = "";
    item["list"] = List{1, "two", List{}, Map{}};
    item["map"] = Map{{"name", "a reserved word"}, {"deep", Map{{"deeper", List{Map{{"x", 1}}}}}}};
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, item, {}}));
    EXPECT_EQ(read("kinds"), item);
}

TEST_P(StoreContract, FindsNothingWhereThereIsNothing) {
    EXPECT_EQ(read("nobody"), std::nullopt);
}

TEST_P(StoreContract, ReplacesTheWholeItem) {
    Item first = thing("replaced");
    first["a"] = 1;
    Item second = thing("replaced");
    second["b"] = 2;
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, first, {}}));
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, second, {}}));
    EXPECT_EQ(read("replaced"), second);
}

TEST_P(StoreContract, ReadsManyInTheOrderAskedWithGapsAndRepeats) {
    std::vector<GetRequest> requests;
    for (int i = 0; i < 230; ++i) {
        const std::string name = "many" + std::to_string(i);
        requests.push_back({factory_.tables.things, {{"id", unique(name)}}});
        if (i % 3 == 0) continue;
        Item item = thing(name);
        item["i"] = i;
        ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, item, {}}));
    }
    requests.push_back(requests[1]);
    const auto items = store_->get_all(soon(), requests, Read::consistent);
    ASSERT_TRUE(items) << items.error().detail;
    ASSERT_EQ(items->size(), requests.size());
    for (int i = 0; i < 230; ++i) {
        const auto& item = (*items)[static_cast<std::size_t>(i)];
        ASSERT_EQ(item.has_value(), i % 3 != 0) << i;
        if (item) {
            EXPECT_EQ(item->at("i"), Value(i));
        }
    }
    EXPECT_EQ(items->back(), (*items)[1]);
}

TEST_P(StoreContract, ReadsFromSeveralTablesAtOnce) {
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, thing("both"), {}}));
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.log, {{"topic", unique("both")}, {"seq", 7}}, {}}));
    const auto items = store_->get_all(soon(),
                                       {{factory_.tables.log, {{"topic", unique("both")}, {"seq", 7}}},
                                        {factory_.tables.things, {{"id", unique("both")}}},
                                        {factory_.tables.log, {{"topic", unique("both")}, {"seq", 8}}}},
                                       Read::consistent);
    ASSERT_TRUE(items) << items.error().detail;
    EXPECT_TRUE((*items)[0] && (*items)[1] && !(*items)[2]);
}

TEST_P(StoreContract, RefusesAnItemWithoutItsKey) {
    EXPECT_EQ(fault_of(store_->put(soon(), {factory_.tables.things, {{"name", "keyless"}}, {}})), Fault::invalid);
    EXPECT_EQ(fault_of(store_->put(soon(), {factory_.tables.things, {{"id", ""}}, {}})), Fault::invalid);
}

// --- conditions

TEST_P(StoreContract, PutsOnlyWhereTheConditionHoldsAndShowsWhatWasThere) {
    Item first = thing("once");
    first["by"] = "first";
    Item second = thing("once");
    second["by"] = "second";
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, first, not_exists("id")}));
    const auto again = store_->put(soon(), {factory_.tables.things, second, not_exists("id")});
    ASSERT_EQ(fault_of(again), Fault::condition_failed);
    EXPECT_EQ(again.error().current, first);
    EXPECT_EQ(read("once"), first);
}

TEST_P(StoreContract, ShowsNothingWhereAConditionFailsOverNothing) {
    const auto put = store_->put(soon(), {factory_.tables.things, thing("absent"), exists("id")});
    ASSERT_EQ(fault_of(put), Fault::condition_failed);
    EXPECT_EQ(put.error().current, std::nullopt);
}

struct Judgement {
    const char* name;
    Condition condition;
    bool holds;
};

TEST_P(StoreContract, JudgesEveryConditionAlike) {
    Item item = thing("judged");
    item["n"] = 5;
    item["s"] = "order#7";
    item["name"] = "reserved";
    item["m"] = Map{{"list", List{1, Map{{"x", "y"}}}}};
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, item, {}}));
    const Judgement judgements[] = {
        {"exists", exists("n"), true},
        {"exists not", exists("z"), false},
        {"not exists", not_exists("z"), true},
        {"deep", equals(Path{"m", "list", std::size_t{1}, "x"}, "y"), true},
        {"too deep", exists(Path{"m", "list", std::size_t{2}}), false},
        {"equal", equals("n", 5), true},
        {"equal to another type", equals("n", "5"), false},
        {"not equal", compares("n", Compare::not_equal, 6), true},
        {"not equal to itself", compares("n", Compare::not_equal, 5), false},
        {"less", compares("n", Compare::less, 6), true},
        {"less numerically", compares("n", Compare::less, 10), true},
        {"not less", compares("n", Compare::less, 5), false},
        {"less or equal", compares("n", Compare::less_equal, 5), true},
        {"greater", compares("n", Compare::greater, 4), true},
        {"greater or equal", compares("n", Compare::greater_equal, 6), false},
        {"of the absent", compares("z", Compare::greater_equal, 0), false},
        {"text order", compares("s", Compare::greater, "order#10"), true},
        {"prefix", Condition{BeginsWith{"s", "order#"}}, true},
        {"other prefix", Condition{BeginsWith{"s", "key#"}}, false},
        {"reserved word", equals("name", "reserved"), true},
        {"all", all({exists("n"), exists("s"), not_exists("z")}), true},
        {"not all", all({exists("n"), exists("z")}), false},
        {"any", any({exists("z"), exists("n")}), true},
        {"none", any({exists("z"), not_exists("n")}), false},
        {"nested", all({any({exists("z"), equals("n", 5)}), any({all({exists("s"), exists("n")}), exists("z")})}),
         true},
    };
    for (const auto& [name, condition, holds] : judgements) {
        const auto removed = store_->modify(
            soon(), {factory_.tables.things, {{"id", unique("judged")}}, {Set{"touched", name}}, condition});
        EXPECT_EQ(removed.has_value(), holds) << name;
        if (!removed) {
            EXPECT_EQ(removed.error().fault, Fault::condition_failed) << name << removed.error().detail;
        }
    }
}

// --- updates

TEST_P(StoreContract, UpdatesInPlaceAndReturnsTheItemAsItIs) {
    Item item = thing("updated");
    item["count"] = 5;
    item["gone"] = true;
    item["list"] = List{"a"};
    item["map"] = Map{{"x", 1}};
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, item, {}}));
    const auto after = store_->modify(soon(), {factory_.tables.things,
                                               {{"id", unique("updated")}},
                                               {Set{"state", "new"}, Increase{"count", -7}, Append{"list", {"b", 3}},
                                                Remove{"gone"}, Remove{"never"}, Set{Path{"map", "y"}, 2}},
                                               {}});
    ASSERT_TRUE(after) << after.error().detail;
    item["state"] = "new";
    item["count"] = -2;
    item["list"] = List{"a", "b", 3};
    item["map"] = Map{{"x", 1}, {"y", 2}};
    item.erase("gone");
    EXPECT_EQ(*after, item);
    EXPECT_EQ(read("updated"), item);
}

TEST_P(StoreContract, MakesAnItemByUpdatingNone) {
    const auto after =
        store_->modify(soon(), {factory_.tables.things, {{"id", unique("made")}}, {Set{"a", 1}}, not_exists("id")});
    ASSERT_TRUE(after) << after.error().detail;
    EXPECT_EQ(*after, (Item{{"id", unique("made")}, {"a", 1}}));
}

TEST_P(StoreContract, SetsAndRemovesPlacesOfAList) {
    Item item = thing("places");
    item["list"] = List{"a", "b", "c"};
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, item, {}}));
    const Key key{{"id", unique("places")}};
    ASSERT_TRUE(store_->modify(soon(), {factory_.tables.things, key, {Set{Path{"list", std::size_t{1}}, "B"}}, {}}));
    ASSERT_TRUE(store_->modify(soon(), {factory_.tables.things, key, {Set{Path{"list", std::size_t{9}}, "d"}}, {}}));
    const auto after =
        store_->modify(soon(), {factory_.tables.things, key, {Remove{Path{"list", std::size_t{0}}}}, {}});
    ASSERT_TRUE(after) << after.error().detail;
    EXPECT_EQ(after->at("list"), Value(List{"B", "c", "d"}));
}

TEST_P(StoreContract, RefusesToChangeWhatIsNotThere) {
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, thing("bare"), {}}));
    const Key key{{"id", unique("bare")}};
    const Update updates[] = {
        {Increase{"count", 1}}, {Append{"list", {1}}}, {Set{Path{"map", "x"}, 1}}, {Set{"id", "x"}}};
    for (const Update& update : updates)
        EXPECT_EQ(fault_of(store_->modify(soon(), {factory_.tables.things, key, update, {}})), Fault::invalid);
    EXPECT_EQ(read("bare"), thing("bare"));
}

TEST_P(StoreContract, RefusesAnUpdateWhosePathsOverlap) {
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, thing("bare"), {}}));
    const Key key{{"id", unique("bare")}};
    const Update updates[] = {{Set{"count", 1}, Set{"count", 2}},
                              {Set{"map", Map{}}, Set{Path{"map", "x"}, 1}},
                              {Set{"count", 1}, Remove{"count"}}};
    for (const Update& update : updates)
        EXPECT_EQ(fault_of(store_->modify(soon(), {factory_.tables.things, key, update, {}})), Fault::invalid);
    EXPECT_EQ(read("bare"), thing("bare"));
}

TEST_P(StoreContract, ChangesNothingWhereTheConditionFails) {
    Item item = thing("stock");
    item["available"] = 2;
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, item, {}}));
    const auto after = store_->modify(soon(), {factory_.tables.things,
                                               {{"id", unique("stock")}},
                                               {Increase{"available", -3}},
                                               compares("available", Compare::greater_equal, 3)});
    ASSERT_EQ(fault_of(after), Fault::condition_failed);
    EXPECT_EQ(after.error().current, item);
    EXPECT_EQ(read("stock"), item);
}

TEST_P(StoreContract, RemovesOnceOrAsTheConditionSays) {
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, thing("removed"), {}}));
    const Key key{{"id", unique("removed")}};
    EXPECT_EQ(fault_of(store_->remove(soon(), {factory_.tables.things, key, not_exists("id")})),
              Fault::condition_failed);
    EXPECT_TRUE(store_->remove(soon(), {factory_.tables.things, key, exists("id")}));
    EXPECT_TRUE(store_->remove(soon(), {factory_.tables.things, key, {}}));
    EXPECT_EQ(read("removed"), std::nullopt);
}

// --- op

TEST_P(StoreContract, TakesAWriteWithTheSameOpForTheOneItHasDone) {
    Item item = thing("op");
    item["op"] = "request-1";
    item["n"] = 1;
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, item, not_exists("id")}));
    EXPECT_TRUE(store_->put(soon(), {factory_.tables.things, item, not_exists("id")}));
    const Modify add{factory_.tables.things,
                     {{"id", unique("op")}},
                     {Increase{"n", 1}, Set{"op", "request-2"}},
                     compares("n", Compare::less, 100)};
    const auto once = store_->modify(soon(), add);
    const auto twice = store_->modify(soon(), add);
    ASSERT_TRUE(once && twice);
    EXPECT_EQ(once->at("n"), Value(2));
    EXPECT_EQ(*twice, *once);
}

// --- queries

class LogOf {
public:
    LogOf(Store& store, const Context& context, const TableName& table, const std::string& topic, int count) {
        for (int seq = 1; seq <= count; ++seq)
            EXPECT_TRUE(store.put(context, {table, {{"topic", topic}, {"seq", seq}}, {}}));
        query = {.table = table, .partition_name = "topic", .partition = topic};
        query.sort_name = "seq";
        query.read = Read::consistent;
    }
    Query query;
};

std::vector<std::int64_t> numbers(const Result<Page>& page) {
    std::vector<std::int64_t> numbers;
    EXPECT_TRUE(page) << (page ? "" : page.error().detail);
    if (page)
        for (const Item& item : page->items) numbers.push_back(*item.at("seq").number());
    return numbers;
}

TEST_P(StoreContract, QueriesInTheOrderOfNumbersBothWays) {
    LogOf log(*store_, soon(), factory_.tables.log, unique("log"), 12);
    EXPECT_THAT(numbers(store_->query(soon(), log.query)), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    log.query.forward = false;
    log.query.limit = 3;
    EXPECT_THAT(numbers(store_->query(soon(), log.query)), ElementsAre(12, 11, 10));
}

TEST_P(StoreContract, QueriesARangeWithBoundsInOrOut) {
    LogOf log(*store_, soon(), factory_.tables.log, unique("log"), 9);
    const auto between = [&](Range range) {
        log.query.range = std::move(range);
        return numbers(store_->query(soon(), log.query));
    };
    EXPECT_THAT(between({3, 5}), ElementsAre(3, 4, 5));
    EXPECT_THAT(between({3, 5, true}), ElementsAre(4, 5));
    EXPECT_THAT(between({8, {}}), ElementsAre(8, 9));
    EXPECT_THAT(between({8, {}, true}), ElementsAre(9));
    EXPECT_THAT(between({{}, 2}), ElementsAre(1, 2));
    EXPECT_THAT(between({5, 4}), ElementsAre());
    EXPECT_THAT(between({5, 5, true}), ElementsAre());
}

TEST_P(StoreContract, QueriesPageByPage) {
    LogOf log(*store_, soon(), factory_.tables.log, unique("log"), 7);
    log.query.limit = 3;
    std::vector<std::int64_t> all;
    for (int pages = 0; pages < 5; ++pages) {
        const auto page = store_->query(soon(), log.query);
        const auto some = numbers(page);
        ASSERT_LE(some.size(), 3U);
        all.insert(all.end(), some.begin(), some.end());
        if (!page || !page->next) break;
        log.query.start = page->next;
    }
    EXPECT_THAT(all, ElementsAre(1, 2, 3, 4, 5, 6, 7));
}

TEST_P(StoreContract, QueriesAnIndexThatHoldsOnlyItemsWithItsKey) {
    const auto order = [&](const std::string& name, const char* placed_at) {
        Item item{{"pk", unique(name)}, {"total", 5}};
        if (placed_at) item.insert({{"stateShard", unique("paid")}, {"placedAt", placed_at}});
        ASSERT_TRUE(store_->put(soon(), {factory_.tables.orders, item, {}}));
    };
    order("late", "2026-11-22T10:00:00.000Z");
    order("early", "2026-11-21T10:00:00.000Z");
    order("same", "2026-11-22T10:00:00.000Z");
    order("unsorted", nullptr);
    Query query{.table = factory_.tables.orders, .partition_name = "stateShard", .partition = unique("paid")};
    query.index = "by-state";
    query.sort_name = "placedAt";
    query.forward = false;
    query.limit = 2;
    std::vector<std::string> names;
    for (int pages = 0; pages < 4; ++pages) {
        const auto page = store_->query(soon(), query);
        ASSERT_TRUE(page) << page.error().detail;
        for (const Item& item : page->items) {
            names.push_back(*item.at("pk").text());
            EXPECT_EQ(item.at("total"), Value(5));
        }
        if (!page->next) break;
        query.start = page->next;
    }
    ASSERT_EQ(names.size(), 3U);
    EXPECT_EQ(names.back(), unique("early"));
    names.pop_back();
    EXPECT_THAT(names, UnorderedElementsAre(unique("late"), unique("same")));
}

TEST_P(StoreContract, FollowsTheItemIntoAnotherPartOfTheIndex) {
    const Key key{{"pk", unique("moved")}};
    Item item = key;
    item.insert({{"stateShard", unique("new")}, {"placedAt", "a"}});
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.orders, item, {}}));
    ASSERT_TRUE(store_->modify(soon(), {factory_.tables.orders, key, {Set{"stateShard", unique("old")}}, {}}));
    Query query{.table = factory_.tables.orders, .partition_name = "stateShard", .partition = unique("new")};
    query.index = "by-state";
    const auto before = store_->query(soon(), query);
    query.partition = unique("old");
    const auto after = store_->query(soon(), query);
    ASSERT_TRUE(before && after);
    EXPECT_TRUE(before->items.empty());
    EXPECT_EQ(after->items.size(), 1U);
}

// --- scans

TEST_P(StoreContract, ScansEachItemOnceInAnyNumberOfSegments) {
    for (int i = 0; i < 25; ++i)
        ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, thing("s" + std::to_string(i)), {}}));
    for (const int segments : {1, 4}) {
        std::vector<std::string> found;
        const auto scanned =
            store_->scan_all(soon(), factory_.tables.things, segments, Read::consistent, [&](Item&& item) {
                if (item.at("id").text()->ends_with(run_)) found.push_back(*item.at("id").text());
            });
        ASSERT_TRUE(scanned) << scanned.error().detail;
        std::ranges::sort(found);
        EXPECT_EQ(std::ranges::unique(found).size(), 0U);
        EXPECT_EQ(found.size(), 25U) << segments;
    }
}

TEST_P(StoreContract, ScansPageByPage) {
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, thing("p" + std::to_string(i)), {}}));
    Scan scan{.table = factory_.tables.things, .limit = 2, .read = Read::consistent};
    int found = 0;
    do {
        const auto page = store_->scan(soon(), scan);
        ASSERT_TRUE(page) << page.error().detail;
        ASSERT_LE(page->items.size(), 2U);
        for (const Item& item : page->items) found += item.at("id").text()->ends_with(run_) ? 1 : 0;
        scan.start = page->next;
    } while (scan.start);
    EXPECT_EQ(found, 5);
}

// --- transactions

TEST_P(StoreContract, CarriesOutAWholeTransaction) {
    Item product = thing("product");
    product["available"] = 3;
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, product, {}}));
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, thing("old"), {}}));
    const auto done = store_->transact(soon(),
                                       {Put{factory_.tables.orders, {{"pk", unique("order")}}, not_exists("pk")},
                                        Modify{factory_.tables.things,
                                               {{"id", unique("product")}},
                                               {Increase{"available", -2}},
                                               compares("available", Compare::greater_equal, 2)},
                                        Delete{factory_.tables.things, {{"id", unique("old")}}, {}},
                                        Check{factory_.tables.things, {{"id", unique("nobody")}}, not_exists("id")}},
                                       unique("token"));
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(read("product")->at("available"), Value(1));
    EXPECT_EQ(read("old"), std::nullopt);
}

TEST_P(StoreContract, CarriesOutNothingOfATransactionWithOneFailedConditionAndSaysWhich) {
    Item product = thing("scarce");
    product["available"] = 1;
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, product, {}}));
    const auto done = store_->transact(soon(),
                                       {Put{factory_.tables.things, thing("order"), not_exists("id")},
                                        Modify{factory_.tables.things,
                                               {{"id", unique("scarce")}},
                                               {Increase{"available", -2}},
                                               compares("available", Compare::greater_equal, 2)},
                                        Check{factory_.tables.things, {{"id", unique("nobody")}}, exists("id")}},
                                       unique("token"));
    ASSERT_EQ(fault_of(done), Fault::cancelled);
    ASSERT_EQ(done.error().reasons.size(), 3U);
    EXPECT_EQ(done.error().reasons[0].kind, Reason::Kind::none);
    EXPECT_EQ(done.error().reasons[1].kind, Reason::Kind::condition_failed);
    EXPECT_EQ(done.error().reasons[1].current, product);
    EXPECT_EQ(done.error().reasons[2].kind, Reason::Kind::condition_failed);
    EXPECT_EQ(done.error().reasons[2].current, std::nullopt);
    EXPECT_EQ(read("order"), std::nullopt);
    EXPECT_EQ(read("scarce"), product);
}

TEST_P(StoreContract, CarriesOutATransactionOnceHoweverOftenItIsSent) {
    Item counter = thing("counter");
    counter["n"] = 0;
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, counter, {}}));
    const std::vector<Action> add = {
        Modify{factory_.tables.things, {{"id", unique("counter")}}, {Increase{"n", 1}}, {}}};
    const std::vector<Action> add_two = {
        Modify{factory_.tables.things, {{"id", unique("counter")}}, {Increase{"n", 2}}, {}}};
    EXPECT_TRUE(store_->transact(soon(), add, unique("one")));
    EXPECT_TRUE(store_->transact(soon(), add, unique("one")));
    EXPECT_EQ(read("counter")->at("n"), Value(1));
    EXPECT_EQ(fault_of(store_->transact(soon(), add_two, unique("one"))), Fault::token_reused);
    EXPECT_TRUE(store_->transact(soon(), add_two, unique("two")));
    EXPECT_EQ(read("counter")->at("n"), Value(3));
}

TEST_P(StoreContract, JudgesACancelledTransactionAnewUnderTheSameToken) {
    const std::vector<Action> needs_it = {
        Modify{factory_.tables.things, {{"id", unique("later")}}, {Set{"n", 1}}, exists("id")}};
    EXPECT_EQ(fault_of(store_->transact(soon(), needs_it, unique("token"))), Fault::cancelled);
    ASSERT_TRUE(store_->put(soon(), {factory_.tables.things, thing("later"), {}}));
    EXPECT_TRUE(store_->transact(soon(), needs_it, unique("token")));
}

TEST_P(StoreContract, RefusesTwoActionsOnOneItem) {
    const Put put{factory_.tables.things, thing("twice"), {}};
    EXPECT_EQ(fault_of(store_->transact(soon(), {put, put}, unique("token"))), Fault::invalid);
    EXPECT_EQ(read("twice"), std::nullopt);
}

TEST_P(StoreContract, CarriesOutAHundredActionsAtOnce) {
    std::vector<Action> actions;
    for (int i = 0; i < 100; ++i)
        actions.push_back(Put{factory_.tables.things, thing("h" + std::to_string(i)), not_exists("id")});
    ASSERT_TRUE(store_->transact(soon(), actions, unique("token")));
    EXPECT_TRUE(read("h0") && read("h99"));
}

// --- limits

TEST_P(StoreContract, CarriesOutManyTransactionsEachForItself) {
    const auto there = [&](int i) { return Put{factory_.tables.things, thing("many-" + std::to_string(i)), {}}; };
    ASSERT_TRUE(store_->put(soon(), there(7)));
    std::vector<Transaction> many;
    for (int i = 0; i < 40; ++i) {
        Put once = there(i);
        once.condition = not_exists("id");
        many.push_back({{once}, unique("t" + std::to_string(i))});
    }
    const auto results = store_->transact_all(soon(), many);
    ASSERT_EQ(results.size(), 40u);
    for (int i = 0; i < 40; ++i) {
        EXPECT_EQ(results[static_cast<std::size_t>(i)].has_value(), i != 7) << i;
        EXPECT_TRUE(read("many-" + std::to_string(i))) << i;
    }
    EXPECT_EQ(fault_of(results[7]), Fault::cancelled);
    EXPECT_TRUE(store_->transact_all(soon(), {}).empty());
}

TEST_P(StoreContract, DoesNothingPastItsDeadline) {
    const Context late{vitrine::Deadline(vitrine::Deadline::Clock::now() - vitrine::Milliseconds{1})};
    EXPECT_EQ(fault_of(store_->put(late, {factory_.tables.things, thing("late"), {}})), Fault::timed_out);
    EXPECT_EQ(read("late"), std::nullopt);
}

TEST_P(StoreContract, CallsATableThatIsNotThereABug) {
    EXPECT_EQ(fault_of(store_->get(soon(), {"contract-nowhere", {{"id", "x"}}}, Read::eventual)), Fault::invalid);
}

}  // namespace
}  // namespace shop::store
