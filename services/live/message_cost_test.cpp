// What a client can make the shop do and pay. The table in docs/security.md is made of what is counted here. After a
// change of either:
//   VITRINE_WRITE=1 out/build/test/services/live/sockets_tests --gtest_filter='MessageCost*'
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "services/live/sockets_fixture.hpp"

namespace shop::sockets {
namespace {

// USD per million, or per million milliseconds of a function of 256 MB: list prices of Frankfurt, as docs/security.md
// says where from.
constexpr double read_price = 0.1525;
constexpr double write_price = 0.7625;
constexpr double frame_price = 1.20;
constexpr double invocation_price = 0.20;
constexpr double millisecond_price = 0.0000166667 * 0.25 * 1'000;
constexpr double milliseconds_of_an_operation = 5;

constexpr int processes = 10;  // that one connection's messages are spread over
constexpr int minutes = 60;
constexpr int seconds = 3'600;
constexpr int handshakes = 12 * 3'000;  // of one address in an hour, by WAF's rule
constexpr int reads_of_an_order = 12;   // the largest there is has 46 KB, and 4 KB are a unit

struct Work {
    int reads = 0;   // request units
    int writes = 0;  // the index's included
    int operations = 0;
    bool operator==(const Work&) const = default;
    [[nodiscard]] double price() const {
        return reads * read_price + writes * write_price + 2 * frame_price + invocation_price +
               (1 + operations * milliseconds_of_an_operation) * millisecond_price;
    }
};

constexpr std::string_view first_hello = "a page's first hello";
constexpr std::string_view hello_that_adds = "a hello for 20 baskets";
constexpr std::string_view end_of_a_socket = "the end of that socket";

struct Row {
    std::string_view what;
    int units;
    Work work;
};

class MessageCost : public Sockets {
protected:
    // What the events that `run` sends do to the store.
    template <typename Run>
    Work work_of(const Run& run) {
        Work work;
        store_.intercept([&](std::string_view verb) -> std::optional<store::Error> {
            ++work.operations;
            if (verb == "get" || verb == "query") ++work.reads;
            if (verb == "modify") ++work.writes;
            if (verb == "put" || verb == "remove") work.writes += 2;
            return std::nullopt;
        });
        run();
        store_.intercept({});
        return work;
    }
    Work work_to_answer(const std::string& frame) {
        return work_of([&] { (void)say(frame); });
    }
    // From here on every message is counted in the table.
    void begin_counting() {
        const auto of_a_process = MessageBudget::units_of_a_process;
        for (int i = 0; i <= of_a_process; ++i) (void)say("rubbish");
    }
    void connect_anew() { connection_id_ += 'x'; }

    static std::string hello_of(const std::string& kind, const std::string& token) {
        std::string tokens;
        for (int i = 0; i < 20; ++i)
            tokens += fmt::format("{}{{\"{}\":\"x{}\",\"token\":\"{}\"}}", i == 0 ? "" : ",", kind, i, token);
        return R"({"action":"hello","topics":[],"tokens":[)" + tokens + "]}";
    }

    std::vector<Row> rows() {
        for (int i = 0; i < 20; ++i) {
            const auto basket = new_basket(*BasketId::parse("x" + std::to_string(i)), now);
            EXPECT_TRUE(store_.put(soon(), {"baskets", item_of(StoredBasket{basket, hash_of("token")}), {}}));
        }
        const std::string hello = R"({"action":"hello","topics":["catalogue"]})";
        const std::string ping = R"({"action":"ping"})";
        std::vector<Row> rows;
        rows.push_back({first_hello, 1, work_to_answer(hello)});
        rows.push_back({"a page's ping", 1, work_to_answer(ping)});
        begin_counting();
        rows.push_back({"another ping", 1, work_to_answer(ping)});
        rows.push_back({"a hello for what is held", 1, work_to_answer(hello)});
        rows.push_back({"what is no message", 1, work_to_answer("rubbish")});
        connect_anew();
        begin_counting();
        Work guess = work_to_answer(hello_of("order", "guess"));
        rows.push_back({"a hello with 20 tokens of nothing", 21, guess});
        guess.reads += 20 * (reads_of_an_order - 1);
        rows.push_back({"a hello with 20 wrong tokens of the largest orders", 21, guess});
        connect_anew();
        begin_counting();
        rows.push_back({hello_that_adds, 21, work_to_answer(hello_of("basket", "token"))});
        rows.push_back({end_of_a_socket, 0, work_of([&] { (void)wake("$disconnect"); })});
        return rows;
    }
};

// USD for a million of what is dearest, of all that can be said for ever: a hello that adds something can't.
double dearest(const std::vector<Row>& rows, bool by_the_unit) {
    double most = 0;
    for (const Row& row : rows)
        if (row.units > 0 && row.what != first_hello && row.what != hello_that_adds)
            most = std::max(most, row.work.price() / (by_the_unit ? row.units : 1));
    return most;
}

double price_of(const std::vector<Row>& rows, std::string_view what) {
    return std::ranges::find(rows, what, &Row::what)->work.price();
}

std::string table(const std::vector<Row>& rows) {
    std::ostringstream out;
    out << "| message | units | reads | writes | USD per million |\n| --- | ---: | ---: | ---: | ---: |\n";
    for (const Row& row : rows)
        out << fmt::format("| {} | {} | {} | {} | {:.2f} |\n", row.what, row.units, row.work.reads, row.work.writes,
                           row.work.price());
    const auto units = MessageBudget::units_in_all + processes * MessageBudget::units_of_a_process;
    out << fmt::format("\nOne socket, always within its {} units a minute over {} processes: **{:.3f} USD an hour**.\n",
                       units, processes, units * minutes * dearest(rows, true) / 1e6);
    const double coming = handshakes * (price_of(rows, hello_that_adds) + price_of(rows, end_of_a_socket)) / 1e6;
    const auto an_hour_at = [&](int a_second) { return a_second * seconds * dearest(rows, false) / 1e6 + coming; };
    out << fmt::format(
        "One address with all the sockets that WAF lets it open, at a stage's throttle: **{:.0f} USD an hour at 500 "
        "messages a second, {:.0f} at 1,000**.\n",
        an_hour_at(500), an_hour_at(1'000));
    return out.str();
}

std::string read(const char* path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(MessageCost, IsWhatTheDocumentsSay) {
    constexpr std::string_view begins = "<!-- made by message_cost_test.cpp -->\n";
    constexpr std::string_view ends = "<!-- end -->\n";
    std::string page = read(VITRINE_SECURITY_PAGE);
    const std::size_t begin = page.find(begins);
    const std::size_t end = page.find(ends);
    ASSERT_NE(begin, std::string::npos);
    ASSERT_LT(begin, end);
    const std::size_t from = begin + begins.size();
    if (std::getenv("VITRINE_WRITE")) {
        page.replace(from, end - from, table(rows()));
        std::ofstream(VITRINE_SECURITY_PAGE) << page;
        return;
    }
    EXPECT_EQ(page.substr(from, end - from), table(rows())) << "run it with VITRINE_WRITE=1";
}

TEST_F(MessageCost, OfAHelloIsNoMoreThanItsOwnSubscriptionAndTwoReads) {
    EXPECT_EQ(work_to_answer(R"({"action":"hello","topics":["catalogue"]})"),
              (Work{.reads = 2, .writes = 2, .operations = 3}));
}

// 400 hellos of 20 baskets on one socket were 16,400 operations.
TEST_F(MessageCost, OfAFloodOfHellosIsBoundedByTheBudget) {
    (void)rows();
    connect_anew();
    const Work flood = work_of([&] {
        for (int i = 0; i < 400; ++i)
            (void)wake("hello", ",\"body\":" + json::serialize(json::value(hello_of("basket", "token"))));
    });
    ASSERT_GE(connections_.said.size(), 2U);
    EXPECT_THAT(connections_.said[0], ::testing::HasSubstr("too-many-messages"));
    EXPECT_EQ(connections_.said[1], connection_id_ + " closed");
    EXPECT_LE(flood.operations, 60);
}

}  // namespace
}  // namespace shop::sockets
