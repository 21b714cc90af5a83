#include "lib/sigv4.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "lib/crypto.hpp"
#include "lib/encoding.hpp"

namespace vitrine::sigv4 {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";
constexpr std::string_view empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr std::chrono::minutes clock_skew{5};
constexpr std::size_t derived_keys_kept = 256;

// Headers that a connection or a proxy may change on the way: never signed. Sorted.
constexpr std::array<std::string_view, 11> unsigned_headers = {
    "connection",        "expect",  "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
    "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id"};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
    return out;
}

// Without surrounding space, and runs of it within as one blank.
void append_trimmed(std::string& out, std::string_view value) {
    const std::size_t start = out.size();
    bool gap = false;
    for (const char c : value) {
        if (is_space(c)) {
            gap = true;
            continue;
        }
        if (gap && out.size() > start) out += ' ';
        gap = false;
        out += c;
    }
}

// RFC 3986 section 5.2.4 as AWS reads it: empty segments are removed, a slash at the end stays.
std::string normalized(std::string_view path) {
    std::vector<std::string_view> segments;
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string_view segment = path.substr(at, end - at);
        at = end + 1;
        if (segment == ".." && !segments.empty()) segments.pop_back();
        if (!segment.empty() && segment != "." && segment != "..") segments.push_back(segment);
    }
    std::string out;
    out.reserve(path.size() + 1);
    for (const std::string_view segment : segments) {
        out += '/';
        out += segment;
    }
    if (segments.empty() || path.ends_with('/')) out += '/';
    return out;
}

void append_path(std::string& out, std::string_view path, std::string_view service) {
    if (service == "s3")
        out += path.empty() ? "/" : path;
    else
        out += percent_encode(normalized(path), true);
}

// Sorted by name, then by value, each with its '='. Names and values are taken as they are encoded.
void append_query(std::string& out, std::string_view query) {
    std::vector<std::pair<std::string_view, std::string_view>> pairs;
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        const std::size_t equals = pair.find('=');
        pairs.emplace_back(pair.substr(0, equals), equals == pair.npos ? "" : pair.substr(equals + 1));
    }
    std::ranges::sort(pairs);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (i > 0) out += '&';
        out += pairs[i].first;
        out += '=';
        out += pairs[i].second;
    }
}

struct SignedHeader {
    std::string name;  // lower case
    std::string_view value;
};

// Stable: values of a repeated header keep their order.
void sort_by_name(std::vector<SignedHeader>& headers) {
    std::ranges::stable_sort(headers, {}, &SignedHeader::name);
}

// name:value lines, repeated headers joined by commas; returns the names joined by semicolons. `headers` is sorted.
std::string append_headers(std::string& out, std::span<const SignedHeader> headers) {
    std::string names;
    for (std::size_t i = 0; i < headers.size();) {
        if (i > 0) names += ';';
        const std::string& name = headers[i].name;
        names += name;
        out += name;
        out += ':';
        for (bool first = true; i < headers.size() && headers[i].name == name; ++i, first = false) {
            if (!first) out += ',';
            append_trimmed(out, headers[i].value);
        }
        out += '\n';
    }
    return names;
}

struct Canonical {
    std::string text;
    std::string signed_names;
};

Canonical canonical_request(const Request& request, std::string_view service, std::span<const SignedHeader> headers,
                            std::string_view body_hash) {
    Canonical canonical;
    std::string& out = canonical.text;
    out.reserve(512 + request.path.size() + request.query.size());
    out += request.method;
    out += '\n';
    append_path(out, request.path, service);
    out += '\n';
    append_query(out, request.query);
    out += '\n';
    canonical.signed_names = append_headers(out, headers);
    out += '\n';
    out += canonical.signed_names;
    out += '\n';
    out += body_hash;
    return canonical;
}

std::string as_key(const Digest& digest) {
    return {digest.begin(), digest.end()};
}

std::string derive_key(const std::string& secret, std::string_view day, const Scope& scope) {
    const std::string first = "AWS4" + secret;
    const Digest dated = hmac_sha256(bytes_of(first), day);
    const Digest regional = hmac_sha256(dated, scope.region);
    const Digest service = hmac_sha256(regional, scope.service);
    return as_key(hmac_sha256(service, "aws4_request"));
}

// DAY/REGION/SERVICE/aws4_request
std::string credential_scope(std::string_view day, const Scope& scope) {
    std::string out(day);
    out += '/';
    out += scope.region;
    out += '/';
    out += scope.service;
    out += "/aws4_request";
    return out;
}

std::string signature(const std::string& key, std::string_view time, std::string_view scope_text,
                      std::string_view canonical) {
    std::string out;
    out.reserve(192);
    out += algorithm;
    out += '\n';
    out += time;
    out += '\n';
    out += scope_text;
    out += '\n';
    out += hex(sha256(canonical));
    return hex(hmac_sha256(bytes_of(key), out));
}

std::string hash_of(const Request& request) {
    if (!request.body_hash.empty()) return std::string(request.body_hash);
    return request.body.empty() ? std::string(empty_hash) : hex(sha256(request.body));
}

// The value of the first header of this (lower case) name.
const std::string* find(const std::vector<Header>& headers, std::string_view name) {
    const auto found = std::ranges::find_if(headers, [&](const Header& header) {
        return std::ranges::equal(header.first, name, [](char a, char b) { return lower(a) == b; });
    });
    return found == headers.end() ? nullptr : &found->second;
}

// The parts of an Authorization header.
struct Authorization {
    std::string_view access_key_id, day, region, service;
    std::string_view signed_names;
    std::string_view signature;
};

// What stands before the next `separator`; takes it off the text, the separator included.
std::string_view take(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

std::optional<Authorization> parse_authorization(std::string_view text) {
    if (!text.starts_with(algorithm)) return std::nullopt;
    text.remove_prefix(algorithm.size());
    Authorization parts;
    std::string_view credential;
    while (!text.empty()) {
        std::string_view value = take(text, ',');
        while (value.starts_with(' ')) value.remove_prefix(1);
        const std::string_view name = take(value, '=');
        if (name == "Credential") credential = value;
        if (name == "SignedHeaders") parts.signed_names = value;
        if (name == "Signature") parts.signature = value;
    }
    parts.access_key_id = take(credential, '/');
    parts.day = take(credential, '/');
    parts.region = take(credential, '/');
    parts.service = take(credential, '/');
    const bool whole = credential == "aws4_request" && !parts.access_key_id.empty() && !parts.region.empty() &&
                       !parts.service.empty() && !parts.signed_names.empty() && parts.signature.size() == 64;
    return whole ? std::optional(parts) : std::nullopt;
}

// The headers that `names` lists, sorted. nullopt where one is not there, or where host or an x-amz-* header is left
// out.
std::optional<std::vector<SignedHeader>> listed_headers(const std::vector<Header>& all, std::string_view names) {
    std::vector<std::string_view> list;
    while (!names.empty()) list.push_back(take(names, ';'));
    std::vector<SignedHeader> headers;
    for (const auto& [name, value] : all) {
        std::string lowered = lower(name);
        const bool listed = std::ranges::find(list, lowered) != list.end();
        if (!listed && (lowered == "host" || lowered.starts_with("x-amz-"))) return std::nullopt;
        if (listed) headers.push_back({std::move(lowered), value});
    }
    for (const std::string_view name : list)
        if (std::ranges::find(headers, name, &SignedHeader::name) == headers.end()) return std::nullopt;
    if (std::ranges::find(headers, "host", &SignedHeader::name) == headers.end()) return std::nullopt;
    sort_by_name(headers);
    return headers;
}

// What the body's hash is said to be, where that is true; S3's callers may leave the body unsigned.
std::optional<std::string> checked_body_hash(const Request& request, std::string_view service) {
    const std::string* said = find(request.headers, "x-amz-content-sha256");
    if (said != nullptr && *said == unsigned_payload && service == "s3") return *said;
    std::string actual = hash_of(request);
    if (said != nullptr && *said != actual) return std::nullopt;
    return actual;
}

}  // namespace

Signer::Signer(Credentials credentials, Scope scope) : credentials_(std::move(credentials)), scope_(std::move(scope)) {}

std::vector<Header> Signer::sign(const Request& request, Instant now) {
    const std::string time = iso8601_basic(now);
    if (const std::string_view day = std::string_view(time).substr(0, 8); day != day_) {
        key_ = derive_key(credentials_.secret_access_key.reveal(), day, scope_);
        day_ = day;
    }
    const std::string body_hash = hash_of(request);
    std::vector<Header> added;
    added.reserve(4);
    added.emplace_back("X-Amz-Date", time);
    if (!credentials_.session_token.empty())
        added.emplace_back("X-Amz-Security-Token", credentials_.session_token.reveal());
    if (scope_.service == "s3") added.emplace_back("X-Amz-Content-Sha256", body_hash);

    std::vector<SignedHeader> headers;
    headers.reserve(request.headers.size() + added.size());
    for (const auto* list : {&request.headers, static_cast<const std::vector<Header>*>(&added)})
        for (const auto& [name, value] : *list)
            if (std::string lowered = lower(name); !std::ranges::binary_search(unsigned_headers, lowered))
                headers.push_back({std::move(lowered), value});
    sort_by_name(headers);

    const Canonical canonical = canonical_request(request, scope_.service, headers, body_hash);
    const std::string scope_text = credential_scope(day_, scope_);
    std::string authorization(algorithm);
    authorization += " Credential=" + credentials_.access_key_id + '/' + scope_text;
    authorization += ", SignedHeaders=" + canonical.signed_names;
    authorization += ", Signature=" + signature(key_, time, scope_text, canonical.text);
    added.emplace_back("Authorization", std::move(authorization));
    return added;
}

Verifier::Verifier(Lookup lookup) : lookup_(std::move(lookup)) {}

const std::string& Verifier::key_for(const Credentials& credentials, std::string_view day, const Scope& scope) {
    std::string name = credentials.access_key_id + '/' + credential_scope(day, scope);
    const std::string& secret = credentials.secret_access_key.reveal();
    if (const auto known = derived_.find(name); known != derived_.end() && known->second.secret == secret)
        return known->second.key;
    if (derived_.size() >= derived_keys_kept) derived_.clear();
    Derived& derived = derived_[std::move(name)];
    derived = {secret, derive_key(secret, day, scope)};
    return derived.key;
}

std::expected<Signed, Refusal> Verifier::verify(const Request& request, Instant now) {
    const std::string* authorization = find(request.headers, "authorization");
    if (authorization == nullptr) return std::unexpected(Refusal::missing);
    const auto parts = parse_authorization(*authorization);
    const std::string* time = find(request.headers, "x-amz-date");
    if (!parts || time == nullptr) return std::unexpected(Refusal::malformed);
    const auto at = from_iso8601_basic(*time);
    const auto headers = listed_headers(request.headers, parts->signed_names);
    if (!at || !time->starts_with(parts->day) || parts->day.size() != 8 || !headers)
        return std::unexpected(Refusal::malformed);
    if (*at > now + clock_skew || *at < now - clock_skew) return std::unexpected(Refusal::expired);

    const Credentials* credentials = lookup_(parts->access_key_id);
    if (credentials == nullptr) return std::unexpected(Refusal::unknown_key);
    const std::string* token = find(request.headers, "x-amz-security-token");
    if (!constant_time_equal(token == nullptr ? "" : *token, credentials->session_token.reveal()))
        return std::unexpected(Refusal::wrong_token);

    Scope scope{std::string(parts->region), std::string(parts->service)};
    const auto body_hash = checked_body_hash(request, scope.service);
    if (!body_hash) return std::unexpected(Refusal::mismatch);
    const Canonical canonical = canonical_request(request, scope.service, *headers, *body_hash);
    const std::string expected =
        signature(key_for(*credentials, parts->day, scope), *time, credential_scope(parts->day, scope), canonical.text);
    if (!constant_time_equal(expected, parts->signature)) return std::unexpected(Refusal::mismatch);
    return Signed{std::string(parts->access_key_id), std::move(scope)};
}

}  // namespace vitrine::sigv4
