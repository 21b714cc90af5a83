// The state diagram in docs/decisions is made of the table of transitions. After a change of the table:
//   VITRINE_WRITE=1 out/build/test/services/orders/shop_order_rules_tests --gtest_filter='TheDiagram*'
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "services/orders/order.hpp"

namespace shop {
namespace {

constexpr std::string_view fence = "```mermaid\n";

std::string effect_of(const Transition& transition) {
    const std::map<StockMove (*)(std::int64_t), std::string> names{
        {release, "release"}, {sell, "sell"}, {take_back, "take back"}};
    return transition.effect ? ", " + names.at(transition.effect) : "";
}

std::string node(OrderState state) {
    std::string name(name_of(state));
    for (char& c : name) {
        if (c == '-') c = '_';
    }
    return name;
}

std::string diagram() {
    std::ostringstream out;
    out << fence << "stateDiagram-v2\n    [*] --> " << node(OrderState::awaiting_payment) << ": customer, reserve\n";
    std::map<OrderState, bool> left;
    for (const Transition& way : transitions()) {
        out << "    " << node(way.from) << " --> " << node(way.to) << ": " << name_of(way.by) << effect_of(way) << '\n';
        left[way.from] = true;
        left.try_emplace(way.to, false);
    }
    for (const auto& [state, goes_on] : left) {
        if (!goes_on) out << "    " << node(state) << " --> [*]\n";
    }
    out << "```\n";
    return out.str();
}

std::string read(const char* path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(TheDiagram, OfTheDecisionIsTheTableOfTheCode) {
    std::string page = read(VITRINE_PAYMENT_DECISION);
    const std::size_t begin = page.find(fence);
    ASSERT_NE(begin, std::string::npos);
    const std::size_t end = page.find("```\n", begin + fence.size()) + 4;
    if (std::getenv("VITRINE_WRITE")) {
        page.replace(begin, end - begin, diagram());
        std::ofstream(VITRINE_PAYMENT_DECISION) << page;
        return;
    }
    EXPECT_EQ(page.substr(begin, end - begin), diagram());
}

}  // namespace
}  // namespace shop
