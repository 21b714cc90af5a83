// AWS Signature Version 4 for header-signed requests, both ways: functions sign, the host verifies.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/secret.hpp"
#include "lib/time.hpp"

namespace vitrine::sigv4 {

struct Credentials {
    std::string access_key_id;
    Secret secret_access_key;
    Secret session_token;  // empty where there is none
};

struct Scope {
    std::string region;
    std::string service;  // dynamodb, s3, execute-api
};

using Header = std::pair<std::string, std::string>;

// `path` is the path as sent on the request line, `query` what follows the '?', both still percent-encoded.
// S3 signs the path as it is; every other service signs it encoded once more.
struct Request {
    std::string_view method;
    std::string_view path;
    std::string_view query;
    const std::vector<Header>& headers;  // any case; `host` must be among them
    std::string_view body;
    // SHA-256 of the body in hex where it is known already: one body may go to many. Empty: it is computed.
    std::string_view body_hash = {};
};

// Derives the day's signing key once and keeps it until the day, credentials or scope change.
class Signer {
public:
    Signer(Credentials credentials, Scope scope);
    // The headers to add: X-Amz-Date, X-Amz-Security-Token (with a token), X-Amz-Content-Sha256 (s3), Authorization.
    // All of the request's headers but connection-level ones are signed.
    [[nodiscard]] std::vector<Header> sign(const Request& request, Instant now);

private:
    Credentials credentials_;
    Scope scope_;
    std::string day_;
    std::string key_;
};

struct Signed {
    std::string access_key_id;
    Scope scope;
};

// missing: no Authorization. malformed: it, X-Amz-Date or the list of signed headers. expired: beyond the 5 minutes,
// either way. wrong_token: another session token than the credentials'. mismatch: another signature, or another body
// than X-Amz-Content-Sha256 says.
enum class Refusal { missing, malformed, unknown_key, expired, mismatch, wrong_token };

// Checks signatures made with credentials that `lookup` finds (nullptr: unknown). Accepts a clock that is 5 minutes
// off, as AWS does. Demands that host and every x-amz-* header are signed. Keeps derived keys per access key, day and
// scope. Used by one thread.
class Verifier {
public:
    using Lookup = std::function<const Credentials*(std::string_view access_key_id)>;
    explicit Verifier(Lookup lookup);
    // Any region and service: the caller compares the scope. S3 alone may leave the body unsigned (UNSIGNED-PAYLOAD).
    [[nodiscard]] std::expected<Signed, Refusal> verify(const Request& request, Instant now);

private:
    struct Derived {
        std::string secret;  // of which `key` was derived: where another is looked up, it is derived anew
        std::string key;
    };
    const std::string& key_for(const Credentials& credentials, std::string_view day, const Scope& scope);

    Lookup lookup_;
    std::map<std::string, Derived, std::less<>> derived_;  // by access key, day and scope
};

}  // namespace vitrine::sigv4
