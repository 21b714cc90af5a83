// Event filter patterns, as Lambda's event filtering takes them.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
// Known: literal values, prefix, suffix, equals-ignore-case, anything-but (values, or a prefix), exists, numeric, $or.
#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <string>
#include <string_view>

namespace vitrine::host {

class Pattern {
public:
    // Refuses what is not JSON, not of a pattern's form, or uses a comparison that is not known.
    [[nodiscard]] static std::expected<Pattern, std::string> parse(std::string_view json);

    // Every field of the pattern must match; of a field's list of comparisons, any.
    [[nodiscard]] bool matches(const boost::json::value& event) const;

private:
    explicit Pattern(boost::json::object pattern) : pattern_(std::move(pattern)) {}
    boost::json::object pattern_;
};

}  // namespace vitrine::host
