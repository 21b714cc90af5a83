#include "services/http/content_coding.hpp"

#include <zlib.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "services/http/header_list.hpp"

namespace shop {
namespace {

constexpr std::size_t least_to_code = 1024;  // below it saves no packet
constexpr int level = 5;                     // 6 makes the list of all cards half a percent smaller
constexpr int gzip_window = 15 + 16;         // zlib's word for a gzip header
constexpr int memory_level = 8;

// What has no text, and stands for none that the caller has, is the same to everybody.
bool may_be_coded(const Response& response) {
    return response.status == 304 ||
           std::ranges::any_of(response.headers, [](const auto& header) { return header.first == "content-type"; });
}

}  // namespace

bool prefers_gzip(std::string_view accept_encoding) {
    std::optional<int> of_gzip, identity, any;
    while (!accept_encoding.empty()) {
        std::string_view element = take_until(accept_encoding, ',');
        const std::string coding = lower(take_until(element, ';'));
        const auto weight = weight_in(element);
        if (!weight) continue;
        if (coding == "gzip" || coding == "x-gzip") of_gzip = std::max(of_gzip, weight);
        if (coding == "identity") identity = weight;
        if (coding == "*") any = weight;
    }
    const int coded = of_gzip ? *of_gzip : any.value_or(0);
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

}  // namespace shop
