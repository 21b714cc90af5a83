// Reading a query string into a typed request; like Fields, every mistake is noted under `/NAME`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/http/bounds.hpp"
#include "services/shop/error.hpp"

namespace shop {

class Parameters {
public:
    // application/x-www-form-urlencoded. A name that stands twice, and what cannot be decoded, are errors.
    explicit Parameters(std::string_view query);

    // nullopt where it is absent; text and number also where it is wrong, which is noted. Values are decoded.
    [[nodiscard]] std::optional<std::string_view> raw(std::string_view name);
    [[nodiscard]] std::optional<std::string> text(std::string_view name, const TextRule& rule);
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name, const NumberRule& rule);
    [[nodiscard]] bool flag(std::string_view name);  // false where absent
    template <typename Parse>
    [[nodiscard]] auto parsed(std::string_view name, Parse parse, std::string_view form)
        -> decltype(parse(std::string_view{})) {
        const auto value = raw(name);
        if (!value) return std::nullopt;
        auto result = parse(*value);
        if (!result) wrong(name, std::string(form));
        return result;
    }
    void require(std::string_view name);
    void wrong(std::string_view name, std::string detail);
    void refuse_others();

    // Whether nothing is wrong so far, and what is.
    [[nodiscard]] bool good() const { return errors_.empty(); }
    [[nodiscard]] FieldErrors take_errors() { return std::move(errors_); }

private:
    std::vector<std::pair<std::string, std::string>> values_;
    std::vector<std::string_view> known_;
    FieldErrors errors_;
};

}  // namespace shop
