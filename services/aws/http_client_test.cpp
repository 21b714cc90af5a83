#include "services/aws/http_client.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <set>

#include "services/aws/amazon_roots.hpp"
#include "services/aws/testing/imposter.hpp"

namespace shop::aws {
namespace {

using vitrine::Deadline;
using vitrine::Milliseconds;

HttpClient client_of(const Imposter& server, HttpOptions options = {}) {
    return HttpClient(*parse_endpoint_url(server.url()), std::move(options));
}

Deadline soon() {
    return Deadline::in(Milliseconds{10'000});
}

HttpRequest request(std::string_view body = "{}", bool repeatable = false) {
    return {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n", body,
            repeatable};
}

TEST(HttpClient, KeepsItsConnection) {
    const Imposter server({answers(R"({"n":1})"), answers(R"({"n":2})")});
    HttpClient client = client_of(server);
    EXPECT_EQ(client.send(request(), soon())->body, R"({"n":1})");
    EXPECT_EQ(client.send(request(), soon())->body, R"({"n":2})");
    EXPECT_EQ(server.connections(), 1U);
}

TEST(HttpClient, SendsABodyOfManySegments) {
    const Imposter server({answers("{}")});
    const std::string body(3'000'000, 'x');
    ASSERT_TRUE(client_of(server).send(request(body), soon()));
    EXPECT_TRUE(server.requests().front().ends_with(body));
}

TEST(HttpClient, OpensANewConnectionWhereTheOldOneWasClosedMeanwhile) {
    const Imposter server({Step{Step::Kind::answer_and_close, answers("{}").text}, answers(R"({"n":2})")});
    HttpClient client = client_of(server);
    ASSERT_TRUE(client.send(request(), soon()));
    // The answer is there before the close: wait for that, too, so that the second send finds it.
    while (true) {
        const HttpResult second = client.send(request("{}", true), soon());
        ASSERT_TRUE(second) << second.error().detail;
        if (second->body == R"({"n":2})") break;
    }
    EXPECT_EQ(server.connections(), 2U);
}

TEST(HttpClient, RepeatsOnADeadConnectionOnlyWhatMayBeRepeated) {
    for (const bool repeatable : {true, false}) {
        const Imposter server({answers("{}"), Step{Step::Kind::close_after_reading}, answers(R"({"n":2})")});
        HttpClient client = client_of(server);
        ASSERT_TRUE(client.send(request(), soon()));
        const HttpResult second = client.send(request("{}", repeatable), soon());
        ASSERT_EQ(second.has_value(), repeatable);
        EXPECT_EQ(server.requests().size(), repeatable ? 3U : 2U);
        if (!second) {
            EXPECT_TRUE(second.error().sent);
        }
    }
}

TEST(HttpClient, DoesNotRepeatOnAFreshConnection) {
    const Imposter server({Step{Step::Kind::close_after_reading}, answers("{}")});
    const HttpResult result = client_of(server).send(request("{}", true), soon());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, HttpError::Kind::broken);
    EXPECT_TRUE(result.error().sent);
}

TEST(HttpClient, CallsAHalfAnswerBroken) {
    for (const std::size_t length : {5, 40, 90}) {
        const std::string whole = answers(R"({"a":"long enough to be cut somewhere"})").text;
        const Imposter server({Step{Step::Kind::cut_off, whole.substr(0, length)}});
        const HttpResult result = client_of(server).send(request(), soon());
        ASSERT_FALSE(result) << length;
        EXPECT_EQ(result.error().kind, HttpError::Kind::broken);
    }
}

TEST(HttpClient, GivesUpAtItsDeadline) {
    const Imposter server({Step{Step::Kind::silence}});
    const auto begin = Deadline::Clock::now();
    const HttpResult result = client_of(server).send(request(), Deadline::in(Milliseconds{60}));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, HttpError::Kind::timed_out);
    EXPECT_TRUE(result.error().sent);
    EXPECT_GE(Deadline::Clock::now() - begin, Milliseconds{60});
}

TEST(HttpClient, SendsNothingPastItsDeadline) {
    const Imposter server({answers("{}")});
    const HttpResult result = client_of(server).send(request(), Deadline::in(Milliseconds{0}));
    ASSERT_FALSE(result);
    EXPECT_FALSE(result.error().sent);
    EXPECT_EQ(server.connections(), 0U);
}

TEST(HttpClient, SaysThatNothingWasSentWhereNobodyListens) {
    std::uint16_t port = 0;
    {
        const Imposter server({answers("{}")});
        port = server.port();
    }
    HttpClient client(*parse_endpoint_url("http://127.0.0.1:" + std::to_string(port)), {});
    const HttpResult result = client.send(request(), soon());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, HttpError::Kind::unreachable);
    EXPECT_FALSE(result.error().sent);
}

TEST(HttpClient, ResolvesNamesOfTheHostsFile) {
    const Imposter server({answers("{}")});
    HttpClient client(*parse_endpoint_url("http://localhost:" + std::to_string(server.port())), {});
    const HttpResult result = client.send(request(), soon());
    EXPECT_TRUE(result) << result.error().detail;
}

TEST(HttpClient, HasManyRequestsUnderWayAndAnswersEach) {
    const Imposter server({answers("{}")});
    HttpClient client = client_of(server);
    std::size_t left = 500;
    std::set<std::size_t> done;
    client.send_all([&] { return left-- > 0 ? std::optional(request()) : std::nullopt; },
                    [&](std::size_t number, const HttpResult& result) {
                        EXPECT_TRUE(result) << result.error().detail;
                        done.insert(number);
                    },
                    16, soon());
    EXPECT_EQ(done.size(), 500U);
    EXPECT_EQ(*done.rbegin(), 499U);
    EXPECT_LE(server.connections(), 16U);
}

TEST(HttpClient, LetsNoFailureHarmAnother) {
    std::vector<Step> steps;
    for (int i = 0; i < 40; ++i) {
        steps.push_back(answers("{}"));
        steps.push_back({i % 2 == 0 ? Step::Kind::close_after_reading : Step::Kind::silence});
    }
    const Imposter server(std::move(steps));
    HttpClient client = client_of(server);
    int left = 80;
    int good = 0;
    int all = 0;
    client.send_all([&] { return left-- > 0 ? std::optional(request()) : std::nullopt; },
                    [&](std::size_t, const HttpResult& result) {
                        good += result ? 1 : 0;
                        ++all;
                    },
                    80, Deadline::in(Milliseconds{3'000}));
    EXPECT_EQ(all, 80);
    EXPECT_EQ(good, 40);
}

// --- TLS

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
};

// A server's TLS with a certificate of its own making for 127.0.0.1, and a file that trusts it.
class OwnCertificate {
public:
    explicit OwnCertificate(const char* subject_alternative_name)
        : key_(EVP_EC_gen("P-256")), certificate_(X509_new()), server_(SSL_CTX_new(TLS_server_method())) {
        X509_set_version(certificate_.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate_.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate_.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate_.get()), 3600);
        X509_set_pubkey(certificate_.get(), key_.get());
        X509_NAME* const name = X509_get_subject_name(certificate_.get());
        const std::string common = "test";
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common.data()), -1,
                                   -1, 0);
        X509_set_issuer_name(certificate_.get(), name);
        X509_EXTENSION* const extension =
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, subject_alternative_name);
        X509_add_ext(certificate_.get(), extension, -1);
        X509_EXTENSION_free(extension);
        X509_sign(certificate_.get(), key_.get(), EVP_sha256());
        SSL_CTX_use_certificate(server_.get(), certificate_.get());
        SSL_CTX_use_PrivateKey(server_.get(), key_.get());
        char file[] = "/tmp/vitrine-roots-XXXXXX";
        FILE* const stream = fdopen(mkstemp(file), "w");
        PEM_write_X509(stream, certificate_.get());
        std::fclose(stream);
        file_ = file;
    }
    ~OwnCertificate() { std::filesystem::remove(file_); }
    OwnCertificate(const OwnCertificate&) = delete;
    OwnCertificate& operator=(const OwnCertificate&) = delete;
    [[nodiscard]] SSL_CTX* server() const { return server_.get(); }
    [[nodiscard]] HttpOptions trusting() const {
        HttpOptions options;
        options.ca_bundle = file_;
        return options;
    }

private:
    std::unique_ptr<EVP_PKEY, Free> key_;
    std::unique_ptr<X509, Free> certificate_;
    std::unique_ptr<SSL_CTX, FreeTls> server_;
    std::string file_;
};

TEST(HttpClientOverTls, SpeaksToAServerThatItTrustsAndKeepsTheConnection) {
    const OwnCertificate own("IP:127.0.0.1");
    const Imposter server({answers(R"({"n":1})"), answers(R"({"n":2})")}, own.server());
    HttpClient client = client_of(server, own.trusting());
    const HttpResult first = client.send(request(), soon());
    ASSERT_TRUE(first) << first.error().detail;
    const std::string large(1'000'000, 'x');
    EXPECT_EQ(client.send(request(large), soon())->body, R"({"n":2})");
    EXPECT_EQ(server.connections(), 1U);
}

TEST(HttpClientOverTls, ConnectsBeforehandAndUsesThat) {
    const OwnCertificate own("IP:127.0.0.1");
    const Imposter server({answers("{}")}, own.server());
    HttpClient client = client_of(server, own.trusting());
    client.connect(soon());
    EXPECT_TRUE(client.send(request(), soon()));
    EXPECT_EQ(server.connections(), 1U);
}

TEST(HttpClientOverTls, RefusesAnotherName) {
    const OwnCertificate own("DNS:example.com");
    const Imposter server({answers("{}")}, own.server());
    const HttpResult result = client_of(server, own.trusting()).send(request(), soon());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, HttpError::Kind::unreachable);
    EXPECT_FALSE(result.error().sent);
}

TEST(HttpClientOverTls, TrustsNobodyButAmazonByItself) {
    const OwnCertificate own("IP:127.0.0.1");
    const Imposter server({answers("{}")}, own.server());
    const HttpResult result = client_of(server).send(request(), soon());
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().detail.find("certificate verify failed"), std::string::npos) << result.error().detail;
    EXPECT_TRUE(server.requests().empty());
}

TEST(HttpClientOverTls, HasFiveRootsBuiltIn) {
    std::size_t roots = 0;
    for (std::size_t at = 0; (at = amazon_roots().find("BEGIN CERTIFICATE", at)) != std::string_view::npos; ++at)
        ++roots;
    EXPECT_EQ(roots, 5U);
}

}  // namespace
}  // namespace shop::aws
