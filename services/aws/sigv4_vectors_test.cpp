// Signatures against botocore's (vectors/make_vectors.py), both ways.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <fstream>
#include <map>

#include "lib/sigv4.hpp"

namespace vitrine::sigv4 {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) {
    return value.is_null() ? "" : std::string(value.as_string());
}

struct Vector {
    Credentials credentials;
    Scope scope;
    Instant now;
    std::string method, path, query, body, signature;
    std::vector<Header> headers;

    [[nodiscard]] Request request() const { return {method, path, query, headers, body}; }
};

std::vector<Vector> read_vectors() {
    std::ifstream file("services/aws/vectors/sigv4.jsonl");
    std::string line;
    std::vector<Credentials> known;
    std::vector<Vector> vectors;
    std::getline(file, line);
    const json::value all_credentials = json::parse(line);
    for (const auto& one : all_credentials.as_array()) {
        const auto& parts = one.as_array();
        known.push_back({text_of(parts[0]), Secret(text_of(parts[1])), Secret(text_of(parts[2]))});
    }
    while (std::getline(file, line)) {
        const json::value v = json::parse(line);
        Vector vector{known[static_cast<std::size_t>(v.at("c").as_int64())],
                      {text_of(v.at("r")), text_of(v.at("s"))},
                      from_iso8601_basic(text_of(v.at("t"))).value(),
                      text_of(v.at("m")),
                      text_of(v.at("p")),
                      text_of(v.at("q")),
                      text_of(v.at("b")),
                      text_of(v.at("z")),
                      {}};
        for (const auto& header : v.at("h").as_array())
            vector.headers.emplace_back(text_of(header.as_array()[0]), text_of(header.as_array()[1]));
        vectors.push_back(std::move(vector));
    }
    return vectors;
}

class BotocoreVectors : public ::testing::TestWithParam<std::string> {
protected:
    static std::vector<Vector> of(const std::string& service) {
        static const std::vector<Vector> all = read_vectors();
        std::vector<Vector> some;
        std::ranges::copy_if(all, std::back_inserter(some),
                             [&](const Vector& v) { return v.scope.service == service; });
        return some;
    }
};

TEST_P(BotocoreVectors, AreSignedAlike) {
    const auto vectors = of(GetParam());
    ASSERT_EQ(vectors.size(), 1'000U);
    for (const Vector& vector : vectors) {
        Signer signer(vector.credentials, vector.scope);
        const auto added = signer.sign(vector.request(), vector.now);
        ASSERT_TRUE(added.back().second.ends_with("Signature=" + vector.signature))
            << vector.method << ' ' << vector.path << '?' << vector.query << '\n'
            << added.back().second << "\nbotocore: " << vector.signature;
    }
}

TEST_P(BotocoreVectors, AreVerifiedAndNoOtherSignatureIs) {
    for (const Vector& vector : of(GetParam())) {
        Signer signer(vector.credentials, vector.scope);
        Vector arrived = vector;
        for (Header& header : signer.sign(vector.request(), vector.now)) arrived.headers.push_back(std::move(header));
        Verifier verifier([&](std::string_view id) {
            return id == vector.credentials.access_key_id ? &vector.credentials : nullptr;
        });
        ASSERT_TRUE(verifier.verify(arrived.request(), vector.now)) << vector.path;
        char& digit = arrived.headers.back().second.back();
        digit = digit == '0' ? '1' : '0';
        ASSERT_EQ(verifier.verify(arrived.request(), vector.now).error(), Refusal::mismatch);
    }
}

INSTANTIATE_TEST_SUITE_P(Services, BotocoreVectors, ::testing::Values("dynamodb", "s3", "execute-api"),
                         [](const auto& instance) { return instance.param == "execute-api" ? "api" : instance.param; });

}  // namespace
}  // namespace vitrine::sigv4
