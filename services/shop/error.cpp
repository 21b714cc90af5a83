#include "services/shop/error.hpp"

#include <array>

namespace shop {
namespace {

struct Meaning {
    store::Fault fault;
    std::string_view name;
    Refusal refusal;
};

constexpr std::array<Meaning, 10> meanings{{
    {store::Fault::condition_failed, "condition failed", Refusal::internal},
    {store::Fault::cancelled, "transaction cancelled", Refusal::unavailable},
    {store::Fault::conflict, "conflict", Refusal::unavailable},
    {store::Fault::throttled, "throttled", Refusal::unavailable},
    {store::Fault::timed_out, "timed out", Refusal::unavailable},
    {store::Fault::in_doubt, "in doubt", Refusal::unavailable},
    {store::Fault::token_reused, "transaction token reused", Refusal::internal},
    {store::Fault::unavailable, "unavailable", Refusal::unavailable},
    {store::Fault::denied, "denied", Refusal::internal},
    {store::Fault::invalid, "invalid", Refusal::internal},
}};

}  // namespace

std::unexpected<Error> failed(const store::Error& error) {
    for (const auto& meaning : meanings) {
        if (meaning.fault != error.fault) continue;
        return std::unexpected(
            Error{meaning.refusal, {}, {}, "store: " + std::string(meaning.name) + ": " + error.detail});
    }
    std::unreachable();
}

std::unexpected<Error> failed(const ItemFault& fault, std::string_view table) {
    return std::unexpected(
        Error{Refusal::internal, {}, {}, "an item of " + std::string(table) + " has no usable " + fault.what});
}

std::unexpected<Error> contended(std::string_view what) {
    return std::unexpected(Error{Refusal::unavailable, {}, {}, "gave up after conflicts: " + std::string(what)});
}

}  // namespace shop
