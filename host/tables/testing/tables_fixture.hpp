// Tables in a folder of their own, with a clock that the test moves, asked as the wire asks.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json/value.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "host/tables/tables.hpp"
#include "host/testing/temporary_folder.hpp"

namespace vitrine::host::tables::testing {

struct Answered {
    int status = 0;
    std::string text;
    boost::json::value json;

    // The part of __type after '#'; empty where there is none.
    [[nodiscard]] std::string error() const;
    // message or Message.
    [[nodiscard]] std::string message() const;
    // Serialized member of the answer; empty where there is none.
    [[nodiscard]] std::string at(std::string_view member) const;
};

// things: id:S, stream of both images, TTL `expiresAt`, indexes by-kind (kind:S, rank:N, all), by-owner (owner:S,
// keys),
//         by-label (label:S, includes note)
// events: topic:S, seq:N, stream of new images
// plain:  id:S, no stream
[[nodiscard]] App sample_app();

// Waits for the answer.
[[nodiscard]] Answered ask(
    Tables& tables, std::string_view operation, std::string_view body,
    const Authorize& allowed = [](std::string_view, std::string_view) { return true; });

// Records of one shard of a stream that can be read.
[[nodiscard]] std::vector<StreamRecord> stream_of(const Tables& tables, std::string_view table, unsigned shard,
                                                  std::uint64_t after, std::size_t limit);

class TablesTest : public ::testing::Test {
protected:
    TablesTest();
    void open(const App& app = sample_app());
    Answered ask(std::string_view operation, std::string_view body) { return testing::ask(*tables_, operation, body); }
    std::vector<StreamRecord> stream(std::string_view table, unsigned shard, std::uint64_t after, std::size_t limit) {
        return stream_of(*tables_, table, shard, after, limit);
    }
    // Expects success.
    Answered done(std::string_view operation, std::string_view body);
    // Expects an error of that type, and that text within its message.
    void refused(std::string_view operation, std::string_view body, std::string_view type, std::string_view message);
    // {"id":{"S":ID}, MORE} into `things`.
    void put_thing(std::string_view id, std::string_view more = "");
    // The item's text in `things`; empty where it is not there.
    std::string thing(std::string_view id);
    void advance(std::chrono::milliseconds by) { *now_ += by.count(); }
    [[nodiscard]] TablesOptions options() const;

    TemporaryFolder folder_;
    std::shared_ptr<std::atomic<std::int64_t>> now_;
    std::unique_ptr<Tables> tables_;
};

}  // namespace vitrine::host::tables::testing
