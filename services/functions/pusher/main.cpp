// The wiring of the function `pusher`.
#include <cstdlib>

#include "services/application/push_changes.hpp"
#include "services/aws/dynamodb.hpp"
#include "services/aws/management.hpp"
#include "services/aws/runtime.hpp"
#include "services/aws/stream_event.hpp"

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
    const auto text = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    };
    const aws::Environment environment = aws::read_environment(std::getenv);
    const aws::RuntimeOptions runtime{environment.runtime_api, aws::function_log(environment)};
    const aws::World world = aws::system_world();
    const auto store = aws::DynamoDb::create(environment, world);
    if (!store) return aws::report_init_failure(runtime, {"Environment", store.error()});
    const int rate = std::atoi(text("PUSH_RATE").c_str());
    const auto connections = aws::Management::create(environment, world, rate);
    if (!connections) return aws::report_init_failure(runtime, {"Environment", connections.error()});

    const Pusher pusher{**store, **connections, text("CONNECTIONS_TABLE")};
    (*store)->connect({vitrine::Deadline::in(vitrine::Milliseconds{2'000})});
    return aws::run(runtime, [&](const aws::Event& event) { return push(pusher, event); });
}
