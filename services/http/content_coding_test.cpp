#include "services/http/content_coding.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include "lib/encoding.hpp"
#include "services/http/etag.hpp"
#include "services/http/test_events.hpp"

namespace shop {
namespace {

std::string gunzip(std::string_view coded) {
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    std::string copy(coded);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(copy.data());
    stream.avail_in = static_cast<uInt>(copy.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

TEST(AcceptEncoding, PrefersGzipWhereItIsTakenAndNothingIsLikedBetter) {
    for (const char* header :
         {"gzip", "GZip", "x-gzip", "gzip, br", "br,gzip", "br;q=1.0, gzip;q=0.2", "gzip;q=0.001", "*", "*;q=0.1",
          "gzip ; q=1.000", "gzip\t;\tQ=0.5", "gzip;q=0, gzip;q=1", "identity;q=0.5, gzip", "identity, gzip",
          "br, *;q=0.5", ",, gzip ,,", "deflate, identity;q=0, *;q=0.1", "gzip;q=2, *"})
        EXPECT_TRUE(prefers_gzip(header)) << header;
    for (const char* header : {"",
                               "br",
                               "identity",
                               "gzip;q=0",
                               "gzip;q=0.000",
                               "gzip;q=0, *",
                               "*;q=0",
                               "gzip;q=0.5, identity",
                               "identity, *;q=0.5",
                               "gzip;q=2",
                               "gzip;q=-1",
                               "gzip;q=",
                               "gzip;q=0.5000",
                               "gzip;q=1.001",
                               "gzip;q=.5",
                               "gzip;level=9;q=0",
                               "gzipp",
                               "not gzip",
                               "gzip br",
                               ";q=1",
                               "g,zip"})
        EXPECT_FALSE(prefers_gzip(header)) << header;
}

TEST(Gzip, GivesBackEveryText) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919);
    for (const std::string& one : {std::string("{}"), std::string(1'000, '\0'), text}) {
        EXPECT_EQ(gunzip(gzip(one)), one);
    }
    EXPECT_EQ(gzip("{}"), gzip("{}")) << "no time stands in it";
}

class ACodedAnswer : public ::testing::Test {
protected:
    static Service service(std::size_t size, int status = 200) {
        std::vector<Route> routes{
            {"GET /api/v1/health", Access::everyone, Body::none, Query::none, [=](const Call& call) -> Answer {
                 if (status != 200) return fail(problems::not_found, std::string(size, 'x'));
                 Response response = json_response(200, '"' + std::string(size - 2, 'x') + '"', caching::revalidate);
                 return with_etag(call.request, std::move(response), "\"7\"");
             }}};
        return {testing::rules(true), *Currency::parse("EUR"), vitrine::system_random(), std::move(routes)};
    }
    static json::value ask(const Service& service, std::map<std::string, std::string> headers) {
        const auto answer = service.answer(
            testing::event({.route = "GET /api/v1/health", .path = "/api/v1/health", .headers = std::move(headers)}),
            vitrine::Deadline::in(vitrine::Milliseconds{1'000}), "", vitrine::Log::silent());
        return json::parse(answer.value());
    }
    static std::string header(const json::value& answer, std::string_view name) {
        const auto* value = answer.at("headers").as_object().if_contains(name);
        return value ? std::string(value->as_string()) : "";
    }
};

TEST_F(ACodedAnswer, IsGzipAsBase64WithAWeakETagAndSaysWhatItDependsOn) {
    const auto plain = ask(service(1024), {});
    EXPECT_EQ(header(plain, "vary"), "accept-encoding");
    EXPECT_EQ(header(plain, "content-encoding"), "");
    EXPECT_EQ(header(plain, "etag"), "\"7\"");
    EXPECT_FALSE(plain.as_object().contains("isBase64Encoded"));
    const auto coded = ask(service(1024), {{"accept-encoding", "gzip, deflate, br"}});
    EXPECT_EQ(header(coded, "vary"), "accept-encoding");
    EXPECT_EQ(header(coded, "content-encoding"), "gzip");
    EXPECT_EQ(header(coded, "content-type"), "application/json");
    EXPECT_EQ(header(coded, "etag"), "W/\"7\"");
    EXPECT_TRUE(coded.at("isBase64Encoded").as_bool());
    const auto bytes = vitrine::from_base64(std::string_view(coded.at("body").as_string()));
    EXPECT_EQ(gunzip(bytes.value()), plain.at("body").as_string());
}

TEST_F(ACodedAnswer, IsNotMadeOfWhatIsSmall) {
    const auto small = ask(service(1023), {{"accept-encoding", "gzip"}});
    EXPECT_EQ(header(small, "content-encoding"), "");
    EXPECT_EQ(header(small, "vary"), "accept-encoding");
}

TEST_F(ACodedAnswer, OfAProblemIsCodedToo) {
    EXPECT_EQ(header(ask(service(4000, 404), {{"accept-encoding", "gzip"}}), "content-encoding"), "gzip");
}

TEST_F(ACodedAnswer, IsKnownAgainByItsETag) {
    for (const char* known : {"W/\"7\"", "\"7\""}) {
        const auto answer = ask(service(4000), {{"accept-encoding", "gzip"}, {"if-none-match", known}});
        EXPECT_EQ(answer.at("statusCode").as_int64(), 304);
        EXPECT_EQ(header(answer, "content-encoding"), "");
        EXPECT_EQ(header(answer, "vary"), "accept-encoding");
        EXPECT_EQ(answer.at("body").as_string(), "");
    }
}

}  // namespace
}  // namespace shop
