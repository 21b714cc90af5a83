#include "services/http/body.hpp"

#include <algorithm>
#include <array>
#include <boost/json/stream_parser.hpp>
#include <string>
#include <utility>

#include "services/http/fields.hpp"

namespace shop::http {
namespace {

constexpr std::array<std::string_view, 4> admitting{"*/*", "application/*", "application/json",
                                                    "application/problem+json"};

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

std::string_view take_until(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return trimmed(part);
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    return result;
}

bool is_refusal(std::string_view parameters) {
    while (!parameters.empty()) {
        const std::string parameter = lower(take_until(parameters, ';'));
        if (parameter.starts_with("q=0") && parameter.find_first_not_of("0.", 2) == std::string::npos) return true;
    }
    return false;
}

std::expected<json::value, Failure> parse(std::string_view text) {
    json::stream_parser parser;
    json::error_code error;
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error) parser.finish(error);
    if (error == json::error::incomplete) {
        return fail(problems::malformed_json,
                    text.empty() ? "There is no body; send JSON."
                                 : "The JSON ends too early at byte " + std::to_string(text.size()) + '.');
    }
    if (!error && read < text.size()) error = json::error::extra_data;
    if (error) {
        return fail(problems::malformed_json, "Wrong at byte " + std::to_string(read) + ": " + error.message() + '.');
    }
    return parser.release();
}

}  // namespace

bool accepts_json(const Request& request) {
    const auto header = request.header("accept");
    if (!header) return true;
    std::string_view ranges = *header;
    while (!ranges.empty()) {
        std::string_view range = take_until(ranges, ',');
        const std::string type = lower(take_until(range, ';'));
        if (std::ranges::find(admitting, type) != admitting.end() && !is_refusal(range)) return true;
    }
    return false;
}

std::expected<json::value, Failure> read_body(Body kind, const Request& request) {
    if (kind == Body::none || (kind == Body::nothing && request.body().empty())) return json::value{};
    if (request.body().size() > bounds::body) return fail(problems::payload_too_large);
    const std::string_view wanted = kind == Body::merge_patch ? "application/merge-patch+json" : "application/json";
    std::string_view given = request.header("content-type").value_or(std::string_view{});
    if (lower(take_until(given, ';')) != wanted) {
        return fail(problems::unsupported_media_type, "Send " + std::string(wanted) + '.');
    }
    auto body = parse(request.body());
    if (!body) return body;
    application::FieldErrors errors;
    Fields fields(*body, errors);
    if (kind == Body::nothing) fields.refuse_others();
    if (!errors.empty()) return fail(problems::invalid_content, std::move(errors));
    return body;
}

}  // namespace shop::http
