// What may be granted: the targets of `on`, and the actions that make sense for each.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "host/app/app.hpp"

namespace vitrine::host {

// "table" of table.products, "websocket" of websocket.
[[nodiscard]] std::string_view kind_of_target(std::string_view target);

// Every target of this topology, as `on` writes it.
[[nodiscard]] std::vector<std::string> targets_of(const App& app);

// IAM's action names for a kind of target.
[[nodiscard]] const std::vector<std::string>& actions_on(std::string_view kind);
// On whatever kind.
[[nodiscard]] bool is_action(std::string_view action);

}  // namespace vitrine::host
