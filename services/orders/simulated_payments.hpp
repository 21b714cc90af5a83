// A payment provider that moves no money. It remembers each charge in the orders table (`charge#KEY`) before it
// answers, so that another process can look a charge up whose process ended.
#pragma once

#include <functional>

#include "lib/ids.hpp"
#include "services/orders/payment_provider.hpp"

namespace shop {

class SimulatedPayments final : public Payments {
public:
    // Called for Instrument::timeout before the error: waits until the caller's deadline, or returns at once in tests.
    using NeverAnswer = std::function<void(const store::Context&)>;

    SimulatedPayments(store::Store& store, store::TableName orders, NeverAnswer never_answer);

    // ok: charged. declined: declined. timeout: charged, and never answered.
    store::Result<Charge> charge(const store::Context&, const ChargeRequest&) override;
    store::Result<Charge> look_up(const store::Context&, const std::string& key) override;
    store::Result<Charge> void_charge(const store::Context&, const std::string& key) override;
    store::Result<void> refund(const store::Context&, const std::string& key, const std::string& charge_key,
                               Money amount) override;

private:
    // Writes the verdict on a key where there is none; returns the one that stands.
    store::Result<Charge> remember(const store::Context& context, const std::string& key, Charge charge, Money amount);

    store::Store& store_;
    store::TableName orders_;
    NeverAnswer never_answer_;
};

}  // namespace shop
