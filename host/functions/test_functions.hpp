// For tests: functions written in a few lines of Python, and a network thread that runs until something is so.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string_view>

#include "host/app/app.hpp"
#include "host/testing/temporary_folder.hpp"

namespace vitrine::host {

inline void write_program(const std::filesystem::path& folder, std::string_view text) {
    std::filesystem::create_directories(folder);
    const auto program = folder / "bootstrap";
    std::ofstream(program) << text;
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
}

// A runtime in Python: `body` defines handle(event, headers), which returns the answer's text.
inline std::string python_function(std::string_view body) {
    return fmt::format(R"(#!/usr/bin/python3 -IS
import http.client, json, os, sys, time
{}
api = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])
base = '/2018-06-01/runtime/invocation/'
def call(method, path, body=None, headers={{}}):
    api.request(method, path, body, headers)
    answer = api.getresponse()
    return answer, answer.read().decode()
while True:
    answer, event = call('GET', base + 'next')
    request = answer.headers['Lambda-Runtime-Aws-Request-Id']
    try:
        result = handle(json.loads(event), answer.headers)
        call('POST', base + request + '/response', result)
    except Exception as e:
        call('POST', base + request + '/error', json.dumps({{'errorType': type(e).__name__, 'errorMessage': str(e)}}))
)",
                       body);
}

// Runs the network until `so`; false when that takes longer than a minute.
inline bool run_until(boost::asio::io_context& network, const std::function<bool()>& so) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    network.restart();
    const auto more_to_come = boost::asio::make_work_guard(network);
    while (!so()) {
        if (std::chrono::steady_clock::now() > end) return false;
        network.run_one_for(std::chrono::milliseconds{100});
    }
    return true;
}

}  // namespace vitrine::host
