// The environment that Lambda gives a function's process.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "host/app/app.hpp"
#include "lib/ids.hpp"
#include "lib/sigv4.hpp"
#include "lib/time.hpp"

namespace vitrine::host {

struct ProcessIdentity {
    std::string deployed_name;  // vitrine-local-catalog
    std::string region;
    sigv4::Credentials credentials;
    std::uint16_t runtime_port = 0;
    std::string log_stream;  // 2026/11/22/[$LATEST]0123456789abcdef0123456789abcdef
};

// A role's temporary credentials in AWS's form: a key id ASIA..., a secret of 40 characters, a session token.
[[nodiscard]] sigv4::Credentials new_credentials(const Random& random);

// A log stream's name for a process that starts now.
[[nodiscard]] std::string new_log_stream(const Random& random, Instant now);

// NAME=value: what Lambda sets, then `more` (the function's own variables, with placeholders resolved, and endpoints).
[[nodiscard]] std::vector<std::string> lambda_environment(const Function& function, const ProcessIdentity& identity,
                                                          const std::map<std::string, std::string>& more);

}  // namespace vitrine::host
