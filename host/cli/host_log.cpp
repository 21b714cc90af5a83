#include "host/cli/host_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <climits>
#include <mutex>

namespace vitrine::host {

namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

std::string shown(const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

// https://messagetemplates.org: {Name} stands for the property, {{ and }} for braces.
std::string rendered(std::string_view message_template, const json::object& event) {
    std::string text;
    for (std::size_t i = 0; i < message_template.size(); ++i) {
        const char c = message_template[i];
        const bool doubled = i + 1 < message_template.size() && message_template[i + 1] == c;
        if ((c == '{' || c == '}') && doubled) {
            text += c;
            ++i;
            continue;
        }
        const std::size_t end = c == '{' ? message_template.find('}', i) : std::string_view::npos;
        const json::value* property =
            end == std::string_view::npos ? nullptr : event.if_contains(message_template.substr(i + 1, end - i - 1));
        if (!property) {
            text += c;
            continue;
        }
        text += shown(*property);
        i = end;
    }
    return text;
}

std::string_view text_of(const json::object& event, std::string_view name) {
    const json::value* value = event.if_contains(name);
    return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view{};
}

void write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t size = write(descriptor, text.data(), text.size());
        if (size <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(size));
    }
}

// A terminal that is held, or a pipe that nobody reads, must not hold up whoever logs: it misses lines, the file has
// all. What is writable takes this much without waiting.
void show(Level level, std::string_view line) {
    if (level < Level::warning) return;
    const std::string text = readable(level, line);
    pollfd screen{STDERR_FILENO, POLLOUT, 0};
    if (text.empty() || poll(&screen, 1, 0) != 1 || (screen.revents & POLLOUT) == 0) return;
    write_all(STDERR_FILENO, text.substr(0, PIPE_BUF - 1) + "\n");
}

class RotatingFile {
public:
    explicit RotatingFile(HostLogOptions options) : options_(std::move(options)) {
        std::error_code ignored;
        fs::create_directories(options_.folder, ignored);
        open();
    }
    RotatingFile(const RotatingFile&) = delete;
    RotatingFile& operator=(const RotatingFile&) = delete;
    ~RotatingFile() { shut(); }

    void append(std::string_view line) {
        const std::lock_guard one_at_a_time(mutex_);
        if (size_ + line.size() >= options_.max_file_bytes) rotate();
        line_.assign(line);
        line_ += '\n';
        write_all(descriptor_, line_);
        size_ += line_.size();
    }

private:
    [[nodiscard]] fs::path file(int age) const {
        return options_.folder / (age == 0 ? "vitrine.clef" : fmt::format("vitrine.{}.clef", age));
    }
    void open() {
        descriptor_ = ::open(file(0).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        std::error_code failed;
        const auto size = fs::file_size(file(0), failed);
        size_ = failed ? 0 : size;
    }
    void shut() {
        if (descriptor_ >= 0) close(descriptor_);
        descriptor_ = -1;
    }
    void rotate() {
        shut();
        std::error_code ignored;
        for (int age = options_.max_old_files; age > 0; --age) fs::rename(file(age - 1), file(age), ignored);
        open();
    }

    HostLogOptions options_;
    std::mutex mutex_;
    int descriptor_ = -1;
    std::uintmax_t size_ = 0;
    std::string line_;
};

}  // namespace

std::string readable(Level level, std::string_view clef_line) {
    boost::system::error_code failed;
    const json::value parsed = json::parse(clef_line, failed);
    const json::object* event = failed ? nullptr : parsed.if_object();
    if (!event) return {};
    std::string text(text_of(*event, "@m"));
    if (text.empty()) text = rendered(text_of(*event, "@mt"), *event);
    if (text.empty()) return {};
    const std::string_view exception = text_of(*event, "@x");
    const std::string_view time = text_of(*event, "@t");
    return fmt::format("{} {}: {}{}{}", time.size() > 19 ? time.substr(11, 8) : time, name_of(level), text,
                       exception.empty() ? "" : ": ", exception.substr(0, exception.find('\n')));
}

Log::Sink host_log_sink(HostLogOptions options) {
    return [file = std::make_shared<RotatingFile>(std::move(options))](Level level, std::string_view line) {
        file->append(line);
        show(level, line);
    };
}

Log::Sink stderr_sink() {
    return show;
}

}  // namespace vitrine::host
