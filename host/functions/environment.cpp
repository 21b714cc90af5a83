#include "host/functions/environment.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "host/peer/loopback_guard.hpp"

namespace vitrine::host {

sigv4::Credentials new_credentials(const Random& random) {
    return {"ASIA" + crockford(random, 16), Secret(new_token(random).substr(0, 40)),
            Secret(new_token(random) + new_token(random))};
}

std::string new_log_stream(const Random& random, Instant now) {
    return fmt::format("{:%Y/%m/%d}/[$LATEST]{}", std::chrono::floor<std::chrono::seconds>(now), new_trace_id(random));
}

std::vector<std::string> lambda_environment(const Function& function, const ProcessIdentity& identity,
                                            const std::map<std::string, std::string>& more) {
    const std::string root = function.code.string();
    std::map<std::string, std::string> all = more;
    const std::map<std::string, std::string> own{
        {"AWS_ACCESS_KEY_ID", identity.credentials.access_key_id},
        {"AWS_DEFAULT_REGION", identity.region},
        {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", std::to_string(function.memory)},
        {"AWS_LAMBDA_FUNCTION_NAME", identity.deployed_name},
        {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
        {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
        {"AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + identity.deployed_name},
        {"AWS_LAMBDA_LOG_STREAM_NAME", identity.log_stream},
        {"AWS_LAMBDA_RUNTIME_API", loopback_authority(identity.runtime_port)},
        {"AWS_REGION", identity.region},
        {"AWS_SECRET_ACCESS_KEY", identity.credentials.secret_access_key.reveal()},
        {"AWS_SESSION_TOKEN", identity.credentials.session_token.reveal()},
        {"LAMBDA_RUNTIME_DIR", "/var/runtime"},
        {"LAMBDA_TASK_ROOT", root},
        {"LANG", "en_US.UTF-8"},
        {"LD_LIBRARY_PATH", fmt::format("/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:{0}:{0}/lib:/opt/lib", root)},
        {"PATH", "/usr/local/bin:/usr/bin/:/bin:/opt/bin"},
        {"TZ", ":UTC"},
        {"_HANDLER", "bootstrap"},
    };
    for (const auto& [name, value] : own) all.insert_or_assign(name, value);
    std::vector<std::string> lines;
    for (const auto& [name, value] : all) lines.push_back(fmt::format("{}={}", name, value));
    return lines;
}

}  // namespace vitrine::host
