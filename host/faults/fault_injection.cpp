#include "host/faults/fault_injection.hpp"

namespace vitrine::host {

FaultInjection::FaultInjection(FaultPlan plan, boost::asio::io_context& network, std::string name_prefix,
                               const Log& log)
    : network_(network),
      name_prefix_(std::move(name_prefix)),
      log_(log),
      faults_(std::move(plan), log),
      disk_(faults_),
      files_(disk_) {}

FaultInjection::~FaultInjection() {
    const std::string counts = faults_.counts();
    log_.information("Faults injected: {Counts}", {{"Counts", counts.empty() ? "none" : counts}});
}

FunctionService& FaultInjection::functions(FunctionService& real) {
    if (!functions_) functions_.emplace(real, network_, faults_);
    return *functions_;
}

// A batch meets the faults of batches first, then those of whatever is invoked.
FunctionService& FaultInjection::batches(FunctionService& real) {
    if (!batches_) batches_.emplace(functions(real), network_, faults_, name_prefix_);
    return *batches_;
}

FunctionService& FaultInjection::schedules(FunctionService& real) {
    if (!schedules_) schedules_.emplace(functions(real), network_, faults_);
    return *schedules_;
}

AwsService FaultInjection::dynamodb(AwsService real) {
    return faulty_dynamodb(std::move(real), network_, faults_, name_prefix_);
}

}  // namespace vitrine::host
