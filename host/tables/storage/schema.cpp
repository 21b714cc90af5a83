#include "host/tables/storage/schema.hpp"

#include <algorithm>

namespace vitrine::host::tables {
namespace {

constexpr std::size_t max_partition_key_bytes = 2048;
constexpr std::size_t max_sort_key_bytes = 1024;
constexpr std::size_t max_item_bytes = 400 * 1024;

bool is_empty(const Value& value) {
    if (const auto* text = value.as<std::string>()) return text->empty();
    if (const auto* binary = value.as<Binary>()) return binary->bytes.empty();
    return false;
}

std::string_view kind_of(const Value& value) {
    return value.as<Binary>() != nullptr ? "binary" : "string";
}

Result<void> take_key(const KeyAttribute& attribute, bool is_sort, const Item& item, Item& key) {
    const auto found = item.find(attribute.name);
    if (found == item.end())
        return invalid("One or more parameter values were invalid: Missing the key " + attribute.name + " in the item");
    if (!has_type(found->second, attribute.type))
        return invalid("One or more parameter values were invalid: Type mismatch for key " + attribute.name +
                       " expected: " + std::string(letter_of(attribute.type)) +
                       " actual: " + std::string(type_name(found->second)));
    if (auto checked = check_key_value(attribute, found->second, is_sort); !checked) return checked;
    key.insert(*found);
    return {};
}

Result<void> check_index_value(const KeyAttribute& attribute, bool is_sort, const Index& index, const Item& item) {
    const auto found = item.find(attribute.name);
    if (found == item.end()) return {};
    if (!has_type(found->second, attribute.type))
        return invalid("One or more parameter values were invalid: Type mismatch for Index Key " + attribute.name +
                       " Expected: " + std::string(letter_of(attribute.type)) +
                       " Actual: " + std::string(type_name(found->second)) + " IndexName: " + index.name);
    if (is_empty(found->second))
        return invalid(
            "One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
            "The AttributeValue for a key attribute cannot contain an empty " +
            std::string(kind_of(found->second)) + " value. IndexName: " + index.name + ", IndexKey: " + attribute.name);
    return check_key_value(attribute, found->second, is_sort);
}

Result<void> check_indexes(const Schema& schema, const Item& item) {
    for (const IndexSchema& index : schema.indexes) {
        auto checked = check_index_value(index.declared.partition, false, index.declared, item);
        if (checked && index.declared.sort)
            checked = check_index_value(*index.declared.sort, true, index.declared, item);
        if (!checked) return checked;
    }
    return {};
}

}  // namespace

bool Schema::is_key(std::string_view attribute) const {
    return declared.partition.name == attribute || (declared.sort && declared.sort->name == attribute);
}

const IndexSchema* Schema::index(std::string_view name) const {
    const auto found = std::ranges::find_if(indexes, [&](const IndexSchema& i) { return i.declared.name == name; });
    return found == indexes.end() ? nullptr : &*found;
}

std::string_view letter_of(AttributeType type) {
    switch (type) {
        case AttributeType::string:
            return "S";
        case AttributeType::number:
            return "N";
        case AttributeType::binary:
            break;
    }
    return "B";
}

bool has_type(const Value& value, AttributeType type) {
    return type_name(value) == letter_of(type);
}

Result<void> check_key_value(const KeyAttribute& attribute, const Value& value, bool is_sort) {
    if (is_empty(value))
        return invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
            "empty " +
            std::string(kind_of(value)) + " value. Key: " + attribute.name);
    const std::size_t size = size_of(value);
    if (!is_sort && size > max_partition_key_bytes)
        return invalid(
            "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 "
            "bytes");
    if (is_sort && size > max_sort_key_bytes)
        return invalid(
            "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit "
            "of "
            "1024 bytes");
    return {};
}

Result<Item> key_of_item(const Schema& schema, const Item& item) {
    Item key;
    if (auto taken = take_key(schema.declared.partition, false, item, key); !taken)
        return std::unexpected(std::move(taken.error()));
    if (schema.declared.sort)
        if (auto taken = take_key(*schema.declared.sort, true, item, key); !taken)
            return std::unexpected(std::move(taken.error()));
    return key;
}

Item stored_key(const Schema& schema, const Item& item) {
    Item key;
    for (const auto& [name, value] : item)
        if (schema.is_key(name)) key.emplace(name, value);
    return key;
}

Result<void> check_key(const Schema& schema, const Item& key) {
    const std::size_t wanted = schema.declared.sort ? 2 : 1;
    const auto fits = [&](const KeyAttribute& attribute) {
        const auto found = key.find(attribute.name);
        return found != key.end() && has_type(found->second, attribute.type);
    };
    if (key.size() != wanted || !fits(schema.declared.partition) ||
        (schema.declared.sort && !fits(*schema.declared.sort)))
        return invalid("The provided key element does not match the schema");
    auto checked = check_key_value(schema.declared.partition, key.at(schema.declared.partition.name), false);
    if (checked && schema.declared.sort)
        checked = check_key_value(*schema.declared.sort, key.at(schema.declared.sort->name), true);
    return checked;
}

Result<void> check_item(const Schema& schema, const Item& item) {
    if (size_of(item) > max_item_bytes) return invalid("Item size has exceeded the maximum allowed size");
    return check_indexes(schema, item);
}

Result<void> check_updated_item(const Schema& schema, const Item& item) {
    if (size_of(item) > max_item_bytes) return invalid("Item size to update has exceeded the maximum allowed size");
    return check_indexes(schema, item);
}

}  // namespace vitrine::host::tables
