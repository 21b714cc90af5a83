#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "host/tables/expressions/document.hpp"
#include "host/tables/expressions/evaluate.hpp"
#include "host/tables/expressions/parser.hpp"
#include "host/tables/expressions/reserved_words.hpp"
#include "host/tables/expressions/update.hpp"
#include "host/tables/protocol/request_json.hpp"
#include "host/tables/protocol/value_json.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::string_view sample = R"({
  "id": {"S": "copper-teapot"}, "price": {"N": "4900"}, "active": {"BOOL": true}, "nothing": {"NULL": true},
  "tags": {"SS": ["a", "b"]}, "sizes": {"NS": ["1", "2.0"]}, "bytes": {"B": "AQID"}, "blobs": {"BS": ["AQ=="]},
  "steps": {"L": [{"S": "zero"}, {"N": "1"}, {"L": [{"S": "deep"}]}]},
  "image": {"M": {"alt": {"S": "A teapot"}, "width": {"N": "640"}}}
})";

// Names and values that the expressions below may use; #n is `name`, a reserved word.
constexpr std::string_view placeholders = R"({
  "ExpressionAttributeNames": {"#n": "name", "#image": "image", "#tags": "tags"},
  "ExpressionAttributeValues": {
    ":s": {"S": "copper-teapot"}, ":copper": {"S": "copper"}, ":n": {"N": "4900"}, ":less": {"N": "100"},
    ":more": {"N": "5000"}, ":true": {"BOOL": true}, ":a": {"S": "a"}, ":two": {"N": "2"}, ":b": {"B": "AQ=="},
    ":ss": {"SS": ["b", "a"]}, ":cd": {"SS": ["c", "d"]}, ":N": {"S": "N"}, ":X": {"S": "X"}, ":one": {"N": "1"},
    ":ns": {"NS": ["2", "3"]}, ":l": {"L": [{"S": "x"}]}, ":m": {"M": {"k": {"S": "v"}}}, ":null": {"NULL": true}}
})";

class ParsedPlaceholders {
public:
    ParsedPlaceholders() : json_(boost::json::parse({placeholders.data(), placeholders.size()})) {
        with_ = *Placeholders::read(*Members::of(json_));
    }
    Placeholders& with() { return with_; }

private:
    boost::json::value json_;
    Placeholders with_;
};

Item item_of(std::string_view text) {
    const JsonText json(text);
    auto item = read_item(*json.value());
    EXPECT_TRUE(item) << text;
    return item ? *item : Item{};
}

// "true", "false", or what is wrong with the expression.
std::string evaluated(std::string_view expression, std::string_view item = sample) {
    ParsedPlaceholders given;
    const auto condition = parse_condition(expression, "ConditionExpression", given.with());
    if (!condition) return condition.error().message;
    return matches(*condition, item_of(item)) ? "true" : "false";
}

// The item after an update, or what is wrong.
std::string after(std::string_view expression, std::string_view item) {
    ParsedPlaceholders given;
    const auto update = parse_update(expression, given.with());
    if (!update) return update.error().message;
    const auto out = updated(item_of(item), *update);
    return out ? item_text(*out) : out.error().message;
}

std::string projected(std::string_view expression) {
    ParsedPlaceholders given;
    const auto paths = parse_projection(expression, given.with());
    return paths ? item_text(project(item_of(sample), *paths)) : paths.error().message;
}

TEST(Conditions, CompareValuesOfOneType) {
    EXPECT_EQ(evaluated("id = :s"), "true");
    EXPECT_EQ(evaluated("price = :n AND price < :more AND price > :less AND price <= :n AND price >= :n"), "true");
    EXPECT_EQ(evaluated("price <> :n"), "false");
    EXPECT_EQ(evaluated("id < :n"), "false");
    EXPECT_EQ(evaluated("id <> :n"), "true");
    EXPECT_EQ(evaluated("tags = :ss"), "true");
    EXPECT_EQ(evaluated("active = :true"), "true");
    EXPECT_EQ(evaluated(":n = price"), "true");
    EXPECT_EQ(evaluated("bytes > :b"), "true");
}

TEST(Conditions, CompareNumbersByValue) {
    EXPECT_EQ(evaluated("a < :less", R"({"a": {"N": "9"}})"), "true");
    EXPECT_EQ(evaluated("a = :n", R"({"a": {"N": "4.9e3"}})"), "true");
    EXPECT_EQ(evaluated("contains(sizes, :two)"), "true");
}

TEST(Conditions, AreFalseForAMissingAttributeUnlessNotEqual) {
    EXPECT_EQ(evaluated("absent = :n"), "false");
    EXPECT_EQ(evaluated("absent <> :n"), "true");
    EXPECT_EQ(evaluated("absent < :n"), "false");
    EXPECT_EQ(evaluated("NOT absent < :n"), "true");
}

TEST(Conditions, EvaluateEveryFunction) {
    EXPECT_EQ(evaluated("attribute_exists(image.alt) AND attribute_not_exists(image.nope)"), "true");
    EXPECT_EQ(evaluated("attribute_exists(steps[2][0]) AND attribute_not_exists(steps[3])"), "true");
    EXPECT_EQ(evaluated("attribute_type(price, :N)"), "true");
    EXPECT_EQ(evaluated("begins_with(id, :copper)"), "true");
    EXPECT_EQ(evaluated("begins_with(bytes, :b)"), "true");
    EXPECT_EQ(evaluated("contains(id, :copper)"), "true");
    EXPECT_EQ(evaluated("contains(#tags, :a)"), "true");
    EXPECT_EQ(evaluated("contains(steps, :one)"), "true");
    EXPECT_EQ(evaluated("contains(price, :a)"), "false");
    EXPECT_EQ(evaluated("size(#tags) = :two AND size(image) = :two AND size(id) > :two AND size(bytes) > :two"),
              "true");
    EXPECT_EQ(evaluated("size(price) = :two"), "false");
    EXPECT_EQ(evaluated("price BETWEEN :less AND :more AND price IN (:one, :n)"), "true");
    EXPECT_EQ(evaluated("price BETWEEN :n AND :n"), "true");
    EXPECT_EQ(evaluated("price IN (:one, :two)"), "false");
}

TEST(Conditions, BindNotBeforeAndBeforeOr) {
    EXPECT_EQ(evaluated("price = :n OR price = :less AND price = :more"), "true");
    EXPECT_EQ(evaluated("(price = :n OR price = :less) AND price = :more"), "false");
    EXPECT_EQ(evaluated("not price = :less and price = :n"), "true");
    EXPECT_EQ(evaluated("NOT (price = :n AND price > :less)"), "false");
    EXPECT_EQ(evaluated("NOT NOT price = :n"), "true");
    EXPECT_EQ(evaluated("(price) = (:n) AND (size(id) > :two)"), "true");
    EXPECT_EQ(evaluated("size(:s) > :two"), "true");
}

TEST(Conditions, AcceptListIndexesUpToDynamoDbsLimit) {
    constexpr const char* out_of_range =
        "Invalid ConditionExpression: List index is not within the allowable range; index: ";
    EXPECT_EQ(evaluated("attribute_exists(steps[4294967294])"), "false");
    for (const std::string index :
         {"4294967295", "18446744073709551615", "18446744073709551616", "99999999999999999999"})
        EXPECT_EQ(evaluated("attribute_exists(steps[" + index + "])"), out_of_range + ("[" + index + "]"));
    EXPECT_EQ(evaluated("attribute_exists(steps[02])"),
              "Invalid ConditionExpression: Syntax error; token: \"2\", near: \"02]\"");
    EXPECT_EQ(evaluated("attribute_exists(steps[])"),
              "Invalid ConditionExpression: Syntax error; token: \"]\", near: \"[])\"");
    EXPECT_EQ(evaluated("attribute_exists(steps[-1])"),
              "Invalid ConditionExpression: Syntax error; token: \"-\", near: \"[-1\"");
}

TEST(StoredItems, AreReadWithNamesOfAnyLength) {
    const std::string item = R"({")" + std::string(70'000, 'n') + R"(":{"N":"1"}})";
    EXPECT_TRUE(stored_item(item));
    const JsonText json(item);
    EXPECT_FALSE(read_item(*json.value()));
}

TEST(Conditions, AcceptPathsUpToTheMaximumDepth) {
    std::string path = "a";
    for (int level = 1; level < 32; ++level) path += level % 2 == 0 ? ".a" : "[0]";
    EXPECT_EQ(evaluated("attribute_exists(" + path + ")"), "false");
    EXPECT_EQ(evaluated("attribute_exists(" + path + ".a)"),
              "Invalid ConditionExpression: The document path has too many nesting levels; nesting levels: 33");
}

TEST(Conditions, RefuseNamesThatBeginWithAnUnderscore) {
    EXPECT_EQ(evaluated("attribute_not_exists(a_b)"), "true");
    EXPECT_EQ(evaluated("attribute_not_exists(_b)"),
              "Invalid ConditionExpression: Syntax error; token: \"_\", near: \"(_b\"");
}

TEST(Conditions, AcceptAHundredOperandsOfIn) {
    std::string list = ":one";
    for (int i = 1; i < 100; ++i) list += ", :one";
    EXPECT_EQ(evaluated("price IN (" + list + ")"), "false");
    EXPECT_EQ(evaluated("price IN (" + list + ", :one)"),
              "Invalid ConditionExpression: The IN operator is provided with too many operands; number of operands: "
              "101");
}

TEST(Conditions, ReportErrorsAsDynamoDbDoes) {
    EXPECT_EQ(evaluated(""), "Invalid ConditionExpression: The expression can not be empty;");
    EXPECT_EQ(evaluated("price = = :n"), "Invalid ConditionExpression: Syntax error; token: \"=\", near: \"= = :n\"");
    EXPECT_EQ(evaluated("price ="), "Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \"=\"");
    EXPECT_EQ(evaluated("price = :n x"), "Invalid ConditionExpression: Syntax error; token: \"x\", near: \":n x\"");
    EXPECT_EQ(evaluated("price ! :n"), "Invalid ConditionExpression: Syntax error; token: \"!\", near: \"price ! :n\"");
    EXPECT_EQ(evaluated("name = :n"),
              "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: name");
    EXPECT_EQ(evaluated("#zz = :n"),
              "Invalid ConditionExpression: An expression attribute name used in the document path is "
              "not defined; attribute name: #zz");
    EXPECT_EQ(evaluated("price = :zz"),
              "Invalid ConditionExpression: An expression attribute value used in expression is not "
              "defined; attribute value: :zz");
    EXPECT_EQ(evaluated("nope(price)"), "Invalid ConditionExpression: Invalid function name; function: nope");
    EXPECT_EQ(evaluated("size(price)"),
              "Invalid ConditionExpression: The function is not allowed to be used this way in an "
              "expression; function: size");
    EXPECT_EQ(
        evaluated("if_not_exists(price, :n) = :n"),
        "Invalid ConditionExpression: The function is not allowed in a condition expression; function: if_not_exists");
    EXPECT_EQ(evaluated("attribute_exists(:n)"),
              "Invalid ConditionExpression: Operator or function requires a document path; "
              "operator or function: attribute_exists");
    EXPECT_EQ(evaluated("begins_with(id)"),
              "Invalid ConditionExpression: Incorrect number of operands for operator or function; "
              "operator or function: begins_with, number of operands: 1");
    EXPECT_EQ(evaluated("price > :true"),
              "Invalid ConditionExpression: Incorrect operand type for operator or function; "
              "operator or function: >, operand type: BOOL");
    EXPECT_EQ(evaluated("price = price"),
              "Invalid ConditionExpression: The first operand must be distinct from the remaining "
              "operands for this operator or function; operator: =, first operand: [price]");
    EXPECT_EQ(evaluated("((price = :n))"), "Invalid ConditionExpression: The expression has redundant parentheses;");
    EXPECT_NE(evaluated("attribute_type(price, :X)").find("Invalid attribute type name found; type: X"),
              std::string::npos);
    EXPECT_EQ(
        evaluated("price BETWEEN :more AND :less"),
        "Invalid ConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower "
        "bound; lower bound operand: AttributeValue: {N:5000}, upper bound operand: AttributeValue: {N:100}");
    EXPECT_EQ(
        evaluated("attribute_exists(price) = :true"),
        "Invalid ConditionExpression: The function is not allowed to be used this way in an expression; function: "
        "attribute_exists");
    EXPECT_EQ(evaluated("AND"), "Invalid ConditionExpression: Syntax error; token: \"AND\", near: \"AND\"");
    EXPECT_EQ(evaluated("(price)"), "Invalid ConditionExpression: Syntax error; token: \"<EOF>\", near: \")\"");
    EXPECT_EQ(
        evaluated("size(price) = size(:one)"),
        "Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: size, "
        "operand type: N");
}

TEST(Conditions, LimitSizeAndDepth) {
    std::string deep;
    for (int i = 0; i < 1000; ++i) deep += "NOT ";
    EXPECT_NE(evaluated(deep + "price = :n").find("too many operators"), std::string::npos);
    EXPECT_NE(evaluated(std::string(5000, ' ') + "price = :n").find("exceeded the maximum"), std::string::npos);
    EXPECT_NE(evaluated(std::string(4000, '(') + "price = :n").find("Invalid ConditionExpression"), std::string::npos);
}

TEST(Updates, SetValuesPathsAndSums) {
    EXPECT_EQ(after("SET a = :n", R"({"id":{"S":"x"}})"), R"({"a":{"N":"4900"},"id":{"S":"x"}})");
    EXPECT_EQ(after("SET a = a + :one, b = a - :two, c = b", R"({"a":{"N":"5"},"b":{"N":"7"}})"),
              R"({"a":{"N":"6"},"b":{"N":"3"},"c":{"N":"7"}})");
    EXPECT_EQ(after("SET a = if_not_exists(a, :n), b = if_not_exists(b, :n) + :one", R"({"a":{"N":"5"}})"),
              R"({"a":{"N":"5"},"b":{"N":"4901"}})");
    EXPECT_EQ(
        after("SET a = list_append(a, :l), b = list_append(:l, if_not_exists(b, :l))", R"({"a":{"L":[{"N":"1"}]}})"),
        R"({"a":{"L":[{"N":"1"},{"S":"x"}]},"b":{"L":[{"S":"x"},{"S":"x"}]}})");
    EXPECT_EQ(after("set #image.alt = :a, steps[0] = :one, steps[9] = :two",
                    R"({"image":{"M":{}},"steps":{"L":[{"S":"x"}]}})"),
              R"({"image":{"M":{"alt":{"S":"a"}}},"steps":{"L":[{"N":"1"},{"N":"2"}]}})");
}

TEST(Updates, AppendInTheOrderOfIndexes) {
    EXPECT_EQ(after("SET steps[9] = :one, steps[8] = :two", R"({"steps":{"L":[{"N":"0"}]}})"),
              R"({"steps":{"L":[{"N":"0"},{"N":"2"},{"N":"1"}]}})");
    EXPECT_EQ(after("SET a = (a + :one) - :two", R"({"a":{"N":"5"}})"), R"({"a":{"N":"4"}})");
}

TEST(Updates, RemoveByIndexesOfTheOldList) {
    EXPECT_EQ(after("REMOVE steps[0], steps[2], a, absent",
                    R"({"a":{"N":"1"},"steps":{"L":[{"N":"0"},{"N":"1"},{"N":"2"}]}})"),
              R"({"steps":{"L":[{"N":"1"}]}})");
}

TEST(Updates, AddToNumbersAndSets) {
    EXPECT_EQ(after("ADD a :one, b :n", R"({"a":{"N":"-1"}})"), R"({"a":{"N":"0"},"b":{"N":"4900"}})");
    EXPECT_EQ(after("ADD s :ss, t :cd", R"({"s":{"SS":["a","z"]}})"),
              R"({"s":{"SS":["a","b","z"]},"t":{"SS":["c","d"]}})");
    EXPECT_EQ(after("ADD n :ns", R"({"n":{"NS":["1","2"]}})"), R"({"n":{"NS":["1","2","3"]}})");
}

TEST(Updates, DeleteMembersAndThenTheEmptySet) {
    EXPECT_EQ(after("DELETE s :ss, t :ss, u :ss", R"({"s":{"SS":["a","z"]},"t":{"SS":["b"]}})"),
              R"({"s":{"SS":["z"]}})");
}

TEST(Updates, ApplyAllSectionsTogether) {
    EXPECT_EQ(after("SET a = :one REMOVE b ADD c :one DELETE d :ss", R"({"b":{"N":"1"},"d":{"SS":["a","q"]}})"),
              R"({"a":{"N":"1"},"c":{"N":"1"},"d":{"SS":["q"]}})");
}

TEST(Updates, ReportErrorsAsDynamoDbDoes) {
    const std::string_view item = R"({"a":{"N":"1"},"s":{"S":"x"}})";
    EXPECT_EQ(after("SET a = b", item),
              "The provided expression refers to an attribute that does not exist in the item");
    EXPECT_EQ(after("SET a = s + :one", item), "An operand in the update expression has an incorrect data type");
    EXPECT_EQ(after("ADD s :one", item), "An operand in the update expression has an incorrect data type");
    EXPECT_EQ(after("SET b.c = :one", item),
              "The document path provided in the update expression is invalid for update");
    EXPECT_EQ(after("SET a[0] = :one", item),
              "The document path provided in the update expression is invalid for update");
    EXPECT_EQ(after("SET a = :a + :one", item),
              "Invalid UpdateExpression: Incorrect operand type for operator or function; "
              "operator or function: +, operand type: S");
    EXPECT_EQ(after("SET a = :one SET b = :one", item),
              "Invalid UpdateExpression: The \"SET\" section can only be used once in an update expression;");
    EXPECT_EQ(after("SET a = :one, a.b = :one", item),
              "Invalid UpdateExpression: Two document paths overlap with each other; "
              "must remove or rewrite one of these paths; path one: [a], path two: [a, b]");
    EXPECT_EQ(after("SET a.b = :one REMOVE a[1]", item),
              "Invalid UpdateExpression: Two document paths conflict with each "
              "other; must remove or rewrite one of these paths; path one: [a, "
              "b], path two: [a, [1]]");
    EXPECT_EQ(after("SET a = size(s)", item),
              "Invalid UpdateExpression: The function is not allowed in an update expression; "
              "function: size");
    EXPECT_EQ(after("ADD a :a", item),
              "Invalid UpdateExpression: Incorrect operand type for operator or function; operator: "
              "ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND");
    EXPECT_EQ(after("SET a = list_append(:a, :l)", item),
              "Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: "
              "list_append, operand type: S");
    EXPECT_EQ(after("INCREASE a", item),
              "Invalid UpdateExpression: Syntax error; token: \"INCREASE\", near: \"INCREASE a\"");
}

TEST(Projections, KeepTheShapeOfTheItem) {
    EXPECT_EQ(
        projected("id, #image.width, steps[2][0], steps[1], absent, image.nope"),
        R"({"id":{"S":"copper-teapot"},"image":{"M":{"width":{"N":"640"}}},"steps":{"L":[{"N":"1"},{"L":[{"S":"deep"}]}]}})");
    EXPECT_EQ(projected("id, id"),
              "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or "
              "rewrite one of these paths; path one: [id], path two: [id]");
}

TEST(Placeholders, MustAllBeUsed) {
    const auto json = boost::json::parse(
        R"({"ExpressionAttributeNames":{"#a":"a","#b":"b"},"ExpressionAttributeValues":{":v":{"N":"1"}}})");
    auto with = Placeholders::read(*Members::of(json));
    ASSERT_TRUE(parse_condition("#a = :v", "FilterExpression", *with));
    EXPECT_EQ(with->check_all_used(true, "").error().message,
              "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}");
}

TEST(ReservedWords, AreRecognisedInAnyCase) {
    EXPECT_TRUE(is_reserved("name") && is_reserved("State") && is_reserved("TOTAL") && is_reserved("zone"));
    EXPECT_FALSE(is_reserved("id") || is_reserved("price") || is_reserved("rev"));
}

TEST(Values, SurviveARoundTrip) {
    const Item item = item_of(sample);
    const std::string text = item_text(item);
    EXPECT_EQ(item_text(*stored_item(text)), text);
    EXPECT_NE(text.find(R"("sizes":{"NS":["1","2"]})"), std::string::npos) << text;
}

TEST(Values, KeepEveryCharacter) {
    const std::string text = R"({"s":{"S":"\u0000\u001f\"\\\/\n\té漢😀"}})";
    const auto once = item_text(item_of(text));
    EXPECT_EQ(item_text(item_of(once)), once);
    const auto item = item_of(once);
    EXPECT_EQ(*item.at("s").as<std::string>(), std::string("\0\x1f\"\\/\n\t", 7) + "é漢😀");
}

TEST(Values, NestAtMost32Levels) {
    const auto nested = [](int levels) {
        std::string text = R"({"S":"x"})";
        for (int i = 1; i < levels; ++i) text = R"({"L":[)" + text + "]}";
        const JsonText json(R"({"a":)" + text + "}");
        return json.value() != nullptr && read_item(*json.value()).has_value();
    };
    EXPECT_TRUE(nested(32));
    EXPECT_FALSE(nested(33));
}

}  // namespace
}  // namespace vitrine::host::tables
