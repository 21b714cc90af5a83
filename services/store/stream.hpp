// A record of a table's stream, as a function is woken with it.
#pragma once

#include <optional>
#include <string>

#include "services/store/store.hpp"

namespace shop {

struct StreamRecord {
    std::string sequence;  // names the record where a batch is done in part
    store::Key keys;
    // nullopt: there is none, or it cannot be read. Images hold people's data: never log one.
    std::optional<store::Item> before;
    std::optional<store::Item> after;
};

}  // namespace shop
