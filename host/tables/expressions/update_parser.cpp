// update := (SET assignment (',' assignment)* | REMOVE path,... | ADD path :value,... | DELETE path :value,...)+
// assignment := path '=' term [('+' | '-') term]
// term := '(' term [('+' | '-') term] ')' | path | :value | if_not_exists '(' path ',' term ')' | list_append '(' term
// ',' term ')'
#include <algorithm>
#include <array>
#include <set>

#include "host/tables/expressions/cursor.hpp"
#include "host/tables/expressions/parser.hpp"

namespace vitrine::host::tables {
namespace {

// The names that DynamoDB gives to types in messages about ADD and DELETE.
std::string long_name(std::string_view type) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> names{{{"S", "STRING"},
                                                                                   {"N", "NUMBER"},
                                                                                   {"B", "BINARY"},
                                                                                   {"SS", "STRING_SET"},
                                                                                   {"NS", "NUMBER_SET"},
                                                                                   {"BS", "BINARY_SET"},
                                                                                   {"L", "LIST"},
                                                                                   {"M", "MAP"},
                                                                                   {"BOOL", "BOOLEAN"},
                                                                                   {"NULL", "NULL"}}};
    const auto found = std::ranges::find(names, type, &std::pair<std::string_view, std::string_view>::first);
    return std::string(found == names.end() ? type : found->second);
}

class UpdateParser {
public:
    UpdateParser(std::string_view text, Placeholders& with) : at_(text, "UpdateExpression", with) {}
    Result<Update> parse();

private:
    void section();
    void assignment();
    void addition();
    void erasure();
    Term sum();
    Term term();
    Term call();
    void check_number(std::string_view symbol, const Term& term);
    void check_list(const Term& term);

    template <typename Clause>
    void list(Clause clause) {
        do clause();
        while (at_.accept_symbol(","));
    }

    Cursor at_;
    Update update_;
    std::set<std::string, std::less<>> sections_;
};

Result<Update> UpdateParser::parse() {
    do section();
    while (at_.peek().kind != TokenKind::end);
    at_.check_apart(update_.targets());
    return at_.finish(std::move(update_));
}

void UpdateParser::section() {
    constexpr std::array<std::string_view, 4> names{"SET", "REMOVE", "ADD", "DELETE"};
    const auto name = std::ranges::find_if(names, [&](std::string_view n) { return is_keyword(at_.peek(), n); });
    if (name == names.end()) return at_.syntax_error();
    if (!sections_.emplace(*name).second)
        return at_.fail("The \"" + std::string(*name) + "\" section can only be used once in an update expression;");
    at_.take();
    if (*name == "SET") return list([this] { assignment(); });
    if (*name == "REMOVE") return list([this] { update_.remove.push_back(at_.path()); });
    if (*name == "ADD") return list([this] { addition(); });
    list([this] { erasure(); });
}

void UpdateParser::assignment() {
    Path path = at_.path();
    at_.expect_symbol("=");
    at_.count_operator();
    update_.set.push_back({std::move(path), sum()});
}

Term UpdateParser::sum() {
    Term first = term();
    const bool minus = at_.at_symbol("-");
    if (!minus && !at_.at_symbol("+")) return first;
    const Token symbol = at_.take();
    at_.count_operator();
    Term second = term();
    check_number(symbol.text, first);
    check_number(symbol.text, second);
    return {Sum{{std::move(first), std::move(second)}, minus}};
}

Term UpdateParser::term() {
    if (at_.peek().kind == TokenKind::value) return {at_.value()};
    if (at_.accept_symbol("(")) {
        at_.count_operator();
        if (at_.at_symbol("(")) at_.fail("The expression has redundant parentheses;");
        Term inner = sum();
        at_.expect_symbol(")");
        return inner;
    }
    if (at_.peek().kind == TokenKind::word && at_.after().text == "(") return call();
    return {at_.path()};
}

Term UpdateParser::call() {
    constexpr std::array<std::string_view, 6> of_conditions{
        "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size"};
    const Token function = at_.take();
    at_.count_operator();
    if (std::ranges::find(of_conditions, function.text) != of_conditions.end())
        at_.fail("The function is not allowed in an update expression; function: " + std::string(function.text));
    else if (function.text != "if_not_exists" && function.text != "list_append")
        at_.fail("Invalid function name; function: " + std::string(function.text));
    at_.expect_symbol("(");
    std::vector<Term> operands;
    list([&] { operands.push_back(term()); });
    at_.expect_symbol(")");
    if (at_.failed()) return {};
    if (operands.size() != 2) {
        at_.fail("Incorrect number of operands for operator or function; operator or function: " +
                 std::string(function.text) + ", number of operands: " + std::to_string(operands.size()));
        return {};
    }
    if (function.text == "list_append") {
        for (const Term& term : operands) check_list(term);
        return {ListAppend{std::move(operands)}};
    }
    auto* path = std::get_if<Path>(&operands[0].node);
    if (path == nullptr) {
        at_.fail("Operator or function requires a document path; operator or function: if_not_exists");
        return {};
    }
    IfNotExists out{std::move(*path), {}};
    out.otherwise.push_back(std::move(operands[1]));
    return {std::move(out)};
}

void UpdateParser::addition() {
    Path path = at_.path();
    Value value = at_.value();
    const auto type = type_name(value);
    if (!at_.failed() && type != "N" && type != "SS" && type != "NS" && type != "BS")
        at_.fail("Incorrect operand type for operator or function; operator: ADD, operand type: " + long_name(type) +
                 ", typeSet: ALLOWED_FOR_ADD_OPERAND");
    update_.add.push_back({std::move(path), std::move(value)});
}

void UpdateParser::erasure() {
    Path path = at_.path();
    Value value = at_.value();
    const auto type = type_name(value);
    if (!at_.failed() && type != "SS" && type != "NS" && type != "BS")
        at_.fail("Incorrect operand type for operator or function; operator: DELETE, operand type: " + long_name(type) +
                 ", typeSet: ALLOWED_FOR_DELETE_OPERAND");
    update_.erase.push_back({std::move(path), std::move(value)});
}

void UpdateParser::check_number(std::string_view symbol, const Term& term) {
    const auto* value = std::get_if<Value>(&term.node);
    if (at_.failed() || value == nullptr || value->as<Number>() != nullptr) return;
    at_.fail("Incorrect operand type for operator or function; operator or function: " + std::string(symbol) +
             ", operand type: " + std::string(type_name(*value)));
}

void UpdateParser::check_list(const Term& term) {
    const auto* value = std::get_if<Value>(&term.node);
    if (at_.failed() || value == nullptr || value->as<List>() != nullptr) return;
    at_.fail("Incorrect operand type for operator or function; operator or function: list_append, operand type: " +
             std::string(type_name(*value)));
}

}  // namespace

Result<Update> parse_update(std::string_view text, Placeholders& with) {
    return UpdateParser(text, with).parse();
}

Result<Projection> parse_projection(std::string_view text, Placeholders& with) {
    Cursor at(text, "ProjectionExpression", with);
    Projection paths;
    do paths.push_back(at.path());
    while (at.accept_symbol(","));
    at.check_apart(paths);
    return at.finish(std::move(paths));
}

}  // namespace vitrine::host::tables
