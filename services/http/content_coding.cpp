#include "services/http/content_coding.hpp"

#include <zlib.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace shop::http {
namespace {

constexpr std::size_t least_to_code = 1024;  // below it saves no packet
constexpr int level = 5;                     // 6 takes a third longer for 1 % less
constexpr int gzip_window = 15 + 16;         // zlib's word for a gzip header
constexpr int memory_level = 8;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::string_view take_until(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return trimmed(part);
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
    return std::ranges::equal(text, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

// 0, 1, 0.5, 0.125, in thousandths; nullopt for what is no weight.
std::optional<int> weight_in(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int thousandths = (text[0] - '0') * 1000;
    int place = 100;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (c < '0' || c > '9') return std::nullopt;
        thousandths += (c - '0') * place;
        place /= 10;
    }
    return thousandths <= 1000 ? std::optional(thousandths) : std::nullopt;
}

// Of `;q=0.5`, and of nothing; nullopt for anything else.
std::optional<int> weight_of(std::string_view parameters) {
    if (parameters.empty()) return 1000;
    const std::string_view name = take_until(parameters, '=');
    if (!equals_ignoring_case(name, "q")) return std::nullopt;
    return weight_in(trimmed(parameters));
}

// What has no text, and stands for none that the caller has, is the same to everybody.
bool may_be_coded(const Response& response) {
    return response.status == 304 ||
           std::ranges::any_of(response.headers, [](const auto& header) { return header.first == "content-type"; });
}

}  // namespace

bool prefers_gzip(std::string_view accept_encoding) {
    std::optional<int> gzip, identity, any;
    while (!accept_encoding.empty()) {
        std::string_view element = take_until(accept_encoding, ',');
        const std::string_view coding = take_until(element, ';');
        const auto weight = weight_of(element);
        if (!weight) continue;
        if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip"))
            gzip = std::max(gzip, weight);
        if (equals_ignoring_case(coding, "identity")) identity = weight;
        if (coding == "*") any = weight;
    }
    const int coded = gzip ? *gzip : any.value_or(0);
    return coded > 0 && coded >= identity.value_or(0);
}

std::string gzip(std::string_view text) {
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    // zlib takes what it reads as not const, and leaves it alone.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(whole ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

Response coded_for(const Request& request, Response response) {
    if (!may_be_coded(response)) return response;
    response.headers.emplace_back("vary", "accept-encoding");
    if (response.body.size() < least_to_code || !prefers_gzip(request.header("accept-encoding").value_or("")))
        return response;
    std::string coded = gzip(response.body);
    if (coded.empty() || coded.size() >= response.body.size()) return response;
    response.body = std::move(coded);
    response.binary = true;
    response.headers.emplace_back("content-encoding", "gzip");
    for (auto& [name, value] : response.headers)
        if (name == "etag" && !value.starts_with("W/")) value.insert(0, "W/");
    return response;
}

}  // namespace shop::http
