// What the mains of the functions behind the HTTP API and the WebSocket API have in common beside their wiring.
#pragma once

#include <utility>

#include "services/functions/wiring.hpp"
#include "services/http/service.hpp"

namespace shop::functions {

// Who may call, and who may edit.
[[nodiscard]] inline http::AccessRules access_rules(const Wiring& wiring) {
    return {http::SecretHashes(wiring.text("ORIGIN_SECRET_HASHES")),
            http::SecretHashes(wiring.text("EDITOR_KEY_HASHES")), wiring.is_on("EDITOR_OPEN")};
}

// Serves the service's routes for ever. The exit code of main.
[[nodiscard]] inline int serve(const Wiring& wiring, const http::Service& service) {
    return wiring.run([&](const aws::Event& event) -> aws::Answer {
        auto answer = service.answer(event.payload, event.deadline, event.trace_id, event.log);
        if (!answer) return std::unexpected(aws::Failure{"BadEvent", std::move(answer.error())});
        return *std::move(answer);
    });
}

}  // namespace shop::functions
