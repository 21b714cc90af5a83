// Attribute values as DynamoDB's JSON has them.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <expected>
#include <string>

#include "services/store/store.hpp"

namespace shop::aws {

// Appends {"S":"text"}, {"N":"12"}, ...
void append_value(std::string& out, const store::Value& value);
// Appends {"name":{"S":"text"},...}
void append_item(std::string& out, const store::Item& item);

// The text names the attribute that is none of NULL, BOOL, N (a whole number of 64 bits), S, L, M; never its value.
[[nodiscard]] std::expected<store::Item, std::string> read_item(const boost::json::value& json);

}  // namespace shop::aws
