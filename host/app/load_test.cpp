#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "host/app/app.hpp"

namespace vitrine::host {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A file that is gone with the test.
class AppFile {
public:
    explicit AppFile(std::string_view text)
        : path_(std::filesystem::temp_directory_path() /
                fmt::format("vitrine-load-test-{}-{}.yaml", getpid(),
                            testing::UnitTest::GetInstance()->current_test_info()->name())) {
        std::ofstream(path_) << text;
    }
    AppFile(const AppFile&) = delete;
    AppFile& operator=(const AppFile&) = delete;
    ~AppFile() { std::filesystem::remove(path_); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// The mistakes of a text, as `line:column: what`.
std::vector<std::string> mistakes_in(std::string_view text) {
    const AppFile file(text);
    const auto app = load_app(file.path());
    std::vector<std::string> found;
    if (app) return found;
    for (const AppError& error : app.error()) {
        EXPECT_EQ(error.file, file.path());
        found.push_back(fmt::format("{}:{}: {}", error.line, error.column, error.what));
    }
    return found;
}

// A function `f`, so that each test shows only what it is about.
constexpr std::string_view with_function = "name: demo\nfunctions: {f: {code: functions/f}}\n";

std::vector<std::string> mistakes_after_function(std::string_view text) {
    return mistakes_in(std::string(with_function) + std::string(text));
}

TEST(LoadApp, ReadsTheTopologyOfThisRepository) {
    const auto app = load_app("app.yaml");
    ASSERT_TRUE(app) << to_string(app.error().front());
    EXPECT_FALSE(app->functions.empty());
    EXPECT_FALSE(app->http.empty());
}

TEST(LoadApp, ReadsATableWithItsKeysIndexesTtlAndStream) {
    const AppFile file(
        "name: demo\nfunctions: {}\ntables:\n  notes:\n    key: {partition: pk:S, sort: at:N}\n    ttl: expiresAt\n"
        "    stream: new-and-old\n    indexes: {by-day: {partition: day:S, projection: [title, at]}}\n");
    const auto app = load_app(file.path());
    ASSERT_TRUE(app) << to_string(app.error().front());
    const Table& table = app->tables.at("notes");
    EXPECT_EQ(table.partition.name, "pk");
    EXPECT_EQ(table.sort.value().type, AttributeType::number);
    EXPECT_EQ(table.ttl, "expiresAt");
    EXPECT_EQ(table.stream, StreamView::new_and_old);
    ASSERT_EQ(table.indexes.size(), 1U);
    EXPECT_THAT(table.indexes[0].included, ElementsAre("title", "at"));
    EXPECT_EQ(deployed_name(*app, "notes"), "demo-local-notes");
}

TEST(LoadApp, ResolvesPathsRelativeToTheFile) {
    const AppFile file(std::string(with_function) + "seed: data/items.jsonl\nweb: {root: site}\n");
    const auto app = load_app(file.path());
    ASSERT_TRUE(app) << to_string(app.error().front());
    EXPECT_EQ(app->functions.at("f").code, file.path().parent_path() / "functions/f");
    EXPECT_EQ(app->seed, file.path().parent_path() / "data/items.jsonl");
    EXPECT_EQ(app->web.value().root, file.path().parent_path() / "site");
}

TEST(LoadApp, ReadsSitePagesAndRefusesMalformedOnes) {
    const AppFile file(std::string(with_function) + "web: {root: site, pages: [/, '/c/{slug}', /my-orders]}\n");
    const auto app = load_app(file.path());
    ASSERT_TRUE(app) << to_string(app.error().front());
    EXPECT_THAT(app->web.value().pages, ElementsAre("/", "/c/{slug}", "/my-orders"));
    for (const char* wrong : {"about", "/a/", "//", "'/{a}b'", "'/{a+}'", "'/a?b'"})
        EXPECT_THAT(mistakes_after_function(fmt::format("web: {{root: site, pages: [{}]}}\n", wrong)),
                    ElementsAre(HasSubstr("write an address such as /p/{id}")))
            << wrong;
}

TEST(LoadApp, ReadsTheHeadersOfTheSiteAndThoseOfTheApi) {
    const AppFile file(std::string(with_function) +
                       "web: {root: site, headers: {x-site: one}, apiHeaders: {x-api: two}}\n");
    const auto app = load_app(file.path());
    ASSERT_TRUE(app) << to_string(app.error().front());
    EXPECT_EQ(app->web.value().headers, (std::map<std::string, std::string>{{"x-site", "one"}}));
    EXPECT_EQ(app->web.value().api_headers, (std::map<std::string, std::string>{{"x-api", "two"}}));
}

TEST(LoadApp, ReadsAStreamMappingWithItsLimits) {
    const AppFile file(std::string(with_function) +
                       "tables: {t: {key: {partition: id:S}, stream: new}}\n"
                       "events: [{stream: t, to: f, batch: 10, retries: 5, maximumAge: 1 hour, onFailure: lost, "
                       "filters: ['{\"eventName\":[\"INSERT\"]}']}]\nschedules: [{every: 5 minutes, to: f}]\n");
    const auto app = load_app(file.path());
    ASSERT_TRUE(app) << to_string(app.error().front());
    ASSERT_EQ(app->events.size(), 1U);
    EXPECT_EQ(app->events[0].batch, 10);
    EXPECT_EQ(app->events[0].retries, 5);
    EXPECT_EQ(app->events[0].maximum_age, 1h);
    EXPECT_EQ(app->events[0].on_failure, "lost");
    ASSERT_EQ(app->schedules.size(), 1U);
    EXPECT_EQ(app->schedules[0].every, 5min);
}

TEST(LoadApp, ReportsAMissingFile) {
    const auto app = load_app("no/such/app.yaml");
    ASSERT_FALSE(app);
    EXPECT_EQ(to_string(app.error().at(0)), "no/such/app.yaml:1:1: cannot be read: No such file or directory");
}

TEST(LoadApp, ReportsThePositionOfBrokenYaml) {
    EXPECT_THAT(mistakes_in("name: demo\nfunctions: {f: {code: x\n"), ElementsAre(HasSubstr("not YAML")));
}

TEST(LoadApp, SuggestsTheNearestKeyForAnUnknownOne) {
    EXPECT_THAT(mistakes_after_function("tabels: {}\n"),
                ElementsAre("3:1: unknown key 'tabels' in app.yaml: did you mean 'tables'?"));
}

TEST(LoadApp, ReportsADuplicateKey) {
    EXPECT_THAT(mistakes_after_function("seed: a\nseed: b\n"),
                ElementsAre("4:1: 'seed' is already in app.yaml, at line 3"));
}

TEST(LoadApp, ReportsExpectedAndActualType) {
    EXPECT_THAT(mistakes_in("name: demo\nfunctions:\n  f: {code: x, memory: lots, timeout: [1]}\n"),
                ElementsAre("3:24: functions.f.memory must be a whole number, not a text",
                            "3:39: functions.f.timeout must be a whole number, not a list"));
}

TEST(LoadApp, ReportsTheBoundsOfANumberOutOfRange) {
    EXPECT_THAT(mistakes_in("name: demo\nfunctions: {f: {code: x, memory: 64}}\n"),
                ElementsAre("2:34: functions.f.memory must be 128 to 10240, not 64"));
}

TEST(LoadApp, ReportsAnEnvironmentValueWithoutQuotes) {
    EXPECT_THAT(mistakes_in("name: demo\nfunctions: {f: {code: x, environment: {A: 600}}}\n"),
                ElementsAre("2:43: functions.f.environment.A must be a text (put it in quotes), not a number"));
}

TEST(LoadApp, RefusesVariablesThatLambdaSets) {
    EXPECT_THAT(mistakes_in("name: demo\nfunctions: {f: {code: x, environment: {AWS_REGION: here}}}\n"),
                ElementsAre("2:40: 'AWS_REGION' is set by Lambda itself"));
}

TEST(LoadApp, ReportsAnUnknownPlaceholder) {
    EXPECT_THAT(mistakes_in("name: demo\ntables: {notes: {key: {partition: id:S}}}\n"
                            "functions: {f: {code: x, environment: {A: \"${table.note}\", B: \"x${stage}\"}}}\n"),
                ElementsAre("3:43: unknown placeholder '${table.note}': did you mean 'table.notes'?",
                            "3:63: a value is a literal or exactly one ${placeholder}"));
}

TEST(LoadApp, ReportsAGrantOnAnUndeclaredTarget) {
    EXPECT_THAT(mistakes_in("name: demo\ntables: {notes: {key: {partition: id:S}}}\n"
                            "functions: {f: {code: x, allow: [{actions: [dynamodb:GetItem], on: [table.nots]}]}}\n"),
                ElementsAre("3:69: 'table.nots' is not declared: did you mean 'table.notes'?"));
}

TEST(LoadApp, ReportsAnActionThatItsTargetDoesNotHave) {
    EXPECT_THAT(mistakes_in("name: demo\ntables: {notes: {key: {partition: id:S}}}\n"
                            "functions: {f: {code: x, allow: [{actions: [dynamodb:GetItm], on: [table.notes]}]}}\n"),
                ElementsAre("3:45: 'dynamodb:GetItm' is no action on table.notes: did you mean 'dynamodb:GetItem'?"));
}

TEST(LoadApp, ReportsAnUnknownActionWithoutTargets) {
    EXPECT_THAT(mistakes_in("name: demo\nfunctions: {f: {code: x, allow: [{actions: [dynamodb:Guess], on: []}]}}\n"),
                ElementsAre("2:45: 'dynamodb:Guess' is no action that is known"));
}

TEST(LoadApp, ReportsARouteToAnUndeclaredFunction) {
    EXPECT_THAT(mistakes_in("name: demo\nfunctions: {catalog: {code: x}}\nhttp: {GET /a: catalogue}\n"),
                ElementsAre("3:16: function 'catalogue' is not declared: did you mean 'catalog'?"));
}

TEST(LoadApp, ReportsRoutesThatMatchTheSameRequests) {
    EXPECT_THAT(mistakes_after_function("http:\n  GET /a/{id}: f\n  GET /a/{name}: f\n"),
                ElementsAre("5:3: 'GET /a/{name}' is the same route as 'GET /a/{id}'"));
}

TEST(LoadApp, ReportsAMalformedRoute) {
    EXPECT_THAT(mistakes_after_function("http:\n  get /a: f\n  GET a: f\n  GET /{x+}/y: f\n"),
                ElementsAre(HasSubstr("4:3: 'get /a' is no route"), HasSubstr("5:3: 'GET a' is no route"),
                            HasSubstr("6:3: 'GET /{x+}/y' is no route")));
}

TEST(LoadApp, AcceptsEveryFormOfRoute) {
    EXPECT_THAT(mistakes_after_function("http:\n  GET /: f\n  ANY /{proxy+}: f\n  GET /a/{b}/c: f\n  $default: f\n"),
                IsEmpty());
}

TEST(LoadApp, ReportsTheFormOfADuration) {
    EXPECT_THAT(
        mistakes_after_function("schedules: [{every: 1min, to: f}]\n"),
        ElementsAre("3:21: schedules.every is '1min', not a duration such as '30 seconds', '1 minute' or '2 hours'"));
}

TEST(LoadApp, ReportsTheBoundsOfADurationOutOfRange) {
    EXPECT_THAT(mistakes_after_function("schedules: [{every: 30 seconds, to: f}]\n"),
                ElementsAre("3:21: schedules.every must be 1 minute to 365 days, not 30 seconds"));
}

TEST(LoadApp, ReportsAMappingOfATableWithoutStream) {
    EXPECT_THAT(mistakes_after_function("tables: {t: {key: {partition: id:S}}}\nevents: [{stream: t, to: f}]\n"),
                ElementsAre("4:19: table 't' has no stream: give it one, e.g. stream: new"));
}

TEST(LoadApp, ReportsAFilterThatIsNoPattern) {
    EXPECT_THAT(
        mistakes_after_function("tables: {t: {key: {partition: id:S}, stream: new}}\n"
                                "events: [{stream: t, to: f, filters: ['{\"a\":1}']}]\n"),
        ElementsAre("4:39: events.filters is no event pattern: 'a' must be a list of comparisons or an object"));
}

TEST(LoadApp, ReportsWebSocketRoutesToUndeclaredFunctions) {
    EXPECT_THAT(mistakes_after_function(
                    "websocket: {path: /ws, select: $request.body.action, routes: {$conect: f, hello: g}}\n"),
                ElementsAre("3:63: unknown route '$conect': did you mean '$connect'?",
                            HasSubstr("function 'g' is not declared")));
}

TEST(LoadApp, ReportsAllErrorsInTheOrderOfTheFile) {
    EXPECT_THAT(mistakes_in("nmae: demo\nhttp: {GET /a: f}\nfunctions:\n  g: {cod: x}\n"),
                ElementsAre(HasSubstr("1:1: unknown key 'nmae'"), HasSubstr("1:1: app.yaml has no 'name'"),
                            HasSubstr("2:16: function 'f' is not declared"),
                            HasSubstr("4:6: functions.g has no 'code'"), HasSubstr("4:7: unknown key 'cod'")));
}

TEST(LoadApp, RefusesAnEmptyFile) {
    EXPECT_THAT(mistakes_in(""), testing::Contains(HasSubstr("app.yaml must be a map, not empty")));
}

TEST(Allows, GrantedActionsOnGrantedResourcesOnly) {
    Function function;
    function.allow = {{{"dynamodb:GetItem"}, {"table.notes"}}, {{"dynamodb:PutItem"}, {"table.tags"}}};
    EXPECT_TRUE(allows(function, "dynamodb:GetItem", "table.notes"));
    EXPECT_FALSE(allows(function, "dynamodb:PutItem", "table.notes"));
    EXPECT_FALSE(allows(function, "dynamodb:GetItem", "table.tags"));
    EXPECT_FALSE(allows(Function{}, "dynamodb:GetItem", "table.notes"));
}

}  // namespace
}  // namespace vitrine::host
