// What the canonical form makes equal is signed alike, and whatever is signed is verified.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>

#include "lib/encoding.hpp"
#include "lib/sigv4.hpp"

namespace vitrine::sigv4 {
namespace {

const Instant now{Milliseconds{1'795'359'845'000}};
const Credentials credentials{"FAKEKEY", Secret("secret"), Secret("token+/==")};

std::string visible(std::size_t most) {
    const auto size = *rc::gen::inRange<std::size_t>(1, most);
    return *rc::gen::container<std::string>(size, rc::gen::inRange<char>('!', '\x7f'));
}

std::string encoded_query() {
    std::vector<std::string> pairs;
    for (int i = *rc::gen::inRange(0, 5); i > 0; --i)
        pairs.push_back(percent_encode(visible(6)) + '=' + percent_encode(visible(6)));
    std::string query;
    for (const auto& pair : pairs) query += (query.empty() ? "" : "&") + pair;
    return query;
}

struct Sent {
    std::string method = *rc::gen::element<std::string>("GET", "POST", "PUT", "DELETE");
    std::string path = "/" + percent_encode(visible(20), true);
    std::string query = encoded_query();
    std::string body = *rc::gen::arbitrary<std::string>();
    std::vector<Header> headers = {
        {"Host", "h.example"}, {"Content-Type", visible(10)}, {"X-Amz-Target", visible(10) + "  " + visible(10)}};
    std::string service = *rc::gen::element<std::string>("dynamodb", "s3", "execute-api");

    [[nodiscard]] Request request() const { return {method, path, query, headers, body}; }
    [[nodiscard]] std::string signature() const {
        return Signer(credentials, {"eu-central-1", service}).sign(request(), now).back().second;
    }
};

template <typename Container>
void shuffle(Container& container) {
    std::ranges::shuffle(container, std::mt19937(*rc::gen::arbitrary<unsigned>()));
}

RC_GTEST_PROP(CanonicalForm, DoesNotDependOnTheOrderCaseAndSpacingOfHeaders, ()) {
    const Sent sent;
    Sent same = sent;
    shuffle(same.headers);
    for (auto& [name, value] : same.headers) {
        if (*rc::gen::arbitrary<bool>())
            std::ranges::transform(name, name.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        value = " " + value + "\t ";
    }
    RC_ASSERT(same.signature() == sent.signature());
}

RC_GTEST_PROP(CanonicalForm, DoesNotDependOnTheOrderOfTheQuery, ()) {
    const Sent sent;
    std::vector<std::string> pairs;
    for (std::string_view rest = sent.query; !rest.empty();) {
        pairs.emplace_back(rest.substr(0, rest.find('&')));
        rest.remove_prefix(std::min(pairs.back().size() + 1, rest.size()));
    }
    shuffle(pairs);
    Sent same = sent;
    same.query.clear();
    for (const auto& pair : pairs) same.query += (same.query.empty() ? "" : "&") + pair;
    RC_ASSERT(same.signature() == sent.signature());
}

RC_GTEST_PROP(CanonicalForm, IgnoresWhatConnectionsChange, ()) {
    const Sent sent;
    Sent same = sent;
    same.headers.emplace_back(
        *rc::gen::element<std::string>("User-Agent", "Connection", "Expect", "TE", "X-Amzn-Trace-Id"), visible(10));
    RC_ASSERT(same.signature() == sent.signature());
}

RC_GTEST_PROP(Signatures, AreVerifiedAsTheyWereMadeAndNotOnceTheBodyChanged, ()) {
    Sent sent;
    for (Header& header : Signer(credentials, {"eu-central-1", sent.service}).sign(sent.request(), now))
        sent.headers.push_back(std::move(header));
    Verifier verifier([](std::string_view) { return &credentials; });
    RC_ASSERT(verifier.verify(sent.request(), now).has_value());
    sent.body += *rc::gen::arbitrary<char>();
    RC_ASSERT(verifier.verify(sent.request(), now).error() == Refusal::mismatch);
}

}  // namespace
}  // namespace vitrine::sigv4
