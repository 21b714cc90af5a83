#include "host/tables/expressions/cursor.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "host/tables/expressions/reserved_words.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::size_t max_expression_length = 4096;
constexpr std::size_t max_operators = 300;
constexpr std::size_t max_path_levels = 32;
constexpr std::size_t max_list_index = 4'294'967'294;
constexpr std::array<std::string_view, 5> keywords{"AND", "OR", "NOT", "BETWEEN", "IN"};

bool is_any_keyword(const Token& token) {
    return std::ranges::any_of(keywords, [&](std::string_view keyword) { return is_keyword(token, keyword); });
}

// True for what stands in conditions alone, wherever it is found.
bool tells_condition(const Token& token, const Token& next) {
    if (is_any_keyword(token)) return true;
    if (token.kind == TokenKind::word) return next.text == "(" && token.text != "size";
    constexpr std::string_view first_of_comparator = "=<>";
    return token.kind == TokenKind::symbol && first_of_comparator.find(token.text.front()) != first_of_comparator.npos;
}

}  // namespace

Cursor::Cursor(std::string_view text, std::string_view member, Placeholders& placeholders)
    : text_(text), member_(member), placeholders_(placeholders) {
    if (text.size() > max_expression_length) {
        tokens_ = tokens_of({});
        fail("Expression size has exceeded the maximum allowed size; expression size: " + std::to_string(text.size()));
        return;
    }
    tokens_ = tokens_of(text);
    if (tokens_.size() == 1) fail("The expression can not be empty;");
}

Token Cursor::take() {
    const Token token = tokens_[at_];
    if (token.kind != TokenKind::end) ++at_;
    return token;
}

bool Cursor::at_symbol(std::string_view symbol) const {
    return peek().kind == TokenKind::symbol && peek().text == symbol;
}

bool Cursor::accept_symbol(std::string_view symbol) {
    if (!at_symbol(symbol)) return false;
    take();
    return true;
}

bool Cursor::accept_keyword(std::string_view upper_case) {
    if (!is_keyword(peek(), upper_case)) return false;
    take();
    return true;
}

void Cursor::expect_symbol(std::string_view symbol) {
    if (!accept_symbol(symbol)) syntax_error();
}

void Cursor::expect_keyword(std::string_view upper_case) {
    if (!accept_keyword(upper_case)) syntax_error();
}

void Cursor::expect_end() {
    if (peek().kind != TokenKind::end) syntax_error();
}

bool Cursor::parenthesis_holds_operand() const {
    std::size_t depth = 0;
    for (std::size_t i = at_; i + 1 < tokens_.size(); ++i) {
        if (tokens_[i].text == "(") ++depth;
        if (tokens_[i].text == ")" && --depth == 0) return true;
        if (tells_condition(tokens_[i], tokens_[i + 1])) return false;
    }
    return false;
}

std::string Cursor::attribute() {
    const Token token = peek();
    if (token.kind == TokenKind::name) {
        take();
        if (const std::string* name = placeholders_.name(token.text)) return *name;
        fail("An expression attribute name used in the document path is not defined; attribute name: " +
             std::string(token.text));
        return {};
    }
    if (token.kind != TokenKind::word || is_any_keyword(token)) {
        syntax_error();
        return {};
    }
    if (is_reserved(token.text)) {
        fail("Attribute name is a reserved keyword; reserved keyword: " + std::string(token.text));
        return {};
    }
    take();
    return std::string(token.text);
}

std::size_t Cursor::position() {
    const Token token = peek();
    if (token.kind != TokenKind::number) {
        syntax_error();
        return 0;
    }
    std::size_t position = 0;
    const auto read = std::from_chars(token.text.data(), token.text.data() + token.text.size(), position);
    if (read.ec != std::errc{} || position > max_list_index)
        fail("List index is not within the allowable range; index: [" + std::string(token.text) + ']');
    take();
    return position;
}

Path Cursor::path() {
    Path path{attribute()};
    while (!failed()) {
        if (accept_symbol(".")) {
            path.emplace_back(attribute());
        } else if (accept_symbol("[")) {
            path.emplace_back(position());
            expect_symbol("]");
        } else {
            break;
        }
    }
    if (path.size() > max_path_levels)
        fail("The document path has too many nesting levels; nesting levels: " + std::to_string(path.size()));
    return path;
}

Value Cursor::value() {
    const Token token = peek();
    if (token.kind != TokenKind::value) {
        syntax_error();
        return {};
    }
    take();
    if (const Value* value = placeholders_.value(token.text)) return *value;
    fail("An expression attribute value used in expression is not defined; attribute value: " +
         std::string(token.text));
    return {};
}

void Cursor::count_operator() {
    if (++operators_ > max_operators)
        fail("The expression contains too many operators; operator count: " + std::to_string(operators_));
}

void Cursor::check_apart(const std::vector<Path>& paths) {
    for (std::size_t i = 0; i < paths.size(); ++i) {
        for (std::size_t k = i + 1; k < paths.size() && !failed(); ++k) {
            const auto [in_one, in_two] = std::ranges::mismatch(paths[i], paths[k]);
            const bool overlap = in_one == paths[i].end() || in_two == paths[k].end();
            if (!overlap && in_one->index() == in_two->index()) continue;
            fail(std::string("Two document paths ") + (overlap ? "overlap" : "conflict") +
                 " with each other; must remove or rewrite one of these paths; path one: " + to_string(paths[i]) +
                 ", path two: " + to_string(paths[k]));
        }
    }
}

// DynamoDB shows the token and its neighbours.
void Cursor::syntax_error() {
    const Token& token = tokens_[at_];
    const std::size_t from = tokens_[at_ > 0 ? at_ - 1 : 0].at;
    const Token& next = tokens_[std::min(at_ + 1, tokens_.size() - 1)];
    const std::string_view shown = token.kind == TokenKind::end ? "<EOF>" : token.text;
    fail("Syntax error; token: \"" + std::string(shown) + "\", near: \"" +
         std::string(text_.substr(from, next.at + next.text.size() - from)) + "\"");
}

void Cursor::fail(const std::string& message) {
    if (!failure_) failure_ = Failure{Fault::validation, "Invalid " + std::string(member_) + ": " + message, {}};
    at_ = tokens_.size() - 1;
}

}  // namespace vitrine::host::tables
