// What the operations have in common: the table that a request names and whether the caller may, its key, its
// expressions.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "host/tables/expressions/expression.hpp"
#include "host/tables/expressions/placeholders.hpp"
#include "host/tables/protocol/authorize.hpp"
#include "host/tables/protocol/request_json.hpp"
#include "host/tables/storage/schema.hpp"
#include "host/tables/storage/storage.hpp"
#include "host/tables/storage/writer.hpp"

namespace vitrine::host::tables {

struct Caller {
    const Schemas& schemas;
    const Authorize& allowed;

    // The table of that deployed name, where the caller is granted `action` on it.
    [[nodiscard]] Result<const Schema*> table(std::string_view deployed, std::string_view action) const;
    // The same of the request's TableName; refuses the parameters that expressions replaced.
    [[nodiscard]] Result<const Schema*> table(const Members& request, std::string_view action) const;
};

// Operations by how they are carried out.
using ReadOperation = Result<std::string> (*)(const Caller& caller, const Members& request, Storage& storage);
// Checks the request on the caller's thread; the rest happens on the writer's. Schemas outlive the work.
using WriteOperation = Result<Work> (*)(const Caller& caller, const Members& request);

[[nodiscard]] Result<std::string> get_item(const Caller&, const Members&, Storage&);
[[nodiscard]] Result<std::string> batch_get_item(const Caller&, const Members&, Storage&);
[[nodiscard]] Result<std::string> transact_get_items(const Caller&, const Members&, Storage&);
[[nodiscard]] Result<std::string> query(const Caller&, const Members&, Storage&);
[[nodiscard]] Result<std::string> scan(const Caller&, const Members&, Storage&);
[[nodiscard]] Result<std::string> describe_table(const Caller&, const Members&, Storage&);
[[nodiscard]] Result<std::string> list_tables(const Caller&, const Members&, Storage&);

[[nodiscard]] Result<Work> put_item(const Caller&, const Members&);
[[nodiscard]] Result<Work> update_item(const Caller&, const Members&);
[[nodiscard]] Result<Work> delete_item(const Caller&, const Members&);
[[nodiscard]] Result<Work> batch_write_item(const Caller&, const Members&);
[[nodiscard]] Result<Work> transact_write_items(const Caller&, const Members&);

// A member that must hold a key of the table.
[[nodiscard]] Result<Item> key_member(const Schema& schema, const Members& request, std::string_view name);
// nullopt where the member is absent.
[[nodiscard]] Result<std::optional<Condition>> condition_member(const Members& request, std::string_view name,
                                                                Placeholders& with);
// ProjectionExpression; nullopt where the member is absent.
[[nodiscard]] Result<std::optional<Projection>> projection_member(const Members& request, Placeholders& with);

// The item as an answer shows it: as it is stored, or what was asked of it.
[[nodiscard]] Result<std::string> shown(const std::string& stored, const std::optional<Projection>& projection);

}  // namespace vitrine::host::tables
