// Who may come in: the origin secret, the editor key, and tokens in the Authorization header.
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
// No hash: no secret is right.
class SecretHashes {
public:
    SecretHashes() = default;
    explicit SecretHashes(std::string_view comma_separated);
    [[nodiscard]] bool empty() const { return hashes_.empty(); }
    [[nodiscard]] bool admit(std::string_view secret) const;  // time does not depend on which hash it is

private:
    std::vector<std::string> hashes_;
};

// The header by which CloudFront, and the host as it, proves that a request came by way of it.
constexpr std::string_view origin_secret_header = "x-origin-secret";

struct AccessRules {
    SecretHashes origin_secrets;
    SecretHashes editor_keys;
    // No key is asked for: whoever sits at the machine that serves the shop is its owner (a loopback host).
    bool editor_open = false;
    int trusted_proxies = 0;  // of the shop's own, in front of the API
};

// Does a header of a request that API Gateway hands on say that it came by way of others? API Gateway itself adds one
// address to X-Forwarded-For, and X-Forwarded-Port and -Proto. `name` in lower case.
[[nodiscard]] bool tells_of_forwarding(std::string_view name, std::string_view value);
// What to do about it.
extern const std::string_view how_to_set_a_key;

// `Authorization: Bearer TOKEN`, the scheme in any case. Empty where there is none.
[[nodiscard]] vitrine::Secret bearer_token(const Request& request);

// 403 for what does not bear the origin secret: it went past CloudFront.
[[nodiscard]] std::expected<void, Failure> check_origin(const AccessRules& rules, const Request& request);
// 403 for what a page of another site has its visitor's browser do: methods that change something, marked by
// Sec-Fetch-Site; and where editing is open, where no key stands in a page's way, by another Origin than the shop's
// own.
[[nodiscard]] std::expected<void, Failure> check_site(const AccessRules& rules, const Request& request);
// 401 without a key, 403 with a wrong one or where editing is closed. Open to its machine means closed to what is
// forwarded there, but for a key.
[[nodiscard]] std::expected<void, Failure> check_editor(const AccessRules& rules, const Request& request);
// Whether the request is the owner's, where others may come too. Where editing is open, whoever shows nothing is,
// unless the request was forwarded.
[[nodiscard]] bool is_owner(const AccessRules& rules, const Request& request);

}  // namespace shop
