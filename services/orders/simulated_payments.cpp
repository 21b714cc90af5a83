#include "services/orders/simulated_payments.hpp"

#include <array>
#include <utility>

namespace shop {
namespace {

using store::Error;
using store::Fault;

constexpr std::array<std::pair<Charge, std::string_view>, 3> verdicts{{
    {Charge::charged, "charged"},
    {Charge::declined, "declined"},
    {Charge::voided, "voided"},
}};

std::string_view name_of(Charge charge) {
    for (const auto& [known, name] : verdicts) {
        if (known == charge) return name;
    }
    return "unknown";
}

store::Key key_of(const std::string& key) {
    return {{"pk", "charge#" + key}};
}

store::Result<Charge> charge_from(const std::optional<store::Item>& item) {
    if (!item) return Charge::unknown;
    const auto state = item->find("state");
    for (const auto& [charge, name] : verdicts) {
        if (state != item->end() && state->second == store::Value(name)) return charge;
    }
    return std::unexpected(Error{Fault::invalid, "a charge is in no known state", {}, {}});
}

}  // namespace

SimulatedPayments::SimulatedPayments(store::Store& store, store::TableName orders, NeverAnswer never_answer)
    : store_(store), orders_(std::move(orders)), never_answer_(std::move(never_answer)) {}

store::Result<Charge> SimulatedPayments::remember(const store::Context& context, const std::string& key, Charge charge,
                                                  Money amount) {
    store::Item item = key_of(key);
    item.emplace("state", name_of(charge));
    item.emplace("amount", amount.minor());
    item.emplace("op", name_of(charge));  // a resend, or another with the same verdict, finds what it wanted
    const auto put = store_.put(context, {orders_, std::move(item), store::not_exists("pk")});
    if (put) return charge;
    if (put.error().fault == Fault::condition_failed) return charge_from(put.error().current);
    // Whether it was written is not known, but what is there now is the verdict.
    if (put.error().fault == Fault::in_doubt) {
        const auto now = look_up(context, key);
        if (now && *now != Charge::unknown) return now;
    }
    return std::unexpected(put.error());
}

store::Result<Charge> SimulatedPayments::charge(const store::Context& context, const ChargeRequest& request) {
    const Charge wished = request.instrument == Instrument::declined ? Charge::declined : Charge::charged;
    auto charge = remember(context, request.key, wished, request.amount);
    if (request.instrument != Instrument::timeout) return charge;
    never_answer_(context);
    return std::unexpected(Error{Fault::timed_out, "the provider did not answer", {}, {}});
}

store::Result<Charge> SimulatedPayments::look_up(const store::Context& context, const std::string& key) {
    const auto item = store_.get(context, {orders_, key_of(key)}, store::Read::consistent);
    if (!item) return std::unexpected(item.error());
    return charge_from(*item);
}

store::Result<Charge> SimulatedPayments::void_charge(const store::Context& context, const std::string& key) {
    return remember(context, key, Charge::voided, {});
}

store::Result<void> SimulatedPayments::refund(const store::Context& context, const std::string& key,
                                              const std::string& charge_key, Money amount) {
    const store::Modify modify{
        orders_,
        key_of(charge_key),
        {store::Set{"refundKey", key}, store::Set{"refunded", amount.minor()}, store::Set{"op", key}},
        store::all({store::equals("state", name_of(Charge::charged)),
                    store::any({store::not_exists("refundKey"), store::equals("refundKey", key)})})};
    const auto written = store_.modify(context, modify);
    if (written) return {};
    if (written.error().fault == Fault::condition_failed) {
        return std::unexpected(Error{Fault::invalid, "there is no such charge to pay back", {}, {}});
    }
    return std::unexpected(written.error());
}

}  // namespace shop
