// How addresses look in the countries that the shop sends to (tools/generate/addresses.ts: Google's address data).
// Judged alike in the browser: web/src/features/checkout/address.ts; tests/cases/address.json holds both to it.
#pragma once

#include <string_view>
#include <vector>

#include "services/orders/order.hpp"

namespace shop {

enum class AddressFault {
    missing,    // the country needs it
    malformed,  // a postcode in no form of the country
    unknown,    // a country that the shop does not send to, a state code that is not in the country's list
    unwanted,   // addresses of the country have no such field
};

struct AddressMistake {
    std::string_view field;  // of Address, named as in the API
    AddressFault fault;
    bool operator==(const AddressMistake&) const = default;
};

// In the order of the fields; empty: nothing is wrong. In a country that the shop does not send to nothing but `line1`
// is judged besides. Letters of a postcode may be small. Lengths are checked elsewhere (order_bounds.hpp).
[[nodiscard]] std::vector<AddressMistake> mistakes_in(const Address& address);

// The name of a state by its code (ISO 3166-2 after the hyphen); empty where the country has none of it.
[[nodiscard]] std::string_view state_name(std::string_view country, std::string_view state);

// One postcode of the country, to show as an example; empty where the country is unknown.
[[nodiscard]] std::string_view postcode_example(std::string_view country);

}  // namespace shop
