// condition  := both (OR both)*
// both       := negation (AND negation)*
// negation   := NOT negation | primary
// primary    := '(' condition ')' | function | operand test
// A parenthesis may open a condition or an operand: what stands within it tells.
// test       := comparator operand | BETWEEN operand AND operand | IN '(' operand (',' operand)* ')'
// operand    := path | :value | size '(' operand ')' | '(' operand ')'
#include <algorithm>
#include <array>
#include <optional>

#include "host/tables/expressions/cursor.hpp"
#include "host/tables/expressions/parser.hpp"
#include "lib/encoding.hpp"

namespace vitrine::host::tables {
namespace {

struct Symbol {
    std::string_view text;
    Comparator comparator;
};
constexpr std::array<Symbol, 6> comparators{{{"=", Comparator::equal},
                                             {"<>", Comparator::not_equal},
                                             {"<", Comparator::less},
                                             {"<=", Comparator::less_equal},
                                             {">", Comparator::greater},
                                             {">=", Comparator::greater_equal}}};
constexpr std::array<std::string_view, 10> type_names{"S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NULL"};

// ; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}
std::string shown_bounds(const Value& low, const Value& high) {
    const auto shown = [](const Value& value) {
        std::string out = "AttributeValue: {" + std::string(type_name(value)) + ':';
        if (const auto* text = value.as<std::string>()) out += *text;
        if (const auto* number = value.as<Number>()) out += number->text();
        if (const auto* binary = value.as<Binary>()) out += base64(bytes_of(binary->bytes));
        return out + '}';
    };
    return "; lower bound operand: " + shown(low) + ", upper bound operand: " + shown(high);
}

class ConditionParser {
public:
    ConditionParser(std::string_view text, std::string_view member, Placeholders& with) : at_(text, member, with) {}
    Result<Condition> parse() {
        auto parsed = condition();
        return at_.finish(std::move(parsed));
    }

private:
    struct Call {
        std::string_view function;
        std::vector<Operand> operands;
    };

    Condition condition();
    Condition both();
    Condition negation();
    Condition primary();
    Condition parenthesized();
    Condition test();
    Condition membership(Operand what);
    Condition range(Operand what);
    Operand operand();
    Operand size_of_operand(const Operand& measured);
    Call call();
    void refuse_comparison(std::string_view function);
    Condition function(Call call);
    Condition two_operands(Call& call);
    Condition type_test(Call& call);

    // Checks of operands that need no item.
    void check_distinct(std::string_view what, const Operand& first, const Operand& other);
    void check_ordered(std::string_view what, const Operand& operand);
    void check_text(std::string_view what, const Operand& operand);
    void wrong_type(std::string_view what, const Operand& operand);

    Cursor at_;
    bool was_parenthesized_ = false;
};

Condition ConditionParser::condition() {
    Condition first = both();
    if (!is_keyword(at_.peek(), "OR")) return first;
    Any any{{std::move(first)}};
    while (at_.accept_keyword("OR")) {
        at_.count_operator();
        any.of.push_back(both());
    }
    was_parenthesized_ = false;
    return {std::move(any)};
}

Condition ConditionParser::both() {
    Condition first = negation();
    if (!is_keyword(at_.peek(), "AND")) return first;
    All all{{std::move(first)}};
    while (at_.accept_keyword("AND")) {
        at_.count_operator();
        all.of.push_back(negation());
    }
    was_parenthesized_ = false;
    return {std::move(all)};
}

Condition ConditionParser::negation() {
    if (!at_.accept_keyword("NOT")) return primary();
    at_.count_operator();
    Not negated{{negation()}};
    was_parenthesized_ = false;
    return {std::move(negated)};
}

Condition ConditionParser::primary() {
    if (at_.at_symbol("(") && !at_.parenthesis_holds_operand()) return parenthesized();
    was_parenthesized_ = false;
    const bool calls = at_.peek().kind == TokenKind::word && at_.after().text == "(";
    if (calls && at_.peek().text != "size") {
        const std::string_view name = at_.peek().text;
        Condition parsed = function(call());
        refuse_comparison(name);
        return parsed;
    }
    return test();
}

// attribute_exists(a) = :b
void ConditionParser::refuse_comparison(std::string_view function) {
    if (std::ranges::any_of(comparators, [&](const Symbol& s) { return at_.at_symbol(s.text); }))
        at_.fail("The function is not allowed to be used this way in an expression; function: " +
                 std::string(function));
}

Condition ConditionParser::parenthesized() {
    at_.expect_symbol("(");
    at_.count_operator();
    Condition inner = condition();
    if (was_parenthesized_) at_.fail("The expression has redundant parentheses;");
    at_.expect_symbol(")");
    was_parenthesized_ = true;
    return inner;
}

Condition ConditionParser::test() {
    Operand left = operand();
    if (at_.accept_keyword("BETWEEN")) return range(std::move(left));
    if (at_.accept_keyword("IN")) return membership(std::move(left));
    const auto symbol = std::ranges::find_if(comparators, [&](const Symbol& s) { return at_.at_symbol(s.text); });
    if (symbol == comparators.end()) {
        if (std::holds_alternative<SizeOf>(left))
            at_.fail("The function is not allowed to be used this way in an expression; function: size");
        else
            at_.syntax_error();
        return {};
    }
    at_.take();
    at_.count_operator();
    Operand right = operand();
    check_distinct(symbol->text, left, right);
    if (symbol->comparator != Comparator::equal && symbol->comparator != Comparator::not_equal) {
        check_ordered(symbol->text, left);
        check_ordered(symbol->text, right);
    }
    return {Compare{std::move(left), symbol->comparator, std::move(right)}};
}

Condition ConditionParser::range(Operand what) {
    at_.count_operator();
    Operand low = operand();
    at_.expect_keyword("AND");
    Operand high = operand();
    for (const Operand* end : {&what, &low, &high}) check_ordered("BETWEEN", *end);
    const auto* lowest = std::get_if<Value>(&low);
    const auto* highest = std::get_if<Value>(&high);
    if (lowest != nullptr && highest != nullptr && !at_.failed()) {
        if (type_name(*lowest) != type_name(*highest))
            at_.fail("The BETWEEN operator requires same data type for lower and upper bounds" +
                     shown_bounds(*lowest, *highest));
        else if (order(*lowest, *highest) > 0)
            at_.fail("The BETWEEN operator requires upper bound to be greater than or equal to lower bound" +
                     shown_bounds(*lowest, *highest));
    }
    return {Between{std::move(what), std::move(low), std::move(high)}};
}

Condition ConditionParser::membership(Operand what) {
    at_.count_operator();
    In in{std::move(what), {}};
    at_.expect_symbol("(");
    do in.among.push_back(operand());
    while (at_.accept_symbol(","));
    at_.expect_symbol(")");
    for (const Operand& member : in.among) check_distinct("IN", in.what, member);
    if (in.among.size() > 100)
        at_.fail("The IN operator is provided with too many operands; number of operands: " +
                 std::to_string(in.among.size()));
    return {std::move(in)};
}

Operand ConditionParser::operand() {
    const Token& token = at_.peek();
    if (token.kind == TokenKind::value) return at_.value();
    if (at_.accept_symbol("(")) {
        at_.count_operator();
        if (at_.at_symbol("(")) at_.fail("The expression has redundant parentheses;");
        Operand inner = operand();
        at_.expect_symbol(")");
        return inner;
    }
    if (token.kind != TokenKind::word || at_.after().text != "(") return at_.path();
    const Call called = call();
    if (at_.failed()) return Path{};
    if (called.function != "size") {
        at_.fail("The function is not allowed to be used this way in an expression; function: " +
                 std::string(called.function));
        return Path{};
    }
    if (called.operands.size() == 1) return size_of_operand(called.operands.front());
    at_.fail("Incorrect number of operands for operator or function; operator or function: size, number of operands: " +
             std::to_string(called.operands.size()));
    return Path{};
}

Operand ConditionParser::size_of_operand(const Operand& measured) {
    if (const auto* path = std::get_if<Path>(&measured)) return SizeOf{*path};
    const auto* value = std::get_if<Value>(&measured);
    const auto count = value == nullptr ? std::nullopt : count_of(*value);
    if (!count) {
        wrong_type("size", measured);
        return Path{};
    }
    return Value{Number(static_cast<std::int64_t>(*count))};
}

ConditionParser::Call ConditionParser::call() {
    constexpr std::array<std::string_view, 6> functions{
        "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size"};
    constexpr std::array<std::string_view, 2> of_updates{"if_not_exists", "list_append"};
    Call out{at_.take().text, {}};
    if (std::ranges::find(of_updates, out.function) != of_updates.end())
        at_.fail("The function is not allowed in a condition expression; function: " + std::string(out.function));
    else if (std::ranges::find(functions, out.function) == functions.end())
        at_.fail("Invalid function name; function: " + std::string(out.function));
    at_.expect_symbol("(");
    do out.operands.push_back(operand());
    while (at_.accept_symbol(","));
    at_.expect_symbol(")");
    return out;
}

Condition ConditionParser::function(Call called) {
    at_.count_operator();
    if (at_.failed()) return {};
    const bool exists = called.function == "attribute_exists" || called.function == "attribute_not_exists";
    if (called.operands.size() != (exists ? 1U : 2U)) {
        at_.fail("Incorrect number of operands for operator or function; operator or function: " +
                 std::string(called.function) + ", number of operands: " + std::to_string(called.operands.size()));
        return {};
    }
    const auto* path = std::get_if<Path>(&called.operands.front());
    if ((exists || called.function == "attribute_type") && path == nullptr) {
        at_.fail("Operator or function requires a document path; operator or function: " +
                 std::string(called.function));
        return {};
    }
    if (exists) return {Exists{*path, called.function == "attribute_exists"}};
    return called.function == "attribute_type" ? type_test(called) : two_operands(called);
}

Condition ConditionParser::type_test(Call& called) {
    const auto* value = std::get_if<Value>(&called.operands[1]);
    const auto* type = value == nullptr ? nullptr : value->as<std::string>();
    if (type == nullptr) {
        wrong_type(called.function, called.operands[1]);
        return {};
    }
    if (std::ranges::find(type_names, *type) == type_names.end())
        at_.fail("Invalid attribute type name found; type: " + *type + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
    return {HasType{std::get<Path>(std::move(called.operands[0])), *type}};
}

Condition ConditionParser::two_operands(Call& called) {
    Operand& first = called.operands[0];
    Operand& second = called.operands[1];
    check_distinct(called.function, first, second);
    if (called.function == "contains") return {Contains{std::move(first), std::move(second)}};
    check_text(called.function, first);
    check_text(called.function, second);
    return {BeginsWith{std::move(first), std::move(second)}};
}

void ConditionParser::check_distinct(std::string_view what, const Operand& first, const Operand& other) {
    const auto* path = std::get_if<Path>(&first);
    if (at_.failed() || path == nullptr || first != other) return;
    at_.fail(
        "The first operand must be distinct from the remaining operands for this operator or function; operator: " +
        std::string(what) + ", first operand: " + to_string(*path));
}

void ConditionParser::check_ordered(std::string_view what, const Operand& operand) {
    const auto* value = std::get_if<Value>(&operand);
    if (value != nullptr && order(*value, *value) != std::partial_ordering::equivalent) wrong_type(what, operand);
}

void ConditionParser::check_text(std::string_view what, const Operand& operand) {
    const auto* value = std::get_if<Value>(&operand);
    const bool text = value == nullptr || value->as<std::string>() != nullptr || value->as<Binary>() != nullptr;
    if (!text || std::holds_alternative<SizeOf>(operand)) wrong_type(what, operand);
}

void ConditionParser::wrong_type(std::string_view what, const Operand& operand) {
    const auto* value = std::get_if<Value>(&operand);
    at_.fail("Incorrect operand type for operator or function; operator or function: " + std::string(what) +
             ", operand type: " + std::string(value == nullptr ? "N" : type_name(*value)));
}

}  // namespace

Result<Condition> parse_condition(std::string_view text, std::string_view member, Placeholders& with) {
    return ConditionParser(text, member, with).parse();
}

}  // namespace vitrine::host::tables
