// A child process: its own process group, its output line by line, its end noticed at once, gone when the host goes.
#pragma once

#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::host {

struct Exit {
    int status = 0;  // exit status, or the number of the signal that ended it
    bool by_signal = false;
};

// "exit status 1", "signal: segmentation fault"
[[nodiscard]] std::string to_string(const Exit& exit);

enum class Output { out, err };

struct ChildOptions {
    std::filesystem::path program;
    std::filesystem::path working_folder;
    std::vector<std::string> environment;  // NAME=value; all there is
};

class Child {
public:
    // Network thread. `line` is without its end; lines above 256 KB come in pieces. `on_exit` is called once, after the
    // last line, unless the child is destroyed before.
    struct Handlers {
        std::function<void(Output, std::string_view)> line;
        std::function<void(Exit)> on_exit;
    };

    // Errors are those of pipes and fork: a program that cannot be executed is a child with exit status 127 and a line
    // on stderr.
    [[nodiscard]] static std::expected<std::unique_ptr<Child>, std::string> start(boost::asio::io_context& network,
                                                                                  const ChildOptions& options,
                                                                                  Handlers handlers);
    // Kills what still runs and waits for its end.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    // To the whole process group.
    void signal(int number) const;
    // Also its process group's. Stays the same after its end.
    [[nodiscard]] pid_t pid() const;

private:
    struct Impl;
    explicit Child(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
    std::shared_ptr<Impl> impl_;
};

}  // namespace vitrine::host
