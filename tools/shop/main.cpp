// `shop`: what knows the shop and is no part of it. A client of the public API, as anybody could write one.
#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/shop/shoppers.hpp"

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

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"A client of a Vitrine shop's public API."};
    app.require_subcommand(1);

    shop_tool::Options options;
    std::string url = "http://localhost:8080";
    std::string lasting = "60s";
    bool no_owner = false;
    auto* shoppers =
        app.add_subcommand("shoppers", "synthetic customers, and an owner who changes prices and restocks");
    shoppers->add_option("--url", url, "the shop")->capture_default_str();
    shoppers->add_option("--rate", options.rate, "customers who arrive a second")
        ->check(CLI::Range(0.01, 1000.0))
        ->capture_default_str();
    shoppers->add_option("--for", lasting, "how long new customers arrive: 500ms, 60s, 5m, 24h")->capture_default_str();
    shoppers->add_option("--seed", options.seed, "of all chances taken")->capture_default_str();
    shoppers->add_flag("--no-owner", no_owner, "customers alone");

    try {
        app.parse(argc, argv);
        options.lasting = duration(lasting);
        options.owner = !no_owner;
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
    const auto origin = shop_tool::parse_origin(url);
    if (!origin) {
        std::cerr << "shop: " << url << ": " << origin.error() << "\n";
        return 2;
    }
    options.origin = *origin;
    return shop_tool::run_shoppers(options);
}
