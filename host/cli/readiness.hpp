// When a host is ready: its public port answered through a function.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "host/app/app.hpp"

namespace vitrine::host {

// The path that is asked before the host calls itself ready: of the GET routes without parameters the one whose last
// part is `health`, else the shortest, of equally short ones the first of the alphabet. nullopt: there is none, and
// nothing to wait for.
[[nodiscard]] std::optional<std::string> readiness_path(const App& app);

// Sends GET to http://127.0.0.1:PORT/PATH until an answer is below 500, then calls `done` with "". After `timeout` it
// calls it with what stood in the way.
void await_answer(boost::asio::io_context& network, const std::string& address, std::uint16_t port,
                  const std::string& path, std::chrono::milliseconds timeout,
                  std::function<void(std::string why_not)> done);

}  // namespace vitrine::host
