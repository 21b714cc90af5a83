#include "services/orders/checkout_request.hpp"

#include <algorithm>
#include <utility>

#include "services/http/fields.hpp"
#include "services/orders/email.hpp"
#include "services/orders/order_bounds.hpp"
#include "services/orders/postal_address.hpp"

namespace shop {
namespace {

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= bounds::idempotency_key &&
           std::ranges::all_of(text, [](char c) { return c >= '!' && c <= '~'; });
}

std::optional<std::string> country_from(std::string_view text) {
    const bool good = text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
    return good ? std::optional(std::string(text)) : std::nullopt;
}

std::string in_words(const AddressMistake& mistake, const Address& address) {
    switch (mistake.fault) {
        case AddressFault::missing:
            return "Is needed.";
        case AddressFault::malformed:
            return "A postcode such as " + std::string(postcode_example(address.country)) + '.';
        case AddressFault::unknown:
            return mistake.field == "country" ? "The shop does not send there." : "A code of the country's list.";
        case AddressFault::unwanted:
            return "Addresses there have none.";
    }
    std::unreachable();
}

// What the country asks for is judged only of fields that are texts.
Address read_address(const json::value& value, FieldErrors& errors, std::string pointer) {
    FieldErrors own;
    Fields fields(value, own, std::move(pointer));
    const auto read = [&](const char* name, const TextRule& rule, Need need) {
        return fields.text(name, rule, need).value_or("");
    };
    Address address{
        .line1 = read("line1", bounds::line1, Need::required),
        .line2 = fields.text("line2", bounds::line2, Need::optional),
        .city = read("city", bounds::city, Need::optional),
        .state = read("state", bounds::state, Need::optional),
        .postcode = read("postcode", bounds::postcode, Need::optional),
        .country = fields.parsed("country", country_from, "Two capital letters, as ISO 3166 has them.", Need::required)
                       .value_or("")};
    fields.refuse_others();
    const auto mistakes = value.is_object() ? mistakes_in(address) : std::vector<AddressMistake>{};
    for (const auto& mistake : mistakes) {
        const std::string at = fields.pointer_to(mistake.field);
        if (std::ranges::find(own, at, &FieldError::pointer) != own.end()) continue;
        own.push_back({at, in_words(mistake, address)});
    }
    errors.insert(errors.end(), own.begin(), own.end());
    return address;
}

std::string read_email(Fields& fields) {
    const auto email = fields.text("email", bounds::email, Need::required);
    if (!email) return {};
    if (auto mistake = mistake_in_email(*email)) fields.wrong("email", *std::move(mistake));
    return *email;
}

Customer read_customer(const json::value& value, FieldErrors& errors, std::string pointer) {
    Fields fields(value, errors, std::move(pointer));
    Customer customer;
    customer.name = fields.text("name", bounds::person_name, Need::required).value_or("");
    customer.email = read_email(fields);
    if (const auto* address = fields.nested("address", Need::required)) {
        customer.address = read_address(*address, errors, fields.pointer_to("address"));
    }
    fields.refuse_others();
    return customer;
}

}  // namespace

std::expected<Checkout, Failure> read_checkout(const Request& request, const json::value& body,
                                               const Currency& currency) {
    const auto key = request.header("idempotency-key");
    if (!key) return fail(problems::idempotency_key_missing);
    if (!is_key(*key)) return fail(problems::idempotency_key_invalid);
    FieldErrors errors;
    Fields fields(body, errors);
    auto basket = fields.id<BasketId>("basketId", Need::required);
    const auto rev = fields.number("basketRev", bounds::rev, Need::optional);
    Customer customer;
    if (const auto* value = fields.nested("customer", Need::required)) {
        customer = read_customer(*value, errors, "/customer");
    }
    const auto expected_total = fields.money("expectedTotal", bounds::total, currency, Need::required);
    fields.refuse_others();
    if (!errors.empty()) return fail(problems::invalid_content, std::move(errors));
    return Checkout{std::string(*key), *std::move(basket), rev ? std::optional(Rev{*rev}) : std::nullopt,
                    std::move(customer), *expected_total};
}

}  // namespace shop
