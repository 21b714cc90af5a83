// The demo shop's misspelt queries (demo/queries.txt) and other names of its products (demo/searches.txt) find what was
// meant.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <fstream>
#include <sstream>
#include <utility>

#include "services/catalogue/catalogue.hpp"
#include "services/products/test_products.hpp"

namespace shop {
namespace {

namespace json = boost::json;

std::string read(const char* path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Catalogue demo_shop() {
    Catalogue catalogue;
    const json::value demo = json::parse(read("demo/products.json"));
    for (const auto& entry : demo.at("products").as_array()) {
        auto product = testing::product(std::string(entry.at("id").as_string()));
        product.name = entry.at("name").as_string();
        for (const auto& word : entry.at("searchWords").as_array()) product.search_words.emplace_back(word.as_string());
        product.category = *Category::parse(entry.at("category").as_string());
        catalogue.show(card_of(product, *Currency::parse("EUR")));
    }
    return catalogue;
}

std::vector<std::string> first(std::size_t count, const Catalogue& catalogue, const std::string& words) {
    ListQuery query;
    query.words = words;
    query.limit = count;
    std::vector<std::string> ids;
    for (const auto* card : catalogue.list(query).cards) ids.push_back(card->id.text());
    return ids;
}

// The lines "query, tab, what is expected" of a file.
std::vector<std::pair<std::string, std::string>> queries_of(const char* path) {
    std::vector<std::pair<std::string, std::string>> queries;
    std::istringstream lines(read(path));
    for (std::string line; std::getline(lines, line);) {
        const auto tab = line.find('\t');
        if (!line.starts_with('#') && tab != std::string::npos)
            queries.emplace_back(line.substr(0, tab), line.substr(tab + 1));
    }
    return queries;
}

TEST(Search, FindsWhatWasMeantForAtLeastFortyEightOfFiftyMisspeltQueries) {
    const auto catalogue = demo_shop();
    const auto queries = queries_of("demo/queries.txt");
    std::string missed;
    for (const auto& [words, id] : queries) {
        const auto found = first(3, catalogue, words);
        if (std::ranges::find(found, id) == found.end()) missed += words + '\n';
    }
    EXPECT_GE(queries.size(), 50u);
    const auto count = static_cast<std::ptrdiff_t>(queries.size());
    EXPECT_LE(std::ranges::count(missed, '\n'), count - count * 48 / 50) << missed;
    RecordProperty("missed", missed);
}

TEST(Search, FindsProductsByWhatPeopleCallThem) {
    const auto catalogue = demo_shop();
    for (const auto& [words, ids] : queries_of("demo/searches.txt")) {
        const auto found = first(8, catalogue, words);
        std::istringstream expected(ids);
        for (std::string id; std::getline(expected, id, ',');) {
            EXPECT_TRUE(std::ranges::find(found, id) != found.end()) << words << " does not find " << id;
        }
    }
}

TEST(Search, DoesNotTakeAWordThatIsKnownForAnotherMisspelt) {
    const auto found = first(100, demo_shop(), "wine");
    EXPECT_TRUE(std::ranges::find(found, "sunday-kite") == found.end()) << "wine is one error from wind";
}

}  // namespace
}  // namespace shop
