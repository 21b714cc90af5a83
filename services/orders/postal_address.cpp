#include "services/orders/postal_address.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace shop {
namespace {

enum class Need { none, optional, required };

// One arrow of the automaton that accepts a country's postcodes: from 0, character by character, to a step that may be
// the last.
struct Step {
    std::uint16_t from;
    char first;
    char last;
    std::uint16_t to;
    bool may_end;
};

struct State {
    std::string_view country;
    std::string_view code;  // ISO 3166-2 after the hyphen
    std::string_view name;
};

struct Country {
    std::string_view code;  // ISO 3166-1
    Need city;
    Need state;
    Need postcode;
    std::size_t first_step;
    std::size_t step_count;
    std::string_view example;
};

#include "addresses.inc"

const Country* country_of(std::string_view code) {
    const auto* found = std::ranges::find(countries, code, &Country::code);
    return found == countries.end() ? nullptr : found;
}

bool is_postcode(std::string_view text, const Country& country) {
    const auto automaton = std::span(steps).subspan(country.first_step, country.step_count);
    std::uint16_t at = 0;
    bool may_end = false;
    for (const char c : text) {
        const char capital = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        const auto step = std::ranges::find_if(automaton, [&](const Step& known) {
            return known.from == at && known.first <= capital && capital <= known.last;
        });
        if (step == automaton.end()) return false;
        at = step->to;
        may_end = step->may_end;
    }
    return may_end;
}

// What is wrong with a field whatever it says.
std::optional<AddressFault> fault_of(std::string_view text, Need need) {
    if (text.empty() && need == Need::required) return AddressFault::missing;
    if (!text.empty() && need == Need::none) return AddressFault::unwanted;
    return std::nullopt;
}

}  // namespace

std::vector<AddressMistake> mistakes_in(const Address& address) {
    std::vector<AddressMistake> mistakes;
    const auto note = [&](std::string_view field, std::optional<AddressFault> fault) {
        if (fault) mistakes.push_back({field, *fault});
        return fault.has_value();
    };
    note("line1", fault_of(address.line1, Need::required));
    const Country* country = country_of(address.country);
    if (country == nullptr) {
        note("country", address.country.empty() ? AddressFault::missing : AddressFault::unknown);
        return mistakes;
    }
    note("city", fault_of(address.city, country->city));
    if (!note("state", fault_of(address.state, country->state)) && !address.state.empty() &&
        state_name(address.country, address.state).empty()) {
        note("state", AddressFault::unknown);
    }
    if (!note("postcode", fault_of(address.postcode, country->postcode)) && !address.postcode.empty() &&
        !is_postcode(address.postcode, *country)) {
        note("postcode", AddressFault::malformed);
    }
    return mistakes;
}

std::string_view state_name(std::string_view country, std::string_view state) {
    const auto* found = std::ranges::find_if(
        states, [&](const State& known) { return known.country == country && known.code == state; });
    return found == states.end() ? std::string_view() : found->name;
}

std::string_view postcode_example(std::string_view country) {
    const Country* known = country_of(country);
    return known == nullptr ? std::string_view() : known->example;
}

}  // namespace shop
