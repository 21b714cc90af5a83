#include "services/orders/order_requests.hpp"

#include <array>
#include <utility>

#include "services/http/fields.hpp"

namespace shop {
namespace {

constexpr std::string_view simulator_method = "simulator";

std::optional<Instrument> instrument_from(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, Instrument>, 3> instruments{
        {{"ok", Instrument::ok}, {"declined", Instrument::declined}, {"timeout", Instrument::timeout}}};
    for (const auto& [known, instrument] : instruments) {
        if (known == name) return instrument;
    }
    return std::nullopt;
}

std::optional<OrderState> owners_state_from(std::string_view name) {
    const auto state = order_state_from(name);
    for (const auto& way : transitions()) {
        if (way.by == Actor::owner && way.to == state) return state;
    }
    return std::nullopt;
}

}  // namespace

std::expected<PaymentRequest, Failure> read_payment(const json::value& body, Simulator simulator) {
    FieldErrors errors;
    Fields fields(body, errors);
    const auto method = fields.parsed(
        "method",
        [&](std::string_view name) {
            return simulator == Simulator::open && name == simulator_method ? std::optional(std::string(name))
                                                                            : std::nullopt;
        },
        simulator == Simulator::open ? "simulator." : "This shop takes no simulated payments.", Need::required);
    const auto instrument = fields.parsed("instrument", instrument_from, "ok, declined or timeout.", Need::required);
    fields.refuse_others();
    if (!errors.empty()) return fail(problems::invalid_content, std::move(errors));
    return PaymentRequest{*method, *instrument};
}

std::expected<OrderState, Failure> read_order_move(const json::value& body) {
    FieldErrors errors;
    Fields fields(body, errors);
    const auto to =
        fields.parsed("to", owners_state_from, "paid, packed, shipped, delivered or refunded.", Need::required);
    fields.refuse_others();
    if (!errors.empty()) return fail(problems::invalid_content, std::move(errors));
    return *to;
}

std::string encode_cursor(const QueryHash& query, const OrderPageEnd& end) {
    return encode_cursor(query, PageMark{end.id.text(), number_value(end.placed_at.time_since_epoch().count())});
}

std::optional<OrderPageEnd> order_page_end(const QueryHash& query, std::string_view cursor) {
    const auto mark = decode_cursor(query, cursor);
    if (!mark) return std::nullopt;
    auto id = OrderId::parse(mark->id);
    const auto placed_at = number_of(mark->value);
    // Within what RFC 3339 can write: years 1970 to 9999.
    if (!id || !placed_at || *placed_at < 0 || *placed_at > 253'402'300'799'999) return std::nullopt;
    return OrderPageEnd{Instant{std::chrono::milliseconds{*placed_at}}, *std::move(id)};
}

}  // namespace shop
