// The wiring of the function `projector`.
#include <cstdlib>

#include "services/application/project_changes.hpp"
#include "services/aws/dynamodb.hpp"
#include "services/aws/runtime.hpp"
#include "services/aws/stream_event.hpp"

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
    const auto text = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    };
    const aws::Environment environment = aws::read_environment(std::getenv);
    const aws::RuntimeOptions runtime{environment.runtime_api, aws::function_log(environment)};
    const aws::World world = aws::system_world();
    const auto currency = domain::Currency::parse(text("CURRENCY"));
    if (!currency) return aws::report_init_failure(runtime, {"Environment", "CURRENCY is no currency's code"});
    const auto store = aws::DynamoDb::create(environment, world);
    if (!store) return aws::report_init_failure(runtime, {"Environment", store.error()});

    const application::Shop shop{**store, world.clock, world.random, {.feed = text("FEED_TABLE")}, *currency};
    (*store)->connect({vitrine::Deadline::in(vitrine::Milliseconds{2'000})});
    return aws::run(runtime, [&](const aws::Event& event) { return project(shop, event); });
}
