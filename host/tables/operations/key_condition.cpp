#include "host/tables/operations/key_condition.hpp"

#include <array>
#include <utility>
#include <vector>

#include "host/tables/storage/keys.hpp"

namespace vitrine::host::tables {
namespace {

// A test of one attribute, as a key condition may have it.
struct KeyTest {
    enum class Kind { equal, less, less_equal, greater, greater_equal, between, begins_with };
    std::string attribute;
    Kind kind;
    std::vector<Value> values;
};

std::unexpected<Failure> wrong_operator(std::string_view what) {
    return invalid("Invalid operator used in KeyConditionExpression: " + std::string(what));
}

constexpr std::array<std::pair<Comparator, KeyTest::Kind>, 5> kinds{
    {{Comparator::equal, KeyTest::Kind::equal},
     {Comparator::less, KeyTest::Kind::less},
     {Comparator::less_equal, KeyTest::Kind::less_equal},
     {Comparator::greater, KeyTest::Kind::greater},
     {Comparator::greater_equal, KeyTest::Kind::greater_equal}}};

// :v < a says the same as a > :v.
Comparator turned(Comparator how) {
    switch (how) {
        case Comparator::less:
            return Comparator::greater;
        case Comparator::less_equal:
            return Comparator::greater_equal;
        case Comparator::greater:
            return Comparator::less;
        case Comparator::greater_equal:
            return Comparator::less_equal;
        default:
            return how;
    }
}

Result<KeyTest> test_of(const Operand& attribute, KeyTest::Kind kind, std::vector<const Operand*> operands) {
    const auto* path = std::get_if<Path>(&attribute);
    if (std::holds_alternative<SizeOf>(attribute))
        return invalid("KeyConditionExpressions cannot contain nested operations");
    if (path == nullptr) return invalid("Invalid condition in KeyConditionExpression: No key attribute specified");
    if (path->size() != 1)
        return invalid(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: " +
            std::get<std::string>(path->front()));
    KeyTest test{std::get<std::string>(path->front()), kind, {}};
    for (const Operand* operand : operands) {
        const auto* value = std::get_if<Value>(operand);
        if (value == nullptr)
            return invalid(
                "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition");
        test.values.push_back(*value);
    }
    return test;
}

struct KeyTestCollector {
    std::vector<KeyTest>& tests;

    Result<void> keep(Result<KeyTest> test) const {
        if (!test) return std::unexpected(std::move(test.error()));
        tests.push_back(std::move(*test));
        return {};
    }
    Result<void> operator()(const Compare& compare) const {
        if (compare.how == Comparator::not_equal) return wrong_operator("<>");
        const bool swap = !std::holds_alternative<Path>(compare.left) && std::holds_alternative<Path>(compare.right);
        const Operand& attribute = swap ? compare.right : compare.left;
        const Operand& value = swap ? compare.left : compare.right;
        for (const auto& [comparator, kind] : kinds)
            if (comparator == (swap ? turned(compare.how) : compare.how))
                return keep(test_of(attribute, kind, {&value}));
        return wrong_operator("<>");
    }
    Result<void> operator()(const Between& between) const {
        return keep(test_of(between.what, KeyTest::Kind::between, {&between.low, &between.high}));
    }
    Result<void> operator()(const BeginsWith& begins) const {
        return keep(test_of(begins.what, KeyTest::Kind::begins_with, {&begins.prefix}));
    }
    Result<void> operator()(const All& all) const {
        for (const Condition& condition : all.of)
            if (auto done = std::visit(*this, condition.node); !done) return done;
        return {};
    }
    Result<void> operator()(const In&) const { return wrong_operator("IN"); }
    Result<void> operator()(const Exists& exists) const {
        return wrong_operator(exists.wanted ? "attribute_exists" : "attribute_not_exists");
    }
    Result<void> operator()(const HasType&) const { return wrong_operator("attribute_type"); }
    Result<void> operator()(const Contains&) const { return wrong_operator("contains"); }
    Result<void> operator()(const Any&) const { return wrong_operator("OR"); }
    Result<void> operator()(const Not&) const { return wrong_operator("NOT"); }
};

Result<void> check_values(const KeyTest& test, const KeyAttribute& attribute, bool is_sort) {
    for (const Value& value : test.values) {
        const bool prefix_of_number =
            test.kind == KeyTest::Kind::begins_with && attribute.type == AttributeType::number;
        if (!has_type(value, attribute.type) || prefix_of_number)
            return invalid(
                "One or more parameter values were invalid: Condition parameter type does not match schema type");
        if (auto checked = check_key_value(attribute, value, is_sort); !checked) return checked;
    }
    return {};
}

std::pair<std::string, std::string> narrowed(const std::string& prefix, const KeyTest& test) {
    const std::string first = prefix + sort_bytes(test.values.front());
    switch (test.kind) {
        case KeyTest::Kind::equal:
            return {first, after_all(first)};
        case KeyTest::Kind::less:
            return {prefix, first};
        case KeyTest::Kind::less_equal:
            return {prefix, after_all(first)};
        case KeyTest::Kind::greater:
            return {after_all(first), after_all(prefix)};
        case KeyTest::Kind::greater_equal:
            return {first, after_all(prefix)};
        case KeyTest::Kind::between:
            return {first, after_all(prefix + sort_bytes(test.values.back()))};
        case KeyTest::Kind::begins_with:
            break;
    }
    const std::string start = prefix + sort_prefix(test.values.front());
    return {start, after_all(start)};
}

}  // namespace

Result<KeyBounds> key_bounds(const Condition& condition, const KeyAttribute& partition,
                             const std::optional<KeyAttribute>& sort) {
    std::vector<KeyTest> tests;
    if (auto collected = std::visit(KeyTestCollector{tests}, condition.node); !collected)
        return std::unexpected(std::move(collected.error()));
    const KeyTest* of_partition = nullptr;
    const KeyTest* of_sort = nullptr;
    const KeyTest* other = nullptr;
    for (const KeyTest& test : tests) {
        const KeyTest*& place = test.attribute == partition.name       ? of_partition
                                : sort && test.attribute == sort->name ? of_sort
                                                                       : other;
        if (place != nullptr && place->attribute == test.attribute)
            return invalid("KeyConditionExpressions must only contain one condition per key");
        place = &test;
    }
    if (tests.size() > 2) return invalid("Conditions can be of length 1 or 2 only");
    if (of_partition == nullptr) return invalid("Query condition missed key schema element: " + partition.name);
    if (other != nullptr)
        return sort ? invalid("Query condition missed key schema element: " + sort->name)
                    : invalid("Query key condition not supported");
    if (of_partition->kind != KeyTest::Kind::equal) return invalid("Query key condition not supported");
    if (auto checked = check_values(*of_partition, partition, false); !checked) return std::unexpected(checked.error());
    const std::string prefix = partition_prefix(of_partition->values.front());
    if (of_sort == nullptr) return KeyBounds{prefix, after_all(prefix), prefix};
    if (auto checked = check_values(*of_sort, *sort, true); !checked) return std::unexpected(checked.error());
    auto [low, high] = narrowed(prefix, *of_sort);
    return KeyBounds{std::move(low), std::move(high), prefix};
}

}  // namespace vitrine::host::tables
