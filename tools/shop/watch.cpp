#include "tools/shop/watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <memory>

#include "lib/ids.hpp"
#include "tools/shop/requests.hpp"
#include "tools/shop/shoppers.hpp"

namespace shop_tool {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr int products = 10;
constexpr std::chrono::seconds patience{120};

Request one_more(const std::string& product) {
    return {.method = "POST", .path = "/products/" + product + "/stock", .body = {{"delta", 1}}};
}

Request where_the_feed_is() {
    return {.path = "/products?limit=1"};
}

class Audience {
public:
    explicit Audience(Watch& watch) : watch_(watch), client_(watch.options.origin) {}

    asio::awaitable<void> run() {
        if (!co_await prepare()) co_return;
        co_await sit_down();
        if (watch_.open < watch_.options.sockets)
            co_return watch_.wrongs.push_back(fmt::format("only {} screens came to be ready", watch_.open));
        co_await work();
        co_await await_all();
        for (const auto& screen : screens_) screen->close();
    }
    [[nodiscard]] milliseconds took() const { return took_; }
    [[nodiscard]] int changes() const { return changes_; }

private:
    asio::awaitable<bool> prepare() {
        for (int i = 0; i < products; ++i) {
            const std::string id = "watched-" + vitrine::new_id(vitrine::system_random());
            const Response made = co_await client_.send(create_product(id, 1));
            if (!expect(made, 201, "making a product")) co_return false;
            watch_.products.push_back(id);
        }
        co_return co_await find_the_feed();
    }

    // A shop that has just been opened has no feed yet, and its first entry resets whoever began before it.
    asio::awaitable<bool> find_the_feed() {
        const auto until = steady_clock::now() + patience;
        while (steady_clock::now() < until) {
            const Response list = co_await client_.send(where_the_feed_is());
            if (!expect(list, 200, "reading the catalogue")) co_return false;
            watch_.start = parse_position(text(list.body, "feed"));
            if (watch_.start.seq > 0) co_return true;
            co_await pause(milliseconds(20));
        }
        watch_.wrongs.emplace_back("the feed has not told of the products");
        co_return false;
    }

    asio::awaitable<void> sit_down() {
        const auto executor = co_await asio::this_coro::executor;
        for (int i = 0; i < watch_.options.sockets; ++i) {
            const bool unlucky = std::bernoulli_distribution(watch_.options.cut)(watch_.random);
            screens_.push_back(std::make_unique<Screen>(watch_, unlucky));
            asio::co_spawn(executor, screens_.back()->follow(milliseconds(2 * i)), [this](const std::exception_ptr& e) {
                if (e) watch_.wrongs.emplace_back("a screen does not understand the shop");
            });
        }
        const auto until = steady_clock::now() + patience;
        while (watch_.open < watch_.options.sockets && steady_clock::now() < until) co_await pause(milliseconds(20));
    }

    asio::awaitable<void> work() {
        const auto until = steady_clock::now() + watch_.options.lasting;
        while (steady_clock::now() < until) {
            const std::string& product = watch_.products[static_cast<std::size_t>(watch_.pick(0, products - 1))];
            const Response changed = co_await client_.send(one_more(product));
            if (!expect(changed, 200, "changing stock")) co_return;
            watch_.last[product] = changed.body.at("rev").as_int64();
            ++changes_;
            co_await pause(milliseconds(1'000 / watch_.options.changes));
        }
    }

    asio::awaitable<void> await_all() {
        watch_.over = true;
        const auto last = steady_clock::now();
        while (behind() > 0 && steady_clock::now() < last + 10 * watch_.options.within) co_await pause(milliseconds(5));
        took_ = std::chrono::duration_cast<milliseconds>(steady_clock::now() - last);
        if (took_ > watch_.options.within)
            watch_.wrongs.push_back(
                fmt::format("{} screens were behind {} ms after the last change", behind(), took_.count()));
    }

    [[nodiscard]] std::ptrdiff_t behind() const {
        return std::ranges::count_if(screens_, [this](const auto& screen) {
            return std::ranges::any_of(watch_.last,
                                       [&](const auto& told) { return !screen->shows(told.first, told.second); });
        });
    }

    bool expect(const Response& response, int status, std::string_view doing) {
        if (response.status == status) return true;
        watch_.wrongs.push_back(fmt::format("{}: {} {}", doing, response.status, response.problem));
        return false;
    }

    Watch& watch_;
    Client client_;
    std::vector<std::unique_ptr<Screen>> screens_;
    milliseconds took_{0};
    int changes_ = 0;
};

}  // namespace

int run_watch(const WatchOptions& options) {
    asio::io_context network;
    Watch watch{.options = options, .random = std::mt19937_64(options.seed)};
    Audience audience(watch);
    asio::co_spawn(network, audience.run(), [&](const std::exception_ptr& failed) {
        if (failed) watch.wrongs.emplace_back("an answer that is not understood");
        network.stop();
    });
    network.run();
    fmt::print("{}\n", boost::json::serialize(boost::json::object{{"screens", watch.open},
                                                                  {"cuts", watch.cuts},
                                                                  {"caughtUp", watch.caught_up},
                                                                  {"changes", audience.changes()},
                                                                  {"convergedAfterMs", audience.took().count()},
                                                                  {"wrong", watch.wrongs.size()}}));
    for (std::size_t i = 0; i < std::min<std::size_t>(watch.wrongs.size(), 10); ++i)
        fmt::print(stderr, "{}\n", watch.wrongs[i]);
    return watch.wrongs.empty() ? 0 : 1;
}

}  // namespace shop_tool
