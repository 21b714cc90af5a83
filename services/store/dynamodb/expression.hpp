// The port's conditions and updates as DynamoDB's expressions. Every name and value goes through a placeholder.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/store/store.hpp"

namespace shop::aws {

class Expressions {
public:
    // Each returns the expression's text; its placeholders gather here.
    [[nodiscard]] std::string condition(const store::Condition& condition);
    [[nodiscard]] std::string update(const store::Update& update);
    [[nodiscard]] std::string key_condition(const store::Query& query);

    // Appends ,"ExpressionAttributeNames":{...},"ExpressionAttributeValues":{...}, leaving out what is empty.
    void append_placeholders(std::string& out) const;

private:
    std::string name(std::string_view attribute);
    std::string value(const store::Value& value);
    std::string path(const store::Path& path);
    std::string joined(const std::vector<store::Condition>& of, std::string_view word);

    std::vector<std::string> names_;  // #0, #1, ... each once
    std::string values_;              // ":0":{...},":1":{...}
    int value_count_ = 0;
};

}  // namespace shop::aws
