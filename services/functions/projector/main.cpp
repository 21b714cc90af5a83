// The wiring of the function `projector`.
#include <cstdlib>

#include "services/aws/metric.hpp"
#include "services/feed/project_changes.hpp"
#include "services/functions/wiring.hpp"
#include "services/store/dynamodb/stream_event.hpp"

using namespace shop;

namespace {

// Says loudly, and to the alarm of the same name, what must never be.
void watch_stock(const functions::Wiring& wiring, const vitrine::Log& log,
                 const std::vector<store::StreamRecord>& records) {
    const auto ids = imbalanced(records);
    for (const auto& id : ids) log.error("The stock of {ProductId} does not add up", {{"ProductId", id}});
    if (ids.empty()) return;
    aws::count_metric(wiring.environment, wiring.world.clock(),
                      {"StockImbalance", static_cast<std::int64_t>(ids.size()),
                       "The stock of products did not add up {StockImbalance} times"});
}

// All of a batch or nothing: an error is for the whole of it.
aws::Answer project(const functions::Wiring& wiring, const Shop& shop, const aws::Event& event) {
    const auto records = aws::read_stream_event(event.payload);
    if (!records) return std::unexpected(aws::Failure{"Projector.MalformedEvent", records.error()});
    watch_stock(wiring, event.log, *records);
    const auto projected = project_changes(shop, {event.deadline}, *records);
    if (projected || records->empty()) return aws::batch_done();
    event.log.error("Changes are not projected: {Cause}", {{"Cause", projected.error().detail}});
    return aws::batch_failed_from(records->front().sequence);
}

}  // namespace

int main() {
    functions::Wiring wiring(std::getenv);
    functions::Settings& settings = wiring.settings;
    const Tables tables{.feed = settings.table("FEED_TABLE")};
    const Currency currency = settings.currency("CURRENCY");
    if (const std::string why = wiring.why_not(); !why.empty()) return wiring.refuse(why);

    const Shop shop{**wiring.store, wiring.world.clock, wiring.world.random, tables, currency};
    return wiring.run([&](const aws::Event& event) { return project(wiring, shop, event); });
}
