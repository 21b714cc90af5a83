// Many screens that follow the feed as a browser does, some of which lose the network for a while now and then; an
// owner changes stock meanwhile. Once the owner is done all screens have to show the same, soon.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tools/shop/client.hpp"

namespace shop_tool {

struct WatchOptions {
    Origin origin;  // without TLS
    int sockets = 200;
    double cut = 0.33;                         // the share of screens that lose the network now and then
    std::chrono::milliseconds lasting{5'000};  // how long the owner works
    std::chrono::milliseconds within{2'000};   // of the last change, all screens have to show it
    int changes = 50;                          // a second
    std::uint64_t seed = 1;
};

struct Position {
    std::string epoch;
    std::int64_t seq = 0;
};
[[nodiscard]] Position parse_position(std::string_view text);

// What all screens share; single-threaded.
struct Watch {
    WatchOptions options;
    std::mt19937_64 random;
    std::vector<std::string> products;         // those whose stock changes
    std::map<std::string, std::int64_t> last;  // revs, as the owner was last told
    Position start;                            // from which all screens begin
    int open = 0;                              // screens that have been ready once
    bool over = false;                         // nobody loses the network any more
    int cuts = 0;
    int caught_up = 0;  // how often a screen asked for what it had missed
    std::vector<std::string> wrongs;

    [[nodiscard]] int pick(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); }
};

class Screen {
public:
    Screen(Watch& watch, bool unlucky) : watch_(watch), client_(watch.options.origin), unlucky_(unlucky) {}

    // Until `end` of the watch.
    [[nodiscard]] boost::asio::awaitable<void> follow(std::chrono::milliseconds first_pause);
    void close();
    // Shows at least this revision of the product.
    [[nodiscard]] bool shows(const std::string& product, std::int64_t rev) const;

private:
    struct Socket;
    [[nodiscard]] boost::asio::awaitable<void> session();
    [[nodiscard]] boost::asio::awaitable<void> take(const std::string& frame);
    [[nodiscard]] boost::asio::awaitable<void> catch_up();
    void apply(const boost::json::value& changes);

    Watch& watch_;
    Client client_;
    bool unlucky_;
    bool closing_ = false;
    bool was_ready_ = false;
    Position at_;
    std::map<std::string, std::int64_t> revs_;
    std::shared_ptr<Socket> socket_;
};

// Prints one line of JSON and, on stderr, what went wrong. The exit code: 0, or 1 when anything did.
[[nodiscard]] int run_watch(const WatchOptions& options);

}  // namespace shop_tool
