#include "tests/simulation/provider.hpp"

namespace shop::simulation {
namespace {

using namespace std::chrono_literals;
using store::Context;
using store::Result;

std::unexpected<store::Error> no_answer() {
    return std::unexpected(store::Error{store::Fault::timed_out, "the provider does not answer", {}, {}});
}

}  // namespace

Charge Provider::decide(const std::string& key, Charge charge, Money amount) {
    Account& account = accounts_[key];
    if (account.charge != Charge::unknown) return account.charge;
    account.amount = amount;
    return account.charge = charge;
}

Charge Provider::look_up(const std::string& key) const {
    const auto account = accounts_.find(key);
    return account == accounts_.end() ? Charge::unknown : account->second.charge;
}

bool Provider::refund(const std::string& key, const std::string& charge_key, Money amount) {
    const auto account = accounts_.find(charge_key);
    if (account == accounts_.end() || account->second.charge != Charge::charged) return false;
    account->second.refunds.try_emplace(key, amount);
    return true;
}

template <typename Verb>
auto ProviderPort::ask(std::string_view name, const Verb& verb) -> Result<decltype(verb())> {
    world_.port_call(name, deadline_);
    const bool troubled = world_.strikes(world_.faults.provider);
    const bool heard = !troubled || world_.happens(0.5);
    if (!heard) {
        world_.note(name, "unheard of");
        return no_answer();
    }
    const auto answer = verb();
    world_.note(name, troubled ? "done, unheard" : "done");
    world_.may_crash(name);
    if (troubled) return no_answer();
    return answer;
}

Result<Charge> ProviderPort::charge(const Context&, const ChargeRequest& request) {
    const Charge wanted = request.instrument == Instrument::declined ? Charge::declined : Charge::charged;
    if (request.instrument != Instrument::timeout)
        return ask("charge", [&] { return provider_.decide(request.key, wanted, request.amount); });
    // Charged at once or much later, unless it is voided first; never answered.
    world_.port_call("charge", deadline_);
    world_.note("charge", "never answers");
    world_.scheduler.spawn(
        "provider", [&provider = provider_, request, wanted] { provider.decide(request.key, wanted, request.amount); },
        world_.happens(0.5) ? Duration{0} : world_.dice.between(Duration{1s}, Duration{180s}));
    world_.scheduler.sleep(Duration{2s});
    return no_answer();
}

Result<Charge> ProviderPort::look_up(const Context&, const std::string& key) {
    return ask("look up", [&] { return provider_.look_up(key); });
}

Result<Charge> ProviderPort::void_charge(const Context&, const std::string& key) {
    return ask("void", [&] { return provider_.decide(key, Charge::voided, {}); });
}

Result<void> ProviderPort::refund(const Context&, const std::string& key, const std::string& charge_key, Money amount) {
    const auto done = ask("refund", [&] { return provider_.refund(key, charge_key, amount); });
    if (!done) return std::unexpected(done.error());
    if (*done) return {};
    world_.ledger.broken("the provider is asked to pay back what it never charged: " + charge_key);
    return no_answer();
}

}  // namespace shop::simulation
