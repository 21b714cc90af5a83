// How a verb ends: nothing, or one line that says what is wrong and what to do, and the exit code.
#pragma once

#include <expected>
#include <string>

namespace vitrine::host {

enum class ExitCode : int {
    done = 0,
    failed = 1,   // anything without a code of its own
    usage = 2,    // the command line
    bad_app = 3,  // app.yaml, or a function that is not built
    port_in_use = 4,
    data_in_use = 5,
    no_space = 6,
    stuck = 7,  // ended by the watchdog
};

struct Problem {
    ExitCode code = ExitCode::failed;
    std::string what;  // one line, or one a mistake
};

template <typename T>
using Result = std::expected<T, Problem>;

// return problem("...") from any function that returns a Result.
[[nodiscard]] inline std::unexpected<Problem> problem(std::string what, ExitCode code = ExitCode::failed) {
    return std::unexpected(Problem{code, std::move(what)});
}

}  // namespace vitrine::host
