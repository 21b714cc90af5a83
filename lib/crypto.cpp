// The one-shot functions of OpenSSL 3 fetch their algorithms through the provider machinery, which loads configuration
// and costs a cold start milliseconds. The block functions below them do not.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "lib/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <sys/random.h>

#include <cerrno>
#include <cstdlib>

namespace vitrine {
namespace {

constexpr std::size_t block_size = 64;  // of SHA-256, FIPS 180-4
using Block = std::array<std::uint8_t, block_size>;

Digest digest_of(const Block& prefix, Bytes data) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, prefix.data(), prefix.size());
    SHA256_Update(&context, data.data(), data.size());
    Digest digest;
    SHA256_Final(digest.data(), &context);
    return digest;
}

}  // namespace

Digest sha256(std::string_view data) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, data.data(), data.size());
    Digest digest;
    SHA256_Final(digest.data(), &context);
    return digest;
}

// RFC 2104.
Digest hmac_sha256(Bytes key, std::string_view data) {
    Digest short_key;
    if (key.size() > block_size) {
        short_key = sha256({reinterpret_cast<const char*>(key.data()), key.size()});
        key = short_key;
    }
    Block inner;
    Block outer;
    inner.fill(0x36);
    outer.fill(0x5c);
    for (std::size_t i = 0; i < key.size(); ++i) {
        inner[i] ^= key[i];
        outer[i] ^= key[i];
    }
    return digest_of(outer, digest_of(inner, bytes_of(data)));
}

bool constant_time_equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void fill_random(std::span<std::uint8_t> out) {
    while (!out.empty()) {
        const ssize_t got = getrandom(out.data(), out.size(), 0);
        if (got < 0 && errno != EINTR) std::abort();
        if (got > 0) out = out.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace vitrine
