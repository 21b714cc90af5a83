#include "host/functions/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

#include "host/functions/lines.hpp"

namespace vitrine::host {

namespace {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;

// A descriptor that is closed when it goes.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    [[nodiscard]] int get() const { return number_; }
    [[nodiscard]] int release() { return std::exchange(number_, -1); }

private:
    int number_;
};

struct Pipe {
    Descriptor read;
    Descriptor write;
};

std::optional<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

struct Image {
    const char* program;
    const char* folder;
    char* const* arguments;
    char* const* environment;
};

// In the new process, between fork and exec: async-signal-safe calls alone.
[[noreturn]] void become(const Image& image, int out, int err, pid_t parent) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);  // the host went before the line above
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) std::signal(number, SIG_DFL);
    umask(022);  // Lambda's
    const int nothing = open("/dev/null", O_RDONLY);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(127);
    syscall(SYS_close_range, 3U, ~0U, 0U);  // sockets of the network library are not close-on-exec
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = std::min<rlim_t>(1024, files.rlim_max);  // Lambda's
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (chdir(image.folder) == 0) execve(image.program, image.arguments, image.environment);
    const char* why = strerrordesc_np(errno);
    static_cast<void>(!write(2, why, std::strlen(why)));
    _exit(127);
}

Exit to_exit(const siginfo_t& info) {
    return {info.si_status, info.si_code != CLD_EXITED};
}

}  // namespace

std::string to_string(const Exit& exit) {
    if (!exit.by_signal) return fmt::format("exit status {}", exit.status);
    const char* name = sigdescr_np(exit.status);
    std::string text = name ? name : fmt::format("number {}", exit.status);
    if (name) text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
    return "signal: " + text;
}

struct Child::Impl : std::enable_shared_from_this<Impl> {
    struct Stream {
        Stream(asio::io_context& network, int descriptor, Output output) : source(network, descriptor), which(output) {}
        stream_descriptor source;
        Output which;
        LineSplitter lines;
        std::array<char, 4096> bytes;
    };

    Impl(asio::io_context& network, Handlers what, pid_t id, int exit_descriptor, int out_pipe, int err_pipe)
        : handlers(std::move(what)),
          pid(id),
          exit(network, exit_descriptor),
          streams{Stream(network, out_pipe, Output::out), Stream(network, err_pipe, Output::err)} {}

    void read(Stream& stream) {
        stream.source.async_read_some(asio::buffer(stream.bytes),
                                      [self = shared_from_this(), &stream](auto failed, std::size_t size) {
                                          if (failed || !self->handlers.line) return;
                                          self->deliver(stream, {stream.bytes.data(), size});
                                          self->read(stream);
                                      });
    }

    void deliver(Stream& stream, std::string_view bytes) const {
        stream.lines.feed(bytes, [&](std::string_view line) { handlers.line(stream.which, line); });
    }

    void wait() {
        exit.async_wait(stream_descriptor::wait_read, [self = shared_from_this()](auto failed) {
            if (!failed && self->handlers.on_exit) self->ended();
        });
    }

    void ended() {
        const Exit how = reap();
        for (Stream& stream : streams) drain(stream);
        const auto on_exit = std::exchange(handlers, {}).on_exit;
        on_exit(how);
    }

    // What was written before the end and not read yet: no more than a pipe holds. A process of its own making that
    // left its group may write on for ever.
    void drain(Stream& stream) const {
        constexpr std::size_t max_read = 1024 * 1024;
        boost::system::error_code failed;
        for (std::size_t read = 0, size = 1; size > 0 && read < max_read; read += size) {
            size = stream.source.read_some(asio::buffer(stream.bytes), failed);
            deliver(stream, {stream.bytes.data(), size});
        }
        stream.lines.finish([&](std::string_view line) { handlers.line(stream.which, line); });
        stream.source.close(failed);
    }

    // Ends the group first: while the child is a zombie its number is nobody else's.
    Exit reap() {
        kill(-pid, SIGKILL);
        siginfo_t info{};
        while (waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED) != 0 && errno == EINTR) {
        }
        reaped = true;
        return to_exit(info);
    }

    Handlers handlers;
    pid_t pid;
    stream_descriptor exit;  // a pidfd: readable when the process has ended
    std::array<Stream, 2> streams;
    bool reaped = false;
};

std::expected<std::unique_ptr<Child>, std::string> Child::start(asio::io_context& network, const ChildOptions& options,
                                                                Handlers handlers) {
    auto out = make_pipe();
    auto err = make_pipe();
    if (!out || !err) return std::unexpected(fmt::format("no pipe: {}", std::strerror(errno)));
    std::string program = options.program.string();
    const std::string folder = options.working_folder.string();
    std::vector<std::string> texts = options.environment;
    std::vector<char*> environment;
    environment.reserve(texts.size() + 1);
    for (std::string& text : texts) environment.push_back(text.data());
    environment.push_back(nullptr);
    const std::array<char*, 2> arguments{program.data(), nullptr};
    const Image image{program.c_str(), folder.c_str(), arguments.data(), environment.data()};

    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid == 0) become(image, out->write.get(), err->write.get(), parent);
    if (pid < 0) return std::unexpected(fmt::format("no process: {}", std::strerror(errno)));
    setpgid(pid, pid);  // here too: whoever comes first
    const int exit_descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
    if (exit_descriptor < 0) {
        const int why = errno;
        kill(pid, SIGKILL);
        waitpid(pid, nullptr, 0);
        return std::unexpected(fmt::format("no pidfd: {}", std::strerror(why)));
    }
    fcntl(exit_descriptor, F_SETFD, FD_CLOEXEC);
    auto impl = std::make_shared<Impl>(network, std::move(handlers), pid, exit_descriptor, out->read.release(),
                                       err->read.release());
    for (auto& stream : impl->streams) impl->read(stream);
    impl->wait();
    return std::unique_ptr<Child>(new Child(std::move(impl)));
}

Child::~Child() {
    impl_->handlers = {};
    boost::system::error_code ignored;
    for (auto& stream : impl_->streams) stream.source.close(ignored);
    impl_->exit.close(ignored);
    if (!impl_->reaped) impl_->reap();
}

void Child::signal(int number) const {
    if (!impl_->reaped) kill(-impl_->pid, number);
}

pid_t Child::pid() const {
    return impl_->pid;
}

}  // namespace vitrine::host
