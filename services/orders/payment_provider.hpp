// The port to a payment provider.
#pragma once

#include <string>

#include "services/shop/money.hpp"
#include "services/store/store.hpp"

namespace shop {

// A provider's record of a charge. unknown: there is none of that key; voided: the key can never charge any more.
enum class Charge { unknown, charged, declined, voided };

// The simulator's; others come with a real provider.
enum class Instrument { ok, declined, timeout };

struct ChargeRequest {
    std::string key;
    Money amount;
    Instrument instrument = Instrument::ok;
};

// A payment provider. Every verb is idempotent by its key: a repeat answers as the first did. Once a charge is charged,
// declined or voided it stays so. An error means that the outcome is not known: ask later with look_up.
class Payments {
public:
    virtual ~Payments() = default;
    // charged or declined; voided where `void_charge` came first.
    [[nodiscard]] virtual store::Result<Charge> charge(const store::Context&, const ChargeRequest&) = 0;
    // unknown where no charge of that key has arrived; one that is still on its way may arrive later.
    [[nodiscard]] virtual store::Result<Charge> look_up(const store::Context&, const std::string& key) = 0;
    // voided; charged or declined where it was too late.
    [[nodiscard]] virtual store::Result<Charge> void_charge(const store::Context&, const std::string& key) = 0;
    // Pays back what was charged under `charge_key`. `key` names the refund: the same one again pays back once.
    [[nodiscard]] virtual store::Result<void> refund(const store::Context&, const std::string& key,
                                                     const std::string& charge_key, Money amount) = 0;
};

}  // namespace shop
