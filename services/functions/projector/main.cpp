// The wiring of the function `projector`.
#include <cstdlib>

#include "services/application/project_changes.hpp"
#include "services/aws/stream_event.hpp"
#include "services/functions/wiring.hpp"

using namespace shop;

namespace {

// All of a batch or nothing: an error is for the whole of it.
aws::Answer project(const application::Shop& shop, const aws::Event& event) {
    const auto records = aws::read_stream_event(event.payload);
    if (!records) return std::unexpected(aws::Failure{"Projector.MalformedEvent", records.error()});
    const auto projected = application::project_changes(shop, {event.deadline}, *records);
    if (projected || records->empty()) return aws::batch_done();
    event.log.error("Changes are not projected: {Cause}", {{"Cause", projected.error().detail}});
    return aws::batch_failed_from(records->front().sequence);
}

}  // namespace

int main() {
    const functions::Wiring wiring(std::getenv);
    const auto& store = wiring.store;
    if (!store) return wiring.refuse(store.error());
    const auto currency = wiring.currency();
    if (!currency) return wiring.refuse(currency.error());

    const application::Shop shop{
        **store, wiring.world.clock, wiring.world.random, {.feed = wiring.text("FEED_TABLE")}, *currency};
    return wiring.run([&](const aws::Event& event) { return project(shop, event); });
}
