// What the mains of the functions behind the HTTP API and the WebSocket API have in common beside their wiring.
#pragma once

#include <utility>

#include "services/functions/wiring.hpp"
#include "services/http/service.hpp"

namespace shop::functions {

// ORIGIN_SECRET_HASHES. None is a mistake: every request would be refused.
[[nodiscard]] inline SecretHashes origin_secrets(Settings& settings) {
    return SecretHashes(settings.hashes("ORIGIN_SECRET_HASHES", Settings::None::refused));
}
// The same and EDITOR_KEY_HASHES, which may be empty: then no key is valid; and EDITOR_OPEN. trusted_proxies stays 0.
[[nodiscard]] inline AccessRules access_rules(Settings& settings) {
    return {origin_secrets(settings), SecretHashes(settings.hashes("EDITOR_KEY_HASHES", Settings::None::allowed)),
            settings.flag("EDITOR_OPEN")};
}

// Serves the service's routes for ever. The exit code of main.
[[nodiscard]] inline int serve(const Wiring& wiring, const Service& service) {
    return wiring.run([&](const aws::Event& event) -> aws::Answer {
        auto answer = service.answer(event.payload, event.deadline, event.trace_id, event.log);
        if (!answer) return std::unexpected(aws::Failure{"BadEvent", std::move(answer.error())});
        return *std::move(answer);
    });
}

}  // namespace shop::functions
