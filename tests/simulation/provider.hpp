// The payment provider, out of the shop's reach: its own books of charges and refunds, and the port to it as one
// invocation has it, which may fail before or after the provider did what it was asked, or long before it does it.
#pragma once

#include <map>
#include <string>

#include "services/orders/payment_provider.hpp"
#include "tests/simulation/world.hpp"

namespace shop::simulation {

class Provider {
public:
    struct Account {
        Charge charge = Charge::unknown;
        Money amount;
        std::map<std::string, Money> refunds;  // by the refund's key
    };
    [[nodiscard]] const std::map<std::string, Account>& accounts() const { return accounts_; }

    // The first verdict on a key stands.
    Charge decide(const std::string& key, Charge charge, Money amount);
    [[nodiscard]] Charge look_up(const std::string& key) const;
    // False: there is nothing to pay back.
    bool refund(const std::string& key, const std::string& charge_key, Money amount);

private:
    std::map<std::string, Account> accounts_;
};

class ProviderPort final : public Payments {
public:
    ProviderPort(World& world, Provider& provider, Duration deadline)
        : world_(world), provider_(provider), deadline_(deadline) {}

    store::Result<Charge> charge(const store::Context&, const ChargeRequest&) override;
    store::Result<Charge> look_up(const store::Context&, const std::string& key) override;
    store::Result<Charge> void_charge(const store::Context&, const std::string& key) override;
    store::Result<void> refund(const store::Context&, const std::string& key, const std::string& charge_key,
                               Money amount) override;

private:
    // Does it, does it unheard, or does not do it.
    template <typename Verb>
    auto ask(std::string_view name, const Verb& verb) -> store::Result<decltype(verb())>;

    World& world_;
    Provider& provider_;
    Duration deadline_;
};

}  // namespace shop::simulation
