// vitrine: the local host. Reads the command line, carries out one verb, says what went wrong.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <functional>

#include "host/cli/verbs.hpp"

namespace {

using namespace vitrine::host;

using Verb = std::function<Result<void>()>;

constexpr const char* exit_codes =
    "Exit codes: 0 done, 1 failed, 2 wrong command line, 3 broken app.yaml or file of faults, or functions not\n"
    "built, 4 port in use, 5 data folder in use, 6 disk full, 7 stuck and ended by its own watchdog.";

void add_common(CLI::App& verb, CommonOptions& options) {
    verb.add_option("--app", options.app, "The topology")->capture_default_str();
    verb.add_option("--data", options.data, "The data folder")->capture_default_str();
}

struct CommandLine {
    CLI::App root{"A pocket cloud: runs the application that an app.yaml declares, on this machine."};
    ServeOptions serve_options;
    CommonOptions common;
    std::string function;
    std::filesystem::path event;
    Verb verb;

    CommandLine() {
        root.require_subcommand(1);
        root.footer(exit_codes);
        add_serve();
        add_offline();
        add_doctor();
    }
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    void add_serve() {
        CLI::App& command = *root.add_subcommand("serve", "Serve until interrupted");
        add_common(command, serve_options.common);
        command.add_option("--port", serve_options.port, "Port to serve at; 0 takes a free one")->capture_default_str();
        command.add_option("--host", serve_options.address, "Address to listen on")->capture_default_str();
        command.add_flag("--no-seed", serve_options.no_seed, "Leave an empty data folder empty");
        command.add_option("--tables", serve_options.tables,
                           "Another DynamoDB in place of the host's own: http://HOST:PORT");
        command.add_option("--faults", serve_options.faults,
                           "A file of faults to inject (YAML); SIGHUP reads it again");
        command.add_flag("--freeze", serve_options.freeze, "Stop function processes between events, as Lambda does");
        command.add_flag("--watch", serve_options.watch, "Replace function processes whose bootstrap changed");
        command.callback([this] { verb = [this] { return serve(serve_options); }; });
    }

    void add_offline() {
        CLI::App& seeding =
            *root.add_subcommand("seed", "Load the items that app.yaml names into an empty data folder");
        add_common(seeding, common);
        seeding.callback([this] { verb = [this] { return seed(common); }; });
        CLI::App& resetting = *root.add_subcommand("reset", "Empty the data folder");
        add_common(resetting, common);
        resetting.callback([this] { verb = [this] { return reset(common); }; });
        CLI::App& invoking = *root.add_subcommand("invoke", "Hand one event to a function and print its answer");
        add_common(invoking, common);
        invoking.add_option("function", function, "Its name in app.yaml")->required();
        invoking.add_option("event", event, "A file with the event, JSON")->required()->check(CLI::ExistingFile);
        invoking.callback([this] { verb = [this] { return invoke(common, function, event); }; });
    }

    void add_doctor() {
        CLI::App& command = *root.add_subcommand("doctor", "Say whether this machine can serve");
        add_common(command, serve_options.common);
        command.add_option("--port", serve_options.port, "Port to serve at")->capture_default_str();
        command.callback([this] { verb = [this] { return doctor(serve_options); }; });
    }
};

int fail(const Problem& problem) {
    // Mistakes in app.yaml stand as compilers write theirs, for editors to find.
    const std::string prefix = problem.code == ExitCode::bad_app ? "" : "vitrine: ";
    std::fputs((prefix + problem.what + "\n").c_str(), stderr);
    return static_cast<int>(problem.code);
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    umask(077);  // whatever is written holds people's data
    CommandLine line;
    try {
        line.root.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return line.root.exit(wrong) == 0 ? 0 : static_cast<int>(ExitCode::usage);
    }
    const auto outcome = line.verb();
    return outcome ? 0 : fail(outcome.error());
}
