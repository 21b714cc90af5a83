#include "services/functions/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

namespace shop::functions {
namespace {

using Values = std::map<std::string, std::string>;

const Values lambdas{{"AWS_REGION", "eu-central-1"},
                     {"AWS_ACCESS_KEY_ID", "ASIAEXAMPLE"},
                     {"AWS_SECRET_ACCESS_KEY", "example"},
                     {"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"}};
const std::string a_hash(64, '0');

// What is wrong with the value after `read`, where nullptr is no value at all.
std::string mistakes(const char* value, const std::function<void(Settings&)>& read) {
    Settings settings([&](const char* name) -> const char* {
        if (std::string(name) == "NAME") return value;
        const auto own = lambdas.find(name);
        return own == lambdas.end() ? nullptr : own->second.c_str();
    });
    read(settings);
    return settings.mistakes();
}

struct Case {
    const char* description;
    std::function<void(Settings&)> read;
    std::vector<std::string> good;
    std::vector<std::string> bad;
};

const std::vector<Case> cases{
    {"table",
     [](Settings& s) { (void)s.table("NAME"); },
     {"vitrine-local-products", "a_b", "A.1", std::string(255, 't')},
     {"", "ab", " products", "products\n", "${table.products}", "a/b", std::string(256, 't')}},
    {"word", [](Settings& s) { (void)s.word("NAME"); }, {"prod", "dev-2"}, {"", "Prod", "a b", "a\n"}},
    {"flag", [](Settings& s) { (void)s.flag("NAME"); }, {"true", "false", ""}, {"True", "1", "yes", " true", "true "}},
    {"number",
     [](Settings& s) { (void)s.number("NAME", 0, 3000); },
     {"0", "7", "3000"},
     {"", "x", "-1", "3001", "1.5", "1e3", "0x10", " 1", "1 ", "+1", "99999999999999999999"}},
    {"currency", [](Settings& s) { (void)s.currency("NAME"); }, {"EUR", "JPY"}, {"", "eur", "EURO", "E1R", " EUR"}},
    {"hashes that must be there",
     [](Settings& s) { (void)s.hashes("NAME", Settings::None::refused); },
     {a_hash, a_hash + "," + a_hash},
     {"", ",", a_hash + ",", a_hash + ", " + a_hash, a_hash.substr(1), a_hash + "0", std::string(64, 'A')}},
    {"hashes that need not be there",
     [](Settings& s) { (void)s.hashes("NAME", Settings::None::allowed); },
     {"", a_hash},
     {"secret", a_hash + ","}},
    {"origins",
     [](Settings& s) { (void)s.origins("NAME"); },
     {"https://shop.example.com", "http://localhost:8080,http://[::1]:8080"},
     {"", "shop.example.com", "https://shop.example.com/", "https://shop.example.com/x", "https://a,", "*", "https://",
      "https://user@shop.example.com", "https://a, https://b", "https://a:x"}},
    {"url",
     [](Settings& s) { s.check_url("NAME"); },
     {"http://127.0.0.1:4000", "https://a.example/ws"},
     {"", "a.example", "ftp://a", "https://"}},
};

TEST(Settings, TakeWhatIsWellFormedAndNameWhatIsNot) {
    for (const auto& [description, read, good, bad] : cases) {
        for (const auto& value : good)
            EXPECT_EQ(mistakes(value.c_str(), read), "") << description << " '" << value << "'";
        for (const auto& value : bad)
            EXPECT_THAT(mistakes(value.c_str(), read), ::testing::StartsWith("NAME is "))
                << description << " '" << value << "'";
        EXPECT_EQ(mistakes(nullptr, read), "NAME is not set") << description;
    }
}

TEST(Settings, NeverShowAValue) {
    for (const auto& [description, read, good, bad] : cases)
        EXPECT_THAT(mistakes("sesame/open", read), ::testing::Not(::testing::HasSubstr("sesame"))) << description;
}

TEST(Settings, NameEverythingThatIsWrongInOneLine) {
    Settings settings([](const char*) { return nullptr; });
    (void)settings.table("ORDERS_TABLE");
    (void)settings.number("PUSH_RATE", 0, 10);
    EXPECT_EQ(settings.mistakes(),
              "AWS_REGION is not set; AWS_ACCESS_KEY_ID is not set; AWS_SECRET_ACCESS_KEY is not set; "
              "AWS_LAMBDA_RUNTIME_API is not set; ORDERS_TABLE is not set; PUSH_RATE is not set");
}

TEST(Settings, CheckWhatLambdaSetsAndWhatMayBeSet) {
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"AWS_REGION", ""},
        {"AWS_REGION", "eu central"},
        {"AWS_ACCESS_KEY_ID", ""},
        {"AWS_SECRET_ACCESS_KEY", ""},
        {"AWS_LAMBDA_RUNTIME_API", ""},
        {"AWS_ENDPOINT_URL_DYNAMODB", "localhost:8000"},
        {"AWS_CA_BUNDLE", "/no/such/file.pem"},
        {"LOG_LEVEL", "loud"},
    };
    const auto with = [](const std::string& name, const std::string& value) {
        Values values = lambdas;
        values[name] = value;
        return Settings([values](const char* asked) -> const char* {
                   static thread_local std::string held;
                   const auto at = values.find(asked);
                   if (at == values.end()) return nullptr;
                   held = at->second;
                   return held.c_str();
               })
            .mistakes();
    };
    for (const auto& [name, value] : wrong) EXPECT_THAT(with(name, value), ::testing::StartsWith(name + " is "));
    EXPECT_EQ(with("AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:8000"), "");
    EXPECT_EQ(with("AWS_ENDPOINT_URL_DYNAMODB", ""), "");
    EXPECT_EQ(with("LOG_LEVEL", "Debug"), "");
}

}  // namespace
}  // namespace shop::functions
