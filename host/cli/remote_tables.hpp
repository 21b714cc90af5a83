// The application's tables in somebody else's DynamoDB (--tables URL).
#pragma once

#include <string>

#include "host/app/app.hpp"
#include "host/cli/outcome.hpp"
#include "host/cli/seed.hpp"

namespace vitrine::host {

// CreateTable's request for a declared table.
[[nodiscard]] std::string create_table_request(const App& app, const Table& table);

// Makes the tables that are not there, with streams and TTL. True where none was there before. Blocks.
[[nodiscard]] Result<bool> create_tables(const App& app, const Execute& execute);

}  // namespace vitrine::host
