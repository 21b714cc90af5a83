// The function service with faults in front of it, for each kind of caller.
#pragma once

#include <boost/asio/io_context.hpp>

#include "host/faults/faults.hpp"
#include "host/functions/functions.hpp"

namespace vitrine::host {

// For whoever invokes: latency, and the death of the process that serves.
class FaultyFunctions : public FunctionService {
public:
    // All references must outlive the service.
    FaultyFunctions(FunctionService& real, boost::asio::io_context& network, Faults& faults)
        : real_(real), network_(network), faults_(faults) {}
    void invoke(Invocation invocation, InvokeDone done) override;

private:
    void pass_on(Invocation invocation, InvokeDone done, const std::optional<Injection::Fault>& fault);

    FunctionService& real_;
    boost::asio::io_context& network_;
    Faults& faults_;
};

// For stream mappings: batches that fail, before they are delivered or after; batches that are delivered twice.
class FaultyBatches : public FunctionService {
public:
    // `name_prefix`: of the tables' names in batches.
    FaultyBatches(FunctionService& real, boost::asio::io_context& network, Faults& faults, std::string name_prefix)
        : real_(real), network_(network), faults_(faults), name_prefix_(std::move(name_prefix)) {}
    void invoke(Invocation invocation, InvokeDone done) override;

private:
    FunctionService& real_;
    boost::asio::io_context& network_;
    Faults& faults_;
    std::string name_prefix_;
};

// For schedules: invocations that are missed.
class FaultySchedules : public FunctionService {
public:
    FaultySchedules(FunctionService& real, boost::asio::io_context& network, Faults& faults)
        : real_(real), network_(network), faults_(faults) {}
    void invoke(Invocation invocation, InvokeDone done) override;

private:
    FunctionService& real_;
    boost::asio::io_context& network_;
    Faults& faults_;
};

}  // namespace vitrine::host
