// A record of a table's stream, as a function gets it.
#pragma once

#include <optional>
#include <string>

#include "services/store/store.hpp"

namespace shop::store {

struct StreamRecord {
    std::string sequence;  // the record's number, to report a batch that was done in part
    Key keys;
    // nullopt: there is none, or it cannot be read. Images hold people's data: never log one.
    std::optional<Item> before;
    std::optional<Item> after;
};

}  // namespace shop::store
