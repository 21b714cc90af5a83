#include "services/aws/tls.hpp"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>

#include "services/aws/amazon_roots.hpp"

namespace shop::aws {
namespace {

// OpenSSL's own socket BIO writes with write(2), which raises SIGPIPE where the peer is gone; this one does not.
int descriptor_of(BIO* bio) {
    return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int outcome(BIO* bio, ssize_t done, int retry) {
    BIO_clear_retry_flags(bio);
    if (done < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        BIO_set_flags(bio, retry | BIO_FLAGS_SHOULD_RETRY);
    return static_cast<int>(done);
}

extern "C" int bio_write(BIO* bio, const char* data, int size) {
    return outcome(bio, send(descriptor_of(bio), data, static_cast<std::size_t>(size), MSG_NOSIGNAL), BIO_FLAGS_WRITE);
}

extern "C" int bio_read(BIO* bio, char* data, int size) {
    return outcome(bio, recv(descriptor_of(bio), data, static_cast<std::size_t>(size), 0), BIO_FLAGS_READ);
}

extern "C" long bio_control(BIO*, int command, long, void*) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO* new_bio(int descriptor) {
    static BIO_METHOD* const method = [] {
        BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without SIGPIPE");
        BIO_meth_set_write(made, bio_write);
        BIO_meth_set_read(made, bio_read);
        BIO_meth_set_ctrl(made, bio_control);
        return made;
    }();
    BIO* bio = BIO_new(method);
    if (bio == nullptr) return nullptr;
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
    BIO_set_init(bio, 1);
    return bio;
}

bool trust_pem(SSL_CTX* context, std::string_view pem) {
    const std::unique_ptr<BIO, int (*)(BIO*)> text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    X509_STORE* const store = SSL_CTX_get_cert_store(context);
    int trusted = 0;
    while (X509* certificate = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)) {
        trusted += X509_STORE_add_cert(store, certificate);
        X509_free(certificate);
    }
    ERR_clear_error();  // the end of the text is an error to PEM_read_bio
    return trusted > 0;
}

// RFC 6066. What SSL_set_tlsext_host_name stands for, without its C cast.
bool set_server_name(SSL* session, std::string host) {
    return SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data()) == 1;
}

bool is_numeric(const std::string& host) {
    in6_addr room;
    return inet_pton(AF_INET, host.c_str(), &room) == 1 || inet_pton(AF_INET6, host.c_str(), &room) == 1;
}

}  // namespace

std::string tls_error(std::string doing) {
    char text[256] = "unknown";
    if (const unsigned long code = ERR_get_error(); code != 0) ERR_error_string_n(code, text, sizeof text);
    ERR_clear_error();
    return std::move(doing) + ": " + text;
}

std::expected<TlsContext, std::string> TlsContext::create(const std::string& ca_bundle) {
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);  // no openssl.cnf of a machine we know nothing of
    std::unique_ptr<SSL_CTX, FreeTls> context(SSL_CTX_new(TLS_client_method()));
    if (!context) return std::unexpected(tls_error("no TLS"));
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // A peer that closes without a close_notify cuts nothing off: answers say how long they are.
    SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
    const bool trusted = ca_bundle.empty() ? trust_pem(context.get(), amazon_roots())
                                           : SSL_CTX_load_verify_file(context.get(), ca_bundle.c_str()) == 1;
    if (!trusted) return std::unexpected(tls_error("no roots in " + (ca_bundle.empty() ? "the program" : ca_bundle)));
    return TlsContext(std::move(context));
}

std::expected<TlsSession, std::string> TlsContext::session(int descriptor, const std::string& host) const {
    TlsSession session(SSL_new(context_.get()));
    BIO* const bio = session ? new_bio(descriptor) : nullptr;
    if (bio == nullptr) return std::unexpected(tls_error("no TLS session"));
    SSL_set_bio(session.get(), bio, bio);
    SSL_set_connect_state(session.get());
    const bool named = is_numeric(host)
                           ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session.get()), host.c_str()) == 1
                           : SSL_set1_host(session.get(), host.c_str()) == 1 && set_server_name(session.get(), host);
    if (!named) return std::unexpected(tls_error("the name " + host));
    return session;
}

}  // namespace shop::aws
