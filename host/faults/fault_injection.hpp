// All faults of a host that was started with a file of them: what stands in front of each part. A host without such a
// file constructs none of this.
#pragma once

#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>

#include "host/faults/faulty_disk.hpp"
#include "host/faults/faulty_dynamodb.hpp"
#include "host/faults/faulty_functions.hpp"

namespace vitrine::host {

class FaultInjection {
public:
    // `network` must outlive it, and it the parts it stands in front of. `name_prefix`: of deployed tables.
    FaultInjection(FaultPlan plan, boost::asio::io_context& network, std::string name_prefix, const Log& log);
    ~FaultInjection();  // says how many faults there were of each kind
    FaultInjection(const FaultInjection&) = delete;
    FaultInjection& operator=(const FaultInjection&) = delete;

    void replace(FaultPlan plan) { faults_.replace(std::move(plan)); }

    // In front of `real`, which must outlive this and be the same in all calls.
    [[nodiscard]] FunctionService& functions(FunctionService& real);
    // For stream mappings.
    [[nodiscard]] FunctionService& batches(FunctionService& real);
    // For the application's schedules.
    [[nodiscard]] FunctionService& schedules(FunctionService& real);
    // For the endpoint.
    [[nodiscard]] AwsService dynamodb(AwsService real);
    // For TablesOptions::files.
    [[nodiscard]] const std::string& files() const { return files_.name(); }

private:
    boost::asio::io_context& network_;
    std::string name_prefix_;
    Log log_;
    Faults faults_;
    FaultyDisk disk_;
    tables::FaultyFiles files_;
    std::optional<FaultyFunctions> functions_;
    std::optional<FaultyBatches> batches_;
    std::optional<FaultySchedules> schedules_;
};

}  // namespace vitrine::host
