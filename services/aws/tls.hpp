// TLS for clients: 1.2 at least, the peer's certificate is checked against the roots given and for its name.
#pragma once

#include <openssl/ssl.h>

#include <expected>
#include <memory>
#include <string>

namespace shop::aws {

struct FreeTls {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* session) const { SSL_free(session); }
};
using TlsSession = std::unique_ptr<SSL, FreeTls>;

// What all sessions share. HttpClient makes it with the first connection that wants TLS: setting OpenSSL up is no part
// of a cold start that speaks plain HTTP.
class TlsContext {
public:
    // `ca_bundle`: a file of PEM certificates; empty: Amazon's roots, built in.
    [[nodiscard]] static std::expected<TlsContext, std::string> create(const std::string& ca_bundle);

    // A client's session on this socket, which stays the caller's to close, for this name or numeric address. Never
    // raises SIGPIPE.
    [[nodiscard]] std::expected<TlsSession, std::string> session(int descriptor, const std::string& host) const;

private:
    explicit TlsContext(std::unique_ptr<SSL_CTX, FreeTls> context) : context_(std::move(context)) {}
    std::unique_ptr<SSL_CTX, FreeTls> context_;
};

// The first of OpenSSL's pending errors in words; empties its queue.
[[nodiscard]] std::string tls_error(std::string doing);

}  // namespace shop::aws
