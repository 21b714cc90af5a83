// How addresses look in the countries that the shop sends to (tools/generate/addresses.ts: Google's address data).
// Judged alike in the browser: web/src/features/checkout/address.ts; tests/cases/address.json holds both to it.
#pragma once

#include <string_view>
#include <vector>

#include "services/orders/order.hpp"

namespace shop {

enum class AddressFault {
    missing,    // the country needs it
    malformed,  // a postcode that the country has not
    unknown,    // a country that the shop does not send to, a state that the country has not
    unwanted,   // addresses there have no such field
};

struct AddressMistake {
    std::string_view field;  // of Address, as the contract calls it
    AddressFault fault;
    bool operator==(const AddressMistake&) const = default;
};

// In the order of the fields. Of an unknown country nothing else is judged. Small letters of a postcode are as good as
// capitals.
[[nodiscard]] std::vector<AddressMistake> mistakes_in(const Address& address);

// What the country calls the state of this code; empty where it has none.
[[nodiscard]] std::string_view state_name(std::string_view country, std::string_view state);

// A postcode as the country has them; empty where the country is unknown.
[[nodiscard]] std::string_view postcode_example(std::string_view country);

}  // namespace shop
