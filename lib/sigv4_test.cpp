#include "lib/sigv4.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace vitrine::sigv4 {
namespace {

const Instant now{Milliseconds{1'440'938'160'000}};  // 2015-08-30T12:36:00Z

Credentials credentials(std::string token = "") {
    // The pair that AWS's documentation signs its examples with.
    return {"AKIDEXAMPLE", Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), Secret(std::move(token))};
}

const std::string& value_of(const std::vector<Header>& headers, std::string_view name) {
    static const std::string none;
    const auto found = std::ranges::find(headers, name, &Header::first);
    return found == headers.end() ? none : found->second;
}

// AWS's signature test suite, `get-vanilla`.
TEST(Signer, SignsAwssOwnExample) {
    Signer signer(credentials(), {"us-east-1", "service"});
    const std::vector<Header> headers = {{"Host", "example.amazonaws.com"}};
    EXPECT_EQ(value_of(signer.sign({"GET", "/", "", headers, ""}, now), "Authorization"),
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
              "SignedHeaders=host;x-amz-date, "
              "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

TEST(Signer, TakesANewKeyOnANewDay) {
    Signer used(credentials(), {"us-east-1", "dynamodb"});
    Signer fresh(credentials(), {"us-east-1", "dynamodb"});
    const std::vector<Header> headers = {{"Host", "h"}};
    (void)used.sign({"POST", "/", "", headers, "{}"}, now);
    const Instant tomorrow = now + std::chrono::hours{24};
    EXPECT_EQ(used.sign({"POST", "/", "", headers, "{}"}, tomorrow),
              fresh.sign({"POST", "/", "", headers, "{}"}, tomorrow));
}

TEST(Signer, TakesAKnownHashInPlaceOfTheBody) {
    Signer signer(credentials(), {"us-east-1", "execute-api"});
    const std::vector<Header> headers = {{"Host", "h"}};
    const std::string hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";  // of {}
    EXPECT_EQ(signer.sign({"POST", "/a", "", headers, {}, hash}, now),
              signer.sign({"POST", "/a", "", headers, "{}"}, now));
}

// A request as it arrives, signed, with the means to spoil it.
struct Arrived {
    std::string method = "POST", path = "/ws/@connections/abc%3D", query = "b=2&a=1", body = "{\"x\":1}";
    std::vector<Header> headers = {{"Host", "127.0.0.1:9000"}, {"X-Amz-Target", "T"}, {"User-Agent", "vitrine"}};
    Credentials known = credentials("session/token==");

    explicit Arrived(std::string service = "execute-api") {
        Signer signer(known, {"eu-central-1", std::move(service)});
        const auto added = signer.sign(request(), now);
        headers.insert(headers.end(), added.begin(), added.end());
    }
    [[nodiscard]] Request request() const { return {method, path, query, headers, body}; }
    [[nodiscard]] std::expected<Signed, Refusal> verified(Instant at = now) const {
        Verifier verifier([this](std::string_view id) { return id == known.access_key_id ? &known : nullptr; });
        return verifier.verify(request(), at);
    }
    [[nodiscard]] Refusal refusal(Instant at = now) const {
        const auto result = verified(at);
        EXPECT_FALSE(result.has_value());
        return result.error();
    }
    std::string& header(std::string_view name) { return std::ranges::find(headers, name, &Header::first)->second; }
    void remove(std::string_view name) {
        std::erase_if(headers, [&](const Header& header) { return header.first == name; });
    }
};

TEST(Verifier, AcceptsWhatTheSignerSignedAndNamesItsScope) {
    for (const char* service : {"dynamodb", "s3", "execute-api"}) {
        const auto verified = Arrived(service).verified();
        ASSERT_TRUE(verified) << service;
        EXPECT_EQ(verified->access_key_id, "AKIDEXAMPLE");
        EXPECT_EQ(verified->scope.service, service);
        EXPECT_EQ(verified->scope.region, "eu-central-1");
    }
}

TEST(Verifier, AcceptsAQueryInAnyOrderAndHeadersItDoesNotSign) {
    Arrived request;
    request.query = "a=1&b=2";
    request.header("User-Agent") = "another";
    request.headers.emplace_back("X-Forwarded-For", "10.0.0.1");
    EXPECT_TRUE(request.verified());
}

TEST(Verifier, RefusesAnyChangeToWhatIsSigned) {
    for (auto part : {&Arrived::method, &Arrived::path, &Arrived::query, &Arrived::body}) {
        Arrived request;
        (request.*part) += "x";
        EXPECT_EQ(request.refusal(), Refusal::mismatch);
    }
    Arrived request;
    request.header("X-Amz-Target") = "Other";
    EXPECT_EQ(request.refusal(), Refusal::mismatch);
}

TEST(Verifier, RefusesABodyOtherThanTheHashSays) {
    Arrived request("s3");
    request.body += ' ';
    EXPECT_EQ(request.refusal(), Refusal::mismatch);
}

TEST(Verifier, RefusesAnAmzHeaderThatIsNotSigned) {
    Arrived request;
    request.headers.emplace_back("X-Amz-Acl", "public-read");
    EXPECT_EQ(request.refusal(), Refusal::malformed);
}

TEST(Verifier, RefusesASignedHeaderThatIsMissing) {
    Arrived request;
    request.remove("Host");
    EXPECT_EQ(request.refusal(), Refusal::malformed);
}

TEST(Verifier, RefusesAMissingOrMalformedAuthorization) {
    Arrived request;
    request.header("Authorization") = "Bearer abc";
    EXPECT_EQ(request.refusal(), Refusal::malformed);
    request.remove("Authorization");
    EXPECT_EQ(request.refusal(), Refusal::missing);
}

TEST(Verifier, RefusesAnUnknownKey) {
    Arrived request;
    request.known.access_key_id = "ANOTHER";
    EXPECT_EQ(request.refusal(), Refusal::unknown_key);
}

TEST(Verifier, RefusesAWrongOrMissingToken) {
    Arrived request;
    request.header("X-Amz-Security-Token") = "stolen";
    EXPECT_EQ(request.refusal(), Refusal::wrong_token);
}

TEST(Verifier, AllowsFiveMinutesOfClockSkewAndNoMore) {
    const Arrived request;
    EXPECT_TRUE(request.verified(now + std::chrono::minutes{5}));
    EXPECT_TRUE(request.verified(now - std::chrono::minutes{5}));
    EXPECT_EQ(request.refusal(now + std::chrono::minutes{5} + Milliseconds{1}), Refusal::expired);
    EXPECT_EQ(request.refusal(now - std::chrono::minutes{5} - Milliseconds{1}), Refusal::expired);
}

TEST(Verifier, ForgetsTheKeyOfAReplacedSecret) {
    Arrived request;
    Verifier verifier([&](std::string_view) { return &request.known; });
    EXPECT_TRUE(verifier.verify(request.request(), now));
    request.known.secret_access_key = Secret("another");
    EXPECT_FALSE(verifier.verify(request.request(), now));
}

}  // namespace
}  // namespace vitrine::sigv4
