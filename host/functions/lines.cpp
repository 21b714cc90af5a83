#include "host/functions/lines.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace vitrine::host {

namespace {

constexpr std::size_t max_line_bytes = 256 * 1024;

Level level_of(const boost::json::object& event) {
    const auto* name = event.if_contains("@l");
    if (!name || !name->is_string()) return Level::information;
    return level_from(name->get_string()).value_or(Level::information);
}

}  // namespace

void LineSplitter::feed(std::string_view bytes, const Take& take) {
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        const std::string_view part = bytes.substr(0, end);
        if (end == std::string_view::npos || !rest_.empty()) rest_.append(part);
        if (end != std::string_view::npos) {
            const std::string_view line = rest_.empty() ? part : std::string_view(rest_);
            if (!line.empty()) take(line);
            rest_.clear();
            bytes.remove_prefix(end + 1);
        } else {
            bytes = {};
        }
        if (rest_.size() >= max_line_bytes) finish(take);
    }
}

void LineSplitter::finish(const Take& take) {
    if (!rest_.empty()) take(rest_);
    rest_.clear();
}

void log_function_line(const Log::Sink& sink, const Log& log, std::string_view function, Level level,
                       std::string_view line) {
    if (line.starts_with('{')) {
        boost::system::error_code failed;
        const boost::json::value event = boost::json::parse(line, failed);
        if (!failed && event.is_object()) {
            const boost::json::object& object = event.get_object();
            if (object.contains("Function")) return sink(level_of(object), line);
            return sink(level_of(object),
                        fmt::format(R"({{"Function":{}{}{})", boost::json::serialize(boost::json::string(function)),
                                    object.empty() ? "" : ",", line.substr(1)));
        }
    }
    log.write(level, "{Function}: {Line}", {{"Function", function}, {"Line", line}});
}

}  // namespace vitrine::host
