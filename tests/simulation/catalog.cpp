#include "tests/simulation/catalog.hpp"

#include <utility>

#include "services/products/product_item.hpp"
#include "services/products/products.hpp"
#include "services/shop/json_text.hpp"

namespace shop::simulation {
namespace {

const Currency& euro() {
    static const Currency currency = *Currency::parse("EUR");
    return currency;
}

bool says(const store::Map& map, std::string_view name) {
    const auto at = map.find(name);
    return at != map.end() && at->second == store::Value(true);
}

Told told_by(const store::Value& change) {
    const store::Map& map = *change.map();
    const auto rev = map.find("rev");
    Told told{*map.at("id").text(), rev == map.end() ? 0 : *rev->second.number(), {}, says(map, "refetch")};
    if (!told.refetch && !says(map, "gone")) told.card = json_of(change);
    return told;
}

}  // namespace

std::vector<Told> told_by(const store::List& changes) {
    std::vector<Told> told;
    for (const store::Value& change : changes) told.push_back(told_by(change));
    return told;
}

Told told_by(const Product& product) {
    return told_by(change_of(product, euro()));
}

// A process that died, or is new, begins with nothing.
Catalog::Process& Catalog::idle_process() {
    for (Process& process : processes_)
        if (!process.busy) return process;
    Process& process = processes_.emplace_back(world_);
    const auto machine = processes_.size() % machines;
    const Shop shop{process.store,
                    [&world = world_, machine] { return world.machine_time(machine); },
                    [&world = world_](std::span<std::uint8_t> out) { world.dice.fill(out); },
                    table_names,
                    euro(),
                    world_.hold};
    process.catalogue = std::make_unique<LiveCatalogue>(shop, vitrine::Log::silent());
    return process;
}

std::optional<Snapshot> Catalog::answer(Process& process) {
    const auto fresh = process.catalogue->fresh(no_deadline);
    if (!fresh) return std::nullopt;
    Snapshot snapshot{{}, process.catalogue->position()};
    for (const Card* card : (*fresh)->list({.limit = 100}).cards)
        snapshot.cards.push_back({card->id.text(), card->rev.number, card->json, false});
    return snapshot;
}

std::optional<Snapshot> Catalog::list() {
    const auto answered = call<std::optional<Snapshot>>(world_, "catalog", [this](Invocation&) {
        Process& process = idle_process();
        process.busy = true;
        try {
            auto snapshot = answer(process);
            process.busy = false;
            return snapshot;
        } catch (const Crashed&) {  // busy for good: it is no more
            process.catalogue.reset();
            throw;
        }
    });
    return answered ? *answered : std::nullopt;
}

std::optional<Catalog::Feed> Catalog::changes(const Position& since) {
    using Answer = Outcome<Changes>;
    auto answered = call<Answer>(world_, "catalog", [since](Invocation& invocation) {
        return list_changes(invocation.shop, invocation.context, since);
    });
    if (!answered) return std::nullopt;
    Answer& answer = *answered;
    if (!answer && answer.error().refusal == Refusal::feed_gone) return Feed{.lost = true, .span = {}};
    if (!answer) return std::nullopt;
    return Feed{false, {answer->from, answer->to, told_by(answer->changes)}, answer->more};
}

std::optional<Told> Catalog::product(const std::string& id) {
    using Answer = Outcome<std::optional<Product>>;
    const auto answered = call<Answer>(world_, "catalog", [id](Invocation& invocation) {
        return read_product(invocation.shop, invocation.context, *ProductId::parse(id));
    });
    if (!answered || !*answered || !**answered) return std::nullopt;
    return told_by(***answered);
}

}  // namespace shop::simulation
