#include "host/app/pattern.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace vitrine::host {
namespace {

bool matches(std::string_view pattern, std::string_view event) {
    const auto parsed = Pattern::parse(pattern);
    EXPECT_TRUE(parsed) << parsed.error();
    return parsed && parsed->matches(boost::json::parse(event));
}

TEST(Pattern, MatchesAnyOfTheListedValues) {
    EXPECT_TRUE(matches(R"({"eventName":["INSERT","MODIFY"]})", R"({"eventName":"MODIFY"})"));
    EXPECT_FALSE(matches(R"({"eventName":["INSERT","MODIFY"]})", R"({"eventName":"REMOVE"})"));
}

TEST(Pattern, RequiresEveryFieldToMatch) {
    EXPECT_FALSE(matches(R"({"a":[1],"b":[2]})", R"({"a":1,"b":3})"));
    EXPECT_TRUE(matches(R"({"a":[1],"b":[2]})", R"({"a":1,"b":2.0,"c":9})"));
}

TEST(Pattern, MatchesNestedFields) {
    constexpr auto pattern = R"({"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"order#"}]}}}})";
    EXPECT_TRUE(matches(pattern, R"({"dynamodb":{"Keys":{"pk":{"S":"order#1"}}}})"));
    EXPECT_FALSE(matches(pattern, R"({"dynamodb":{"Keys":{"pk":{"S":"key#1"}}}})"));
    EXPECT_FALSE(matches(pattern, R"({"dynamodb":{}})"));
}

TEST(Pattern, AnythingButRequiresTheField) {
    EXPECT_TRUE(matches(R"({"n":[{"anything-but":["0"]}]})", R"({"n":"1"})"));
    EXPECT_FALSE(matches(R"({"n":[{"anything-but":["0"]}]})", R"({"n":"0"})"));
    EXPECT_FALSE(matches(R"({"n":[{"anything-but":["0"]}]})", R"({})"));
    EXPECT_FALSE(matches(R"({"n":[{"anything-but":{"prefix":"a"}}]})", R"({"n":"ab"})"));
}

TEST(Pattern, ExistsMatchesPresenceOrAbsence) {
    EXPECT_TRUE(matches(R"({"a":{"b":[{"exists":true}]}})", R"({"a":{"b":null}})"));
    EXPECT_FALSE(matches(R"({"a":{"b":[{"exists":true}]}})", R"({"a":{}})"));
    EXPECT_TRUE(matches(R"({"a":{"b":[{"exists":false}]}})", R"({"c":1})"));
    EXPECT_FALSE(matches(R"({"a":{"b":[{"exists":false}]}})", R"({"a":{"b":0}})"));
}

TEST(Pattern, NumericMatchesNumbersOnly) {
    EXPECT_TRUE(matches(R"({"n":[{"numeric":[">",0,"<=",10]}]})", R"({"n":10})"));
    EXPECT_FALSE(matches(R"({"n":[{"numeric":[">",0,"<=",10]}]})", R"({"n":0})"));
    EXPECT_FALSE(matches(R"({"n":[{"numeric":["=",3]}]})", R"({"n":"3"})"));
}

TEST(Pattern, MatchesPrefixSuffixAndIgnoredCase) {
    EXPECT_TRUE(matches(R"({"n":[{"suffix":".png"}]})", R"({"n":"a.png"})"));
    EXPECT_TRUE(matches(R"({"n":[{"equals-ignore-case":"yes"}]})", R"({"n":"YES"})"));
    EXPECT_FALSE(matches(R"({"n":[{"prefix":"a"}]})", R"({"n":1})"));
}

TEST(Pattern, MatchesAnyElementOfAListInTheEvent) {
    EXPECT_TRUE(matches(R"({"tags":["new"]})", R"({"tags":["old","new"]})"));
    EXPECT_FALSE(matches(R"({"tags":["new"]})", R"({"tags":[]})"));
}

TEST(Pattern, OrMatchesAnyAlternative) {
    constexpr auto pattern = R"({"$or":[{"a":[1]},{"b":[2]}]})";
    EXPECT_TRUE(matches(pattern, R"({"b":2})"));
    EXPECT_FALSE(matches(pattern, R"({"a":2,"b":1})"));
}

TEST(Pattern, RefusesMalformedPatterns) {
    for (const auto* text : {"", "[]", "1", R"({"a":1})", R"({"a":[]})", R"({"a":[{"like":"x"}]})", R"({"a":[[1]]})",
                             R"({"a":[{"prefix":1}]})", R"({"a":[{"exists":"yes"}]})", R"({"a":[{"numeric":["~",1]}]})",
                             R"({"a":[{"numeric":["<"]}]})", R"({"a":[{"numeric":["<","1"]}]})", R"({"$or":[1]})",
                             R"({"a":[{"prefix":"x","suffix":"y"}]})", R"({"a":[{"anything-but":{"suffix":"x"}}]})"}) {
        EXPECT_FALSE(Pattern::parse(text)) << text;
    }
}

}  // namespace
}  // namespace vitrine::host
