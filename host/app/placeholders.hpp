// What a value of app.yaml may stand for. A value is a literal or exactly one placeholder of a closed set;
// the Terraform stack resolves the same set.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "host/app/app.hpp"

namespace vitrine::host {

// What is known only once the host runs.
struct RunTimeValues {
    std::string stage = "local";     // ${stage}
    std::string websocket_endpoint;  // ${websocket.endpoint}: @connections/ID is appended to it
    std::string site_origins;        // ${site.origins}: comma-separated, scheme://host:port
    std::string origin_secret_hash;  // ${origin.secretHash}: SHA-256, hex
    std::string editor_key_hashes;   // ${editor.keyHashes}: comma-separated SHA-256s, hex; empty: closed
    bool loopback = false;           // ${local.loopback}: "true" or empty
};

// The value itself, or what its placeholder stands for. The value is one that load_app accepted.
[[nodiscard]] std::string resolve(const App& app, std::string_view value, const RunTimeValues& values);

// Nothing wrong with this value? The text says what is. Needs app's tables, buckets and websocket alone.
[[nodiscard]] std::expected<void, std::string> check_value(const App& app, std::string_view value);

}  // namespace vitrine::host
