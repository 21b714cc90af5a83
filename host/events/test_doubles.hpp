// For tests: a stream that is filled by hand, and functions that answer as told.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <deque>
#include <map>

#include "host/events/stream_source.hpp"
#include "host/functions/functions.hpp"

namespace vitrine::host {

class FakeStream : public StreamSource {
public:
    explicit FakeStream(boost::asio::io_context& io) : network(io) {}

    void watch(const std::string&, std::function<void(Shard)>, std::function<void()>) override {}
    void read(const Shard&, const std::string& after, std::size_t limit, std::function<void(Records)> done) override {
        std::vector<Record> found;
        for (const Record& record : records) {
            if (record.sequence > after && found.size() < limit) found.push_back(record);
        }
        boost::asio::post(network, [found = std::move(found), done = std::move(done)] { done(found); });
    }
    std::string checkpoint(const std::string& reader, const Shard&) override { return checkpoints[reader]; }
    void save_checkpoint(const std::string& reader, const Shard&, const std::string& sequence) override {
        checkpoints[reader] = sequence;
    }

    boost::asio::io_context& network;
    std::vector<Record> records;
    std::map<std::string, std::string> checkpoints;
};

class ScriptedFunctions : public FunctionService {
public:
    using Script = std::function<InvokeResult(const Invocation&)>;
    ScriptedFunctions(boost::asio::io_context& io, Script what) : network(io), script(std::move(what)) {}

    void invoke(Invocation invocation, InvokeDone done) override {
        boost::asio::post(network, [this, invocation = std::move(invocation), done = std::move(done)] {
            events.push_back(invocation.payload);
            done(script(invocation));
        });
    }

    boost::asio::io_context& network;
    Script script;
    std::vector<std::string> events;
};

}  // namespace vitrine::host
