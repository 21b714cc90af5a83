// Loads items: one JSON object a line, {"table": name as in app.yaml, "item": the item in DynamoDB's JSON}.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "host/app/app.hpp"
#include "host/cli/outcome.hpp"
#include "host/tables/tables.hpp"

namespace vitrine::host {

// Carries out a DynamoDB operation; answers from whatever thread.
using Execute = std::function<void(std::string_view operation, std::string body, TableDone done)>;

// How many items were put. Items that are there are replaced, so a seed that was cut short can be done again.
// Blocks; `execute` must not need the calling thread.
[[nodiscard]] Result<std::size_t> load_items(const App& app, const std::filesystem::path& file, const Execute& execute);

}  // namespace vitrine::host
