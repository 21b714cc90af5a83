#include "tests/simulation/faulty_store.hpp"

#include <array>
#include <utility>

namespace shop::simulation {
namespace {

using namespace std::chrono_literals;
using store::Context;
using store::Error;
using store::Fault;
using store::Result;

std::unexpected<Error> fault(Fault fault) {
    return std::unexpected(Error{fault, "on purpose", {}, {}});
}

template <typename T>
std::string_view outcome_of(const Result<T>& result) {
    constexpr std::array<std::string_view, 10> names{"condition failed", "cancelled", "conflict",     "throttled",
                                                     "timed out",        "in doubt",  "token reused", "unavailable",
                                                     "denied",           "invalid"};
    return result ? "done" : names[static_cast<std::size_t>(result.error().fault)];
}

bool has_op(const store::Item& item) {
    return item.contains("op");
}

bool has_op(const store::Update& update) {
    for (const store::Change& change : update)
        if (const auto* set = std::get_if<store::Set>(&change); set && set->path == store::Path("op")) return true;
    return false;
}

}  // namespace

template <typename Now>
auto FaultyStore::read(std::string_view verb, const Now& now) -> decltype(now()) {
    world_.port_call(verb, deadline_);
    constexpr std::array faults{Fault::timed_out, Fault::throttled, Fault::unavailable};
    const bool fails = world_.strikes(world_.faults.unreadable);
    decltype(now()) result = fails ? fault(world_.dice.one_of(faults)) : now();
    world_.note(verb, outcome_of(result));
    return result;
}

template <typename Now, typename Copy>
auto FaultyStore::write(std::string_view verb, Repeatable repeatable, const Now& now, const Copy& copy)
    -> decltype(now()) {
    world_.port_call(verb, deadline_);
    auto result = send(verb, repeatable, now, copy);
    world_.ledger.settle();
    world_.note(verb, outcome_of(result));
    // On its way back: what is done is done, whether or not anyone lives to hear of it.
    world_.scheduler.sleep(world_.dice.between(Duration{100us}, Duration{5ms}));
    world_.may_crash(verb);
    return result;
}

template <typename Now, typename Copy>
auto FaultyStore::send(std::string_view verb, Repeatable repeatable, const Now& now, const Copy& copy)
    -> decltype(now()) {
    const Faults& faults = world_.faults;
    constexpr std::array refusals{Fault::conflict, Fault::throttled, Fault::unavailable, Fault::timed_out};
    if (world_.strikes(faults.refused)) return fault(world_.dice.one_of(refusals));
    if (repeatable == Repeatable::yes) {
        if (!world_.strikes(faults.resent)) return now();
        const auto unheard = now();
        world_.ledger.settle();
        world_.note(verb, unheard ? "done, unheard" : "refused, unheard");
        world_.scheduler.sleep(world_.dice.between(Duration{1ms}, Duration{3s}));
        auto again = now();
        // What was refused now may have been done before: the adapter does not guess.
        if (!again && again.error().fault == Fault::condition_failed) return fault(Fault::in_doubt);
        return again;
    }
    if (world_.strikes(faults.unsent)) return fault(Fault::in_doubt);
    if (world_.strikes(faults.late)) {
        const auto afterwards = [&world = world_, verb, later = copy()] {
            const auto result = later();
            world.ledger.settle();
            world.note(verb, outcome_of(result));
        };
        world_.scheduler.spawn("late write", afterwards, world_.dice.between(Duration{1ms}, Duration{4s}));
        return fault(Fault::in_doubt);
    }
    auto result = now();
    if (!world_.strikes(faults.unheard)) return result;
    world_.note(verb, result ? "done, unheard" : "refused, unheard");
    return fault(Fault::in_doubt);
}

Result<std::optional<store::Item>> FaultyStore::get(const Context&, const store::GetRequest& request, store::Read how) {
    return read("get", [&] { return world_.store.get(no_deadline, request, how); });
}

Result<std::vector<std::optional<store::Item>>> FaultyStore::get_all(const Context&,
                                                                     const std::vector<store::GetRequest>& requests,
                                                                     store::Read how) {
    return read("get_all", [&] { return world_.store.get_all(no_deadline, requests, how); });
}

Result<void> FaultyStore::put(const Context&, const store::Put& put) {
    const auto twice = has_op(put.item) || !put.condition ? Repeatable::yes : Repeatable::no;
    store::MemoryStore& store = world_.store;
    return write(
        "put", twice, [&] { return store.put(no_deadline, put); },
        [&] { return [&store, put] { return store.put(no_deadline, put); }; });
}

Result<store::Item> FaultyStore::modify(const Context&, const store::Modify& modify) {
    const auto twice = has_op(modify.update) ? Repeatable::yes : Repeatable::no;
    store::MemoryStore& store = world_.store;
    return write(
        "modify", twice, [&] { return store.modify(no_deadline, modify); },
        [&] { return [&store, modify] { return store.modify(no_deadline, modify); }; });
}

Result<void> FaultyStore::remove(const Context&, const store::Delete& remove) {
    const auto twice = remove.condition ? Repeatable::no : Repeatable::yes;
    store::MemoryStore& store = world_.store;
    return write(
        "remove", twice, [&] { return store.remove(no_deadline, remove); },
        [&] { return [&store, remove] { return store.remove(no_deadline, remove); }; });
}

Result<store::Page> FaultyStore::query(const Context&, const store::Query& query) {
    return read("query", [&] { return world_.store.query(no_deadline, query); });
}

Result<store::Page> FaultyStore::scan(const Context&, const store::Scan& scan) {
    return read("scan", [&] { return world_.store.scan(no_deadline, scan); });
}

// Segment by segment, so that others write between.
Result<void> FaultyStore::scan_all(const Context& context, const store::TableName& table, int segments, store::Read how,
                                   const std::function<void(store::Item&&)>& each) {
    for (int segment = 0; segment < segments; ++segment) {
        auto page = scan(context, {.table = table, .segment = segment, .segments = segments, .read = how});
        if (!page) return std::unexpected(page.error());
        for (store::Item& item : page->items) each(std::move(item));
    }
    return {};
}

Result<void> FaultyStore::transact(const Context&, const std::vector<store::Action>& actions,
                                   const std::string& token) {
    const auto twice = world_.happens(0.5) ? Repeatable::yes : Repeatable::no;  // resent as often as given up
    store::MemoryStore& store = world_.store;
    return write(
        "transact", twice, [&] { return store.transact(no_deadline, actions, token); },
        [&] { return [&store, actions, token] { return store.transact(no_deadline, actions, token); }; });
}

}  // namespace shop::simulation
