#include "services/http/body.hpp"

#include <algorithm>
#include <boost/json/stream_parser.hpp>
#include <optional>
#include <string>
#include <utility>

#include "services/http/fields.hpp"
#include "services/http/header_list.hpp"

namespace shop {
namespace {

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

// Of the ranges that fit, the one that says most decides (RFC 9110, section 12.5.1).
bool accepts_json(const Request& request) {
    const auto header = request.header("accept");
    if (!header) return true;
    std::optional<int> of_all, of_application, of_json, of_problems;
    std::string_view ranges = *header;
    while (!ranges.empty()) {
        std::string_view range = take_until(ranges, ',');
        const std::string type = lower(take_until(range, ';'));
        const int weight = weight_in(range).value_or(0);
        if (type == "*/*") of_all = std::max(of_all, std::optional(weight));
        if (type == "application/*") of_application = std::max(of_application, std::optional(weight));
        if (type == "application/json") of_json = std::max(of_json, std::optional(weight));
        if (type == "application/problem+json") of_problems = std::max(of_problems, std::optional(weight));
    }
    for (const auto& weight : {of_json, of_application, of_all, of_problems})
        if (weight) return *weight > 0;
    return false;
}

std::expected<json::value, Failure> read_body(Body kind, const Request& request) {
    if (kind == Body::none || (kind == Body::nothing && request.body().empty())) return json::value{};
    if (request.body().size() > bounds::body) return fail(problems::payload_too_large);
    const std::string coding = lower(request.header("content-encoding").value_or("identity"));
    if (coding != "identity") {
        auto failure = fail(problems::unsupported_media_type, "Send the body as it is, without a Content-Encoding.");
        failure.error().headers.emplace_back("accept-encoding", "identity");
        return failure;
    }
    const std::string_view wanted = kind == Body::merge_patch ? "application/merge-patch+json" : "application/json";
    std::string_view given = request.header("content-type").value_or(std::string_view{});
    if (lower(take_until(given, ';')) != wanted) {
        return fail(problems::unsupported_media_type, "Send " + std::string(wanted) + '.');
    }
    auto body = parse(request.body());
    if (!body) return body;
    FieldErrors errors;
    Fields fields(*body, errors);
    if (kind == Body::nothing) fields.refuse_others();
    if (!errors.empty()) return fail(problems::invalid_content, std::move(errors));
    return body;
}

}  // namespace shop
