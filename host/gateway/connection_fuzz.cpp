// Any split of any bytes, through the connection's own code: after each piece it has consumed all of it, or a function
// is at work, or it has closed; and once the other side is gone, nothing is left of it. docs/testing.md says how to
// run.
#include <fuzzer/FuzzedDataProvider.h>

#include <cstdio>
#include <cstdlib>

#include "host/gateway/connection_fixture.hpp"
#include "host/gateway/test_messages.hpp"

namespace {

using namespace vitrine::host::gateway;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

// What the fuzzer goes on from: nothing, a good request, or an open WebSocket with or without a good frame.
const std::vector<std::string>& beginnings() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> made{"", opening_handshake()};
        for (const TestMessage& request : test_requests()) made.push_back(request.bytes);
        for (const TestMessage& frame : test_frames()) made.push_back(opening_handshake() + frame.bytes);
        return made;
    }();
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    ConnectionFixture connection;
    connection.functions.hold = input.ConsumeBool();
    const std::string& beginning = beginnings()[input.ConsumeIntegralInRange<std::size_t>(0, beginnings().size() - 1)];
    const std::size_t max_piece = input.ConsumeIntegralInRange<std::size_t>(1, 4096);
    std::string bytes = beginning.substr(0, input.ConsumeIntegralInRange<std::size_t>(0, beginning.size()));
    bytes += input.ConsumeRandomLengthString();
    std::string_view left = bytes;
    while (!left.empty()) {
        const std::size_t piece = input.ConsumeIntegralInRange<std::size_t>(1, max_piece);
        connection.send(left.substr(0, piece));
        require(!connection.spins, "the connection runs without end");
        require(connection.is_settled(), "the connection neither consumes, nor waits for more, nor closes");
        left.remove_prefix(std::min(piece, left.size()));
        if (input.ConsumeBool()) connection.answer();
    }
    if (input.ConsumeBool()) connection.finish();
    connection.hang_up();
    connection.functions.hold = false;
    connection.answer();
    connection.expire();
    require(connection.is_gone(), "the connection outlives its other side");
    return 0;
}
