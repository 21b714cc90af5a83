#include "services/orders/postal_address.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "services/shop/test_cases.hpp"

namespace shop {
namespace {

std::string text_or_nothing(const boost::json::value& entry, std::string_view name) {
    const auto* text = entry.at("address").as_object().if_contains(name);
    return text == nullptr ? "" : std::string(text->as_string());
}

std::string_view name_of(AddressFault fault) {
    switch (fault) {
        case AddressFault::missing:
            return "missing";
        case AddressFault::malformed:
            return "malformed";
        case AddressFault::unknown:
            return "unknown";
        case AddressFault::unwanted:
            return "unwanted";
    }
    return "";
}

TEST(PostalAddress, IsJudgedAsTheBrowserJudgesIt) {
    for (const auto& entry : testing::cases("address")) {
        Address address;
        address.line1 = text_or_nothing(entry, "line1");
        address.city = text_or_nothing(entry, "city");
        address.state = text_or_nothing(entry, "state");
        address.postcode = text_or_nothing(entry, "postcode");
        address.country = text_or_nothing(entry, "country");
        std::map<std::string, std::string> expected;
        for (const auto& [field, fault] : entry.at("mistakes").as_object()) expected[field] = fault.as_string();
        std::map<std::string, std::string> found;
        for (const auto& mistake : mistakes_in(address)) found[std::string(mistake.field)] = name_of(mistake.fault);
        EXPECT_EQ(found, expected) << entry;
    }
}

TEST(PostalAddress, KnowsStatesByTheirCodeWithinTheirCountry) {
    EXPECT_EQ(state_name("US", "CA"), "California");
    EXPECT_EQ(state_name("IT", "CA"), "Cagliari");
    EXPECT_EQ(state_name("JP", "13"), "Tokyo");
    EXPECT_EQ(state_name("DE", "BE"), "");
}

RC_GTEST_PROP(PostalAddress, WithAnyTextForAPostcodeIsJudgedInTheEnd, (const std::string& text)) {
    for (const char* country : {"GB", "US", "NL", "LV"}) {
        const Address address{"1 Row", std::nullopt, "City", country == std::string("US") ? "CA" : "", text, country};
        RC_ASSERT(mistakes_in(address).size() <= 1);
    }
}

}  // namespace
}  // namespace shop
