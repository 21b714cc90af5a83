// The wiring of the function `pusher`.
#include <cstdlib>

#include "services/functions/wiring.hpp"
#include "services/live/management.hpp"
#include "services/live/push_changes.hpp"
#include "services/store/dynamodb/stream_event.hpp"

using namespace shop;

namespace {

constexpr std::int64_t highest_rate = 1'000'000;  // posts a second

struct Pusher {
    store::Store& store;
    Connections& connections;
    store::TableName table;
};

aws::Answer push(const Pusher& pusher, const aws::Event& event) {
    const auto records = aws::read_stream_event(event.payload);
    if (!records) return std::unexpected(aws::Failure{"Pusher.MalformedEvent", records.error()});
    const auto pushed = push_changes(pusher.store, pusher.connections, pusher.table, {event.deadline}, *records);
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
    functions::Wiring wiring(std::getenv);
    functions::Settings& settings = wiring.settings;
    const store::TableName table = settings.table("CONNECTIONS_TABLE");
    const int rate = static_cast<int>(settings.number("PUSH_RATE", 0, highest_rate));
    settings.check_url("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI");
    if (const std::string why = wiring.why_not(); !why.empty()) return wiring.refuse(why);

    const auto connections = aws::Management::create(wiring.environment, wiring.world, rate);
    if (!connections) return wiring.refuse(connections.error());

    const Pusher pusher{**wiring.store, **connections, table};
    return wiring.run([&](const aws::Event& event) { return push(pusher, event); });
}
