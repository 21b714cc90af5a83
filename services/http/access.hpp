// What a caller may do: the origin secret, the editor key, and tokens in the Authorization header (docs/security.md).
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "lib/secret.hpp"
#include "services/http/problem.hpp"
#include "services/http/request.hpp"

namespace shop {

// SHA-256 of secrets as lower-case hexadecimal, separated by commas: two are valid at once while one is replaced.
// Without a hash no secret is valid.
class SecretHashes {
public:
    SecretHashes() = default;
    explicit SecretHashes(std::string_view comma_separated);
    [[nodiscard]] bool empty() const { return hashes_.empty(); }
    [[nodiscard]] bool admit(std::string_view secret) const;  // time does not depend on which hash it is

private:
    std::vector<std::string> hashes_;
};

// By this header CloudFront, and the local host in its place, proves that a request came through it.
constexpr std::string_view origin_secret_header = "x-origin-secret";

struct AccessRules {
    SecretHashes origin_secrets;
    SecretHashes editor_keys;
    // No key is asked for: the shop is served on a loopback address, and whoever uses that machine is its owner.
    bool editor_open = false;
    int trusted_proxies = 0;  // of the shop's own, in front of API Gateway
};

// Whether this header shows that the request was forwarded before it came to API Gateway, which itself adds one address
// to X-Forwarded-For, and X-Forwarded-Port and -Proto. `name` in lower case.
[[nodiscard]] bool tells_of_forwarding(std::string_view name, std::string_view value);
// For people: what to do where editing is open and a request was forwarded.
extern const std::string_view how_to_set_a_key;

// `Authorization: Bearer TOKEN`, the scheme in any case. Empty where there is none.
[[nodiscard]] vitrine::Secret bearer_token(const Request& request);

// 403 without the origin secret: the request did not come through CloudFront.
[[nodiscard]] std::expected<void, Failure> check_origin(const AccessRules& rules, const Request& request);
// 403 for what a page of another site makes its visitor's browser send: methods that change something, with a
// Sec-Fetch-Site other than same-origin and none (https://www.w3.org/TR/fetch-metadata/); and where editing is open, so
// that no key protects it, with another Origin than the shop's own.
[[nodiscard]] std::expected<void, Failure> check_site(const AccessRules& rules, const Request& request);
// 401 without a key, 403 with a wrong one and where editing is closed. Where editing is open no key is asked for,
// unless the request was forwarded.
[[nodiscard]] std::expected<void, Failure> check_editor(const AccessRules& rules, const Request& request);
// Whether the request is the owner's, on routes that are open to others too: it has a valid key or, where editing is
// open, no Authorization at all and was not forwarded.
[[nodiscard]] bool is_owner(const AccessRules& rules, const Request& request);

}  // namespace shop
