// The rules of docs/frontend.md, one by one, as the model of the live client keeps them.
#include "tests/simulation/live_model.hpp"

#include <gtest/gtest.h>

namespace shop::simulation {
namespace {

Position at(std::int64_t seq, const std::string& epoch = "epoch") {
    return {epoch, seq};
}

Told card(const std::string& product, std::int64_t rev) {
    return {product, rev, "card " + std::to_string(rev), false};
}

Told gone(const std::string& product, std::int64_t rev) {
    return {product, rev, {}, false};
}

Told untold(const std::string& product, std::int64_t rev) {
    return {product, rev, {}, true};
}

class ALiveClient : public ::testing::Test {
protected:
    ALiveClient() {
        model.start(at(5));
        model.learn(card("cup", 3));
    }
    std::int64_t rev(const std::string& product) { return model.known().at(product).rev; }

    LiveModel model;
};

TEST_F(ALiveClient, L1HandsOutWhatItHeldInTheOrderOfTheFeed) {
    model.hold({at(7), at(8), {}});
    model.hold({at(5), at(7), {}});
    const auto held = model.take_held();
    ASSERT_EQ(held.size(), 2u);
    EXPECT_EQ(held.front().to, at(7));
    EXPECT_TRUE(model.take_held().empty());
}

TEST_F(ALiveClient, L2IgnoresWhatEndsAtOrBeforeItsPosition) {
    EXPECT_EQ(model.apply({at(4), at(5), {card("cup", 9)}}), Step::old);
    EXPECT_EQ(rev("cup"), 3);
    EXPECT_EQ(model.apply({at(3), at(6), {card("cup", 4)}}), Step::applied);
    EXPECT_EQ(model.position(), at(6));
}

TEST_F(ALiveClient, L3AppliesNothingThatLeavesAGap) {
    EXPECT_EQ(model.apply({at(6), at(7), {card("cup", 9)}}), Step::gap);
    EXPECT_EQ(rev("cup"), 3);
    EXPECT_EQ(model.position(), at(5));
}

TEST_F(ALiveClient, L4DropsWhatIsNotNewerAndRemembersWhatIsGone) {
    model.learn(card("cup", 2));
    EXPECT_EQ(model.known().at("cup").card, "card 3");
    model.learn(gone("cup", 4));
    model.learn(card("cup", 4));
    EXPECT_FALSE(model.known().at("cup").card);
    EXPECT_EQ(rev("cup"), 4);
}

TEST_F(ALiveClient, L5KnowsFromWhereOnItHoldsEveryChange) {
    EXPECT_FALSE(model.covers(at(4)));
    EXPECT_TRUE(model.covers(at(5)));
    model.extend_back(at(2));
    EXPECT_TRUE(model.covers(at(2)));
    EXPECT_FALSE(model.covers(at(2, "another")));
}

TEST_F(ALiveClient, L6TakesNothingBackForOneProductsAnswer) {
    model.read(card("cup", 2));
    EXPECT_EQ(rev("cup"), 3);
}

TEST_F(ALiveClient, L7KnowsWhatItHasYetToFetch) {
    model.learn(untold("cup", 5));
    model.learn(card("cup", 4));
    EXPECT_TRUE(model.unread().contains("cup")) << "4 is not yet what the message told of";
    model.read(card("cup", 5));
    EXPECT_TRUE(model.unread().empty());
    model.learn(untold("cup", 5));
    EXPECT_TRUE(model.unread().empty()) << "that is known already";
}

TEST_F(ALiveClient, L8ForgetsEverythingOfAnotherEpoch) {
    EXPECT_EQ(model.apply({at(5, "another"), at(6, "another"), {card("cup", 9)}}), Step::new_epoch);
    model.learn(untold("lamp", 2));
    model.forget();
    EXPECT_FALSE(model.position());
    EXPECT_TRUE(model.known().empty());
    EXPECT_TRUE(model.unread().empty());
    EXPECT_FALSE(model.covers(at(5)));
}

}  // namespace
}  // namespace shop::simulation
