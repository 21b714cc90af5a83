// A request's JSON, taken apart with DynamoDB's errors for what is not of the form expected.
#pragma once

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/tables/protocol/failure.hpp"

namespace vitrine::host::tables {

// 32 levels of attribute values are 64 of JSON, within a request's or a record's own.
constexpr std::size_t max_json_depth = 96;

// Parsed JSON and the memory that it lives in: most requests and items fit in the object itself.
class JsonText {
public:
    explicit JsonText(std::string_view text);
    JsonText(const JsonText&) = delete;
    JsonText& operator=(const JsonText&) = delete;
    // nullptr where the text is no JSON.
    [[nodiscard]] const boost::json::value* value() const { return value_ ? &*value_ : nullptr; }

private:
    std::array<unsigned char, 8192> first_;
    boost::json::monotonic_resource memory_;
    std::optional<boost::json::value> value_;
};

// SerializationException where the value is of another type.
[[nodiscard]] Result<std::string_view> as_text(const boost::json::value& json);
[[nodiscard]] Result<bool> as_flag(const boost::json::value& json);
[[nodiscard]] Result<std::int64_t> as_integer(const boost::json::value& json);
[[nodiscard]] Result<const boost::json::array*> as_array(const boost::json::value& json);
[[nodiscard]] Result<const boost::json::object*> as_object(const boost::json::value& json);

// Members of a request's object; an absent member and null are the same.
class Members {
public:
    explicit Members(const boost::json::object& object) : object_(&object) {}
    // SerializationException where it is no object. The value must outlive the members.
    [[nodiscard]] static Result<Members> of(const boost::json::value& json);

    // nullptr where it is absent.
    [[nodiscard]] const boost::json::value* find(std::string_view name) const;
    // nullopt where it is absent; SerializationException where it is of another type. So are the two below.
    [[nodiscard]] Result<std::optional<std::string_view>> text(std::string_view name) const;
    [[nodiscard]] Result<bool> flag(std::string_view name, bool otherwise) const;
    [[nodiscard]] Result<std::optional<std::int64_t>> integer(std::string_view name) const;
    // A member that must be there; the failure is the protocol's validation error.
    [[nodiscard]] Result<const boost::json::value*> required(std::string_view name) const;
    [[nodiscard]] const boost::json::object& object() const { return *object_; }

private:
    const boost::json::object* object_;
};

}  // namespace vitrine::host::tables
