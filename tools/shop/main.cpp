// `shop`: what knows the shop and is no part of it. A client of the public API, as anybody could write one.
#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <map>

#include "tools/shop/shoppers.hpp"
#include "tools/shop/storm.hpp"
#include "tools/shop/watch.hpp"

namespace {

// 500ms, 60s, 5m, 24h
std::chrono::milliseconds duration(const std::string& text) {
    std::size_t digits = 0;
    long long count = 0;
    try {
        count = std::stoll(text, &digits);
    } catch (const std::exception&) {
        throw CLI::ValidationError("--for", "'" + text + "' is no duration: 500ms, 60s, 5m, 24h");
    }
    const std::map<std::string, long long> units{{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}};
    const auto unit = units.find(text.substr(digits));
    if (unit == units.end() || count <= 0) {
        throw CLI::ValidationError("--for", "'" + text + "' is no duration: 500ms, 60s, 5m, 24h");
    }
    return std::chrono::milliseconds(count * unit->second);
}

struct CommandLine {
    CLI::App app{"A client of a Vitrine shop's public API."};
    std::string url = "http://localhost:8080";
    shop_tool::Options options;
    shop_tool::StormOptions storm;
    shop_tool::WatchOptions watch;
    std::string lasting = "60s";
    std::string watching = "5s";
    std::string patience = "5m";
    bool no_owner = false;
    bool no_payment = false;
    std::function<int(const shop_tool::Origin&)> verb;

    CommandLine() {
        app.require_subcommand(1);
        add_shoppers();
        add_storm();
        add_watch();
        verb_of(*app.add_subcommand("verify", "whether every product's figures add up"), shop_tool::run_verify);
    }
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    void verb_of(CLI::App& command, std::function<int(const shop_tool::Origin&)> run) {
        command.add_option("--url", url, "the shop")->capture_default_str();
        command.callback([this, run = std::move(run)] { verb = run; });
    }

    void add_shoppers() {
        auto& shoppers =
            *app.add_subcommand("shoppers", "synthetic customers, and an owner who changes prices and restocks");
        shoppers.add_option("--rate", options.rate, "customers who arrive a second")
            ->check(CLI::Range(0.01, 1000.0))
            ->capture_default_str();
        shoppers.add_option("--for", lasting, "how long new customers arrive: 500ms, 60s, 5m, 24h")
            ->capture_default_str();
        shoppers.add_option("--seed", options.seed, "of all chances taken")->capture_default_str();
        shoppers.add_flag("--no-owner", no_owner, "customers alone");
        verb_of(shoppers, [this](const shop_tool::Origin& origin) {
            options.origin = origin;
            options.lasting = duration(lasting);
            options.owner = !no_owner;
            return shop_tool::run_shoppers(options);
        });
    }

    void add_storm() {
        auto& command = *app.add_subcommand(
            "storm", "many customers at once for few units, none of whom gives up; then everything is counted");
        const auto number = [&](const char* name, int& value, const char* what) {
            command.add_option(name, value, what)->check(CLI::Range(1, 1'000'000))->capture_default_str();
        };
        number("--shoppers", storm.shoppers, "customers in all");
        number("--units", storm.units, "units in all, of products made for the storm");
        number("--products", storm.products, "products they are spread over");
        number("--sends", storm.sends, "each order is sent 1 to so many times at once");
        number("--at-once", storm.at_once, "customers in the shop at a time");
        command.add_flag("--no-payment", no_payment, "customers order, and neither pay nor cancel");
        command.add_option("--seed", storm.seed, "of all chances taken")->capture_default_str();
        command.add_option("--patience", patience, "how long answers are waited for, and again settled payments: 5m")
            ->capture_default_str();
        verb_of(command, [this](const shop_tool::Origin& origin) {
            storm.origin = origin;
            storm.patience = duration(patience);
            storm.pay = !no_payment;
            return shop_tool::run_storm(storm);
        });
    }

    void add_watch() {
        auto& command = *app.add_subcommand(
            "watch", "many screens, some of which lose the network now and then; in the end all have to show the same");
        command.add_option("--sockets", watch.sockets, "screens")->check(CLI::Range(1, 20'000))->capture_default_str();
        command.add_option("--cut", watch.cut, "the share of them that loses the network")
            ->check(CLI::Range(0.0, 1.0))
            ->capture_default_str();
        command.add_option("--for", watching, "how long stock changes: 500ms, 60s, 5m")->capture_default_str();
        command.add_option("--seed", watch.seed, "of all chances taken")->capture_default_str();
        verb_of(command, [this](const shop_tool::Origin& origin) {
            watch.origin = origin;
            watch.lasting = duration(watching);
            return shop_tool::run_watch(watch);
        });
    }
};

}  // namespace

int main(int argc, char** argv) {
    CommandLine line;
    try {
        line.app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return line.app.exit(error);
    }
    const auto origin = shop_tool::parse_origin(line.url);
    if (!origin) {
        std::cerr << "shop: " << line.url << ": " << origin.error() << "\n";
        return 2;
    }
    try {
        return line.verb(*origin);
    } catch (const CLI::ParseError& error) {
        return line.app.exit(error);
    }
}
