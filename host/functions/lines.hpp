// What functions write: bytes to lines, lines to the host's log.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "lib/log.hpp"

namespace vitrine::host {

// Cuts a stream of bytes at '\n'. A line above 256 KB (CloudWatch's limit of an event) comes in pieces; empty ones not.
class LineSplitter {
public:
    using Take = std::function<void(std::string_view)>;
    void feed(std::string_view bytes, const Take& take);
    // What was left without an end.
    void finish(const Take& take);

private:
    std::string rest_;
};

// A line of a function as a line of the host's log: a JSON object goes on as it is, with "Function" added when it is
// missing; anything else becomes an event of this level.
void log_function_line(const Log::Sink& sink, const Log& log, std::string_view function, Level level,
                       std::string_view line);

}  // namespace vitrine::host
