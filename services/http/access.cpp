#include "services/http/access.hpp"

#include <algorithm>
#include <array>

#include "lib/crypto.hpp"
#include "lib/encoding.hpp"

namespace shop {
namespace {

constexpr std::string_view scheme = "bearer ";

bool is_bearer(std::string_view header) {
    return header.size() >= scheme.size() &&
           std::ranges::equal(header.substr(0, scheme.size()), scheme, [](char given, char wanted) {
               return given == wanted || (given >= 'A' && given <= 'Z' && given - 'A' + 'a' == wanted);
           });
}

bool is_open_to(const AccessRules& rules, const Request& request) {
    return rules.editor_open && !request.any_header(tells_of_forwarding);
}

bool is_safe(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";  // RFC 9110 section 9.2.1
}

// The address that the page has, where it is the shop's own.
std::string own_origin(const Request& request) {
    std::string origin(request.header("x-forwarded-proto").value_or("http"));
    return origin.append("://").append(request.header("host").value_or(std::string_view{}));
}

}  // namespace

const std::string_view how_to_set_a_key =
    "The shop is open to its owner on its own machine alone, and this request was forwarded there. Set a key: in "
    "app.yaml, EDITOR_OPEN to \"\" and EDITOR_KEY_HASHES to the key's SHA-256 in hexadecimal digits, of each function "
    "that "
    "has them. Then send the key as Authorization: Bearer KEY.";

bool tells_of_forwarding(std::string_view name, std::string_view value) {
    constexpr std::array<std::string_view, 11> fields{"forwarded",
                                                      "via",
                                                      "x-real-ip",
                                                      "x-client-ip",
                                                      "x-cluster-client-ip",
                                                      "client-ip",
                                                      "cf-connecting-ip",
                                                      "true-client-ip",
                                                      "cdn-loop",
                                                      "x-original-host",
                                                      "x-original-forwarded-for"};
    if (name == "x-forwarded-for") return value.find(',') != std::string_view::npos;
    if (name == "x-forwarded-port" || name == "x-forwarded-proto") return false;
    return name.starts_with("x-forwarded") || std::ranges::find(fields, name) != fields.end();
}

SecretHashes::SecretHashes(std::string_view comma_separated) {
    while (!comma_separated.empty()) {
        const std::size_t comma = std::min(comma_separated.find(','), comma_separated.size());
        std::string_view hash = comma_separated.substr(0, comma);
        comma_separated.remove_prefix(std::min(comma + 1, comma_separated.size()));
        while (hash.starts_with(' ')) hash.remove_prefix(1);
        while (hash.ends_with(' ')) hash.remove_suffix(1);
        if (!hash.empty()) hashes_.emplace_back(hash);
    }
}

bool SecretHashes::admit(std::string_view secret) const {
    const std::string hash = vitrine::hex(vitrine::sha256(secret));
    bool admitted = false;
    for (const auto& known : hashes_) admitted |= vitrine::constant_time_equal(hash, known);
    return admitted;
}

vitrine::Secret bearer_token(const Request& request) {
    const auto header = request.header("authorization");
    if (!header || !is_bearer(*header)) return {};
    std::string_view token = header->substr(scheme.size());
    while (token.starts_with(' ')) token.remove_prefix(1);
    while (token.ends_with(' ')) token.remove_suffix(1);
    return vitrine::Secret(std::string(token));
}

std::expected<void, Failure> check_origin(const AccessRules& rules, const Request& request) {
    if (rules.origin_secrets.admit(request.header(origin_secret_header).value_or(std::string_view{}))) return {};
    return fail(problems::forbidden, "Come in through the shop's own address.");
}

std::expected<void, Failure> check_site(const AccessRules& rules, const Request& request) {
    constexpr std::string_view words = "A page of another site sent this. Open the shop itself, and try again there.";
    if (is_safe(request.method())) return {};
    const auto site = request.header("sec-fetch-site");
    if (site && *site != "same-origin" && *site != "none") return fail(problems::forbidden, std::string(words));
    if (!rules.editor_open) return {};
    const auto origin = request.header("origin");
    if (origin && *origin != own_origin(request)) return fail(problems::forbidden, std::string(words));
    return {};
}

std::expected<void, Failure> check_editor(const AccessRules& rules, const Request& request) {
    if (is_open_to(rules, request)) return {};
    if (rules.editor_keys.empty()) {
        return fail(problems::forbidden, rules.editor_open ? std::string(how_to_set_a_key) : "Editing is closed here.");
    }
    const vitrine::Secret key = bearer_token(request);
    if (key.empty()) {
        auto failure = fail(problems::unauthorized);
        failure.error().headers.emplace_back("www-authenticate", "Bearer");
        return failure;
    }
    if (!rules.editor_keys.admit(key.reveal())) return fail(problems::forbidden, "The editor key is not valid.");
    return {};
}

bool is_owner(const AccessRules& rules, const Request& request) {
    if (!request.header("authorization")) return is_open_to(rules, request);
    const vitrine::Secret key = bearer_token(request);
    return !key.empty() && rules.editor_keys.admit(key.reveal());
}

}  // namespace shop
