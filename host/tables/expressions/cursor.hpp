// Where a parser stands in an expression, and the first thing found wrong with it. After a failure the cursor stands at
// the end, so that a recursive descent runs out by itself; what it returns then is thrown away.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/tables/expressions/expression.hpp"
#include "host/tables/expressions/lexer.hpp"
#include "host/tables/expressions/placeholders.hpp"
#include "host/tables/protocol/failure.hpp"

namespace vitrine::host::tables {

class Cursor {
public:
    Cursor(std::string_view text, std::string_view member, Placeholders& placeholders);

    // The token that comes next; the end for ever once it is reached.
    [[nodiscard]] const Token& peek() const { return tokens_[at_]; }
    // The one behind it.
    [[nodiscard]] const Token& after() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
    Token take();
    // Does this symbol come next?
    [[nodiscard]] bool at_symbol(std::string_view symbol) const;
    bool accept_symbol(std::string_view symbol);
    bool accept_keyword(std::string_view upper_case);
    void expect_symbol(std::string_view symbol);
    void expect_keyword(std::string_view upper_case);
    void expect_end();

    // At a '(': whether what it encloses is an operand, no condition.
    [[nodiscard]] bool parenthesis_holds_operand() const;

    // A path of names, placeholders and list indexes; not to be used once failed().
    [[nodiscard]] Path path();
    // The value that a placeholder stands for.
    [[nodiscard]] Value value();
    // Counts against the limit of operators in one expression, which also bounds the depth of the descent.
    void count_operator();

    // No path may be another one's start, nor may two use one attribute as a map and as a list.
    void check_apart(const std::vector<Path>& paths);

    void syntax_error();
    void fail(const std::string& message);

    // `parsed`, or the first failure; anything left of the text is one.
    template <typename T>
    [[nodiscard]] Result<T> finish(T parsed) {
        expect_end();
        if (failure_) return std::unexpected(std::move(*failure_));
        return parsed;
    }
    // What is read after a failure is not to be used.
    [[nodiscard]] bool failed() const { return failure_.has_value(); }

private:
    [[nodiscard]] std::string attribute();
    [[nodiscard]] std::size_t position();

    std::string_view text_;
    std::string_view member_;
    Placeholders& placeholders_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t operators_ = 0;
    std::optional<Failure> failure_;
};

}  // namespace vitrine::host::tables
