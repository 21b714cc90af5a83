// vitrine_load: makes one load on a server of this machine and prints one line of JSON about it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "bench/load/requests.hpp"
#include "bench/load/sockets.hpp"

namespace {

std::string get(const load::Url& url) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: {}:{}\r\nAccept: application/json\r\n\r\n", url.path, url.target.host,
                       url.target.port);
}

// One request a line: METHOD<tab>PATH<tab>HEADER: VALUE|HEADER: VALUE<tab>BODY
std::vector<std::string> read_requests(const std::string& file, const load::Target& target) {
    std::ifstream input(file);
    std::vector<std::string> requests;
    for (std::string line; std::getline(input, line);) {
        const auto one = line.find('\t'), two = line.find('\t', one + 1), three = line.find('\t', two + 1);
        std::string headers = line.substr(two + 1, three - two - 1);
        for (auto at = headers.find('|'); at != headers.npos; at = headers.find('|', at))
            headers.replace(at, 1, "\r\n");
        const auto body = line.substr(three + 1);
        if (!headers.empty()) headers += "\r\n";
        requests.push_back(fmt::format("{} {} HTTP/1.1\r\nHost: {}:{}\r\n{}Content-Length: {}\r\n\r\n{}",
                                       line.substr(0, one), line.substr(one + 1, two - one - 1), target.host,
                                       target.port, headers, body.size(), body));
    }
    return requests;
}

void print(load::RequestResult result) {
    std::cout << "{\"perSecond\":" << static_cast<double>(result.answered) / result.seconds
              << ",\"answered\":" << result.answered << ",\"other\":" << result.other
              << ",\"p50\":" << result.latencies.percentile_ms(0.5)
              << ",\"p99\":" << result.latencies.percentile_ms(0.99) << "}\n";
}

void print(load::SocketResult result) {
    std::cout << "{\"p50\":" << result.to_last.percentile_ms(0.5) << ",\"p99\":" << result.to_last.percentile_ms(0.99)
              << ",\"first50\":" << result.to_first.percentile_ms(0.5) << ",\"frames\":" << result.frames
              << ",\"missing\":" << result.missing << ",\"framesPerSecond\":" << result.frames_per_second << "}\n";
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Loads for ./dev bench."};
    app.require_subcommand(1);
    std::string url, file;
    load::RequestLoad requests;
    load::SocketLoad sockets;
    double rate = 0;
    int warmup = 1000, lasting = 3000;

    auto* http = app.add_subcommand("http", "the same GET, or a file of requests each sent once");
    http->add_option("--url", url)->required();
    http->add_option("--requests", file);
    http->add_option("--connections", requests.connections);
    http->add_option("--rate", rate, "open loop");
    http->add_option("--warmup", warmup, "ms");
    http->add_option("--for", lasting, "ms");
    http->add_option("--status", requests.expected_status);
    auto* live = app.add_subcommand("live", "sockets that follow the catalogue while stock changes");
    live->add_option("--url", url)->required();
    live->add_option("--sockets", sockets.sockets);
    live->add_option("--rate", sockets.rate);
    live->add_option("--changes", sockets.changes);
    live->add_option("--product", sockets.products)->required();
    CLI11_PARSE(app, argc, argv);

    const auto parsed = load::parse(url);
    if (live->parsed()) {
        sockets.target = parsed.target;
        print(load::run(sockets));
        return 0;
    }
    requests.target = parsed.target;
    requests.once = !file.empty();
    requests.requests = requests.once ? read_requests(file, parsed.target) : std::vector<std::string>{get(parsed)};
    requests.warmup = std::chrono::milliseconds(requests.once ? 0 : warmup);
    requests.lasting = std::chrono::milliseconds(lasting);
    if (rate > 0) requests.rate = rate;
    print(load::run(requests));
}
