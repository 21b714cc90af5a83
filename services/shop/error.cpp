#include "services/shop/error.hpp"

#include <string_view>
#include <utility>

namespace shop {
namespace {

struct Meaning {
    std::string_view name;
    Refusal refusal;
};

Meaning meaning_of(store::Fault fault) {
    switch (fault) {
        case store::Fault::condition_failed:
            return {"condition failed", Refusal::internal};
        case store::Fault::cancelled:
            return {"transaction cancelled", Refusal::unavailable};
        case store::Fault::conflict:
            return {"conflict", Refusal::unavailable};
        case store::Fault::throttled:
            return {"throttled", Refusal::unavailable};
        case store::Fault::timed_out:
            return {"timed out", Refusal::unavailable};
        case store::Fault::in_doubt:
            return {"in doubt", Refusal::unavailable};
        case store::Fault::token_reused:
            return {"transaction token reused", Refusal::internal};
        case store::Fault::unavailable:
            return {"unavailable", Refusal::unavailable};
        case store::Fault::denied:
            return {"denied", Refusal::internal};
        case store::Fault::invalid:
            return {"invalid", Refusal::internal};
    }
    std::unreachable();
}

}  // namespace

std::unexpected<Error> failed(const store::Error& error) {
    const Meaning meaning = meaning_of(error.fault);
    return std::unexpected(Error{meaning.refusal, {}, {}, "store: " + std::string(meaning.name) + ": " + error.detail});
}

std::unexpected<Error> failed(const store::ItemFault& fault, std::string_view table) {
    return std::unexpected(
        Error{Refusal::internal, {}, {}, "an item of " + std::string(table) + " has no usable " + fault.what});
}

std::unexpected<Error> contended(std::string_view what) {
    return std::unexpected(Error{Refusal::unavailable, {}, {}, "gave up after conflicts: " + std::string(what)});
}

}  // namespace shop
