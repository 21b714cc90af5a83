// The wiring of the function `pusher`.
#include <cstdlib>

#include "services/application/push_changes.hpp"
#include "services/aws/management.hpp"
#include "services/aws/stream_event.hpp"
#include "services/functions/wiring.hpp"

using namespace shop;

namespace {

struct Pusher {
    store::Store& store;
    application::Connections& connections;
    store::TableName table;
};

aws::Answer push(const Pusher& pusher, const aws::Event& event) {
    const auto records = aws::read_stream_event(event.payload);
    if (!records) return std::unexpected(aws::Failure{"Pusher.MalformedEvent", records.error()});
    const auto pushed =
        application::push_changes(pusher.store, pusher.connections, pusher.table, {event.deadline}, *records);
    if (pushed) {
        event.log.debug("Pushed {Records} records", {{"Records", records->size()},
                                                     {"Delivered", pushed->delivered},
                                                     {"Gone", pushed->gone},
                                                     {"Failed", pushed->failed}});
        return aws::batch_done();
    }
    event.log.error("Followers are not read: {Cause}", {{"Cause", pushed.error().detail}});
    return records->empty() ? aws::batch_done() : aws::batch_failed_from(records->front().sequence);
}

}  // namespace

int main() {
    const functions::Wiring wiring(std::getenv);
    const auto& store = wiring.store;
    if (!store) return wiring.refuse(store.error());
    const int rate = std::atoi(wiring.text("PUSH_RATE").c_str());
    const auto connections = aws::Management::create(wiring.environment, wiring.world, rate);
    if (!connections) return wiring.refuse(connections.error());

    const Pusher pusher{**store, **connections, wiring.text("CONNECTIONS_TABLE")};
    return wiring.run([&](const aws::Event& event) { return push(pusher, event); });
}
