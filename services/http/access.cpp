#include "services/http/access.hpp"

#include <algorithm>

#include "lib/crypto.hpp"
#include "lib/encoding.hpp"

namespace shop::http {
namespace {

constexpr std::string_view scheme = "bearer ";

bool is_bearer(std::string_view header) {
    return header.size() >= scheme.size() &&
           std::ranges::equal(header.substr(0, scheme.size()), scheme, [](char given, char wanted) {
               return given == wanted || (given >= 'A' && given <= 'Z' && given - 'A' + 'a' == wanted);
           });
}

}  // namespace

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

std::expected<void, Failure> check_editor(const AccessRules& rules, const Request& request) {
    if (rules.editor_open) return {};
    if (rules.editor_keys.empty()) return fail(problems::forbidden, "Editing is closed here.");
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
    if (!request.header("authorization")) return rules.editor_open;
    const vitrine::Secret key = bearer_token(request);
    return !key.empty() && rules.editor_keys.admit(key.reveal());
}

}  // namespace shop::http
