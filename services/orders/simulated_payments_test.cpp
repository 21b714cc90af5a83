#include <gtest/gtest.h>

#include "services/orders/test_checkout.hpp"

namespace shop {
namespace {

class TheSimulator : public testing::AShopWithOrders {
protected:
    store::Result<Charge> charge(const std::string& key, Instrument instrument) {
        return payments.charge(world.context, {key, Money{100}, instrument});
    }
    store::Result<void> refund(const std::string& key, const std::string& charge_key) {
        return payments.refund(world.context, key, charge_key, Money{100});
    }
};

TEST_F(TheSimulator, AnswersARepeatAsItAnsweredFirst) {
    EXPECT_EQ(charge("a", Instrument::declined), Charge::declined);
    EXPECT_EQ(charge("a", Instrument::ok), Charge::declined);
    EXPECT_EQ(charge("b", Instrument::ok), Charge::charged);
    EXPECT_EQ(charge("b", Instrument::ok), Charge::charged);
    EXPECT_EQ(payments.look_up(world.context, "b"), Charge::charged);
    EXPECT_EQ(payments.look_up(world.context, "c"), Charge::unknown);
}

TEST_F(TheSimulator, NeverChargesAVoidedKey) {
    EXPECT_EQ(payments.void_charge(world.context, "a"), Charge::voided);
    EXPECT_EQ(charge("a", Instrument::ok), Charge::voided);
    EXPECT_EQ(payments.look_up(world.context, "a"), Charge::voided);
}

TEST_F(TheSimulator, DoesNotVoidWhatItCharged) {
    EXPECT_FALSE(charge("a", Instrument::timeout)) << "charged, and never answered";
    EXPECT_EQ(payments.void_charge(world.context, "a"), Charge::charged);
}

TEST_F(TheSimulator, PaysBackOnceAndOnlyWhatItCharged) {
    EXPECT_EQ(charge("a", Instrument::ok), Charge::charged);
    EXPECT_TRUE(refund("refund#1", "a"));
    EXPECT_TRUE(refund("refund#1", "a")) << "a repeat";
    EXPECT_FALSE(refund("refund#2", "a"));
    EXPECT_EQ(charge("d", Instrument::declined), Charge::declined);
    EXPECT_FALSE(refund("refund#3", "d"));
    EXPECT_FALSE(refund("refund#4", "never"));
}

TEST_F(TheSimulator, KnowsWhatItWroteThoughTheAnswerWasLost) {
    world.store.intercept([&](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "put") return std::nullopt;
        world.store.intercept({});
        EXPECT_EQ(charge("a", Instrument::ok), Charge::charged);
        return store::Error{store::Fault::in_doubt, "the connection closed", {}, {}};
    });
    EXPECT_EQ(charge("a", Instrument::ok), Charge::charged);
}

}  // namespace
}  // namespace shop
