// Items read without the application's help, so that its mistakes are not repeated here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "services/store/store.hpp"

namespace shop::simulation {

inline const std::string no_text;
inline const store::List no_list;

[[nodiscard]] inline const std::string& text(const store::Map& map, std::string_view name) {
    const auto at = map.find(name);
    return at != map.end() && at->second.text() ? *at->second.text() : no_text;
}

[[nodiscard]] inline std::int64_t number(const store::Map& map, std::string_view name) {
    const auto at = map.find(name);
    return at != map.end() && at->second.number() ? *at->second.number() : 0;
}

[[nodiscard]] inline const store::List& list(const store::Map& map, std::string_view name) {
    const auto at = map.find(name);
    return at != map.end() && at->second.list() ? *at->second.list() : no_list;
}

}  // namespace shop::simulation
