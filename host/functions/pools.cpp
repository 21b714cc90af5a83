#include "host/functions/pools.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>

#include "host/functions/environment.hpp"

namespace vitrine::host {

Pools::Pools(boost::asio::io_context& network, const App& app, PoolsOptions options)
    : network_(network), options_(std::move(options)), name_prefix_(deployed_name(app, "")) {
    for (const auto& [name, function] : app.functions) {
        PoolOptions pool{.function_arn = fmt::format("arn:aws:lambda:{}:{}:function:{}{}", options_.region,
                                                     options_.account, name_prefix_, name),
                         .freeze = options_.freeze,
                         .watch = options_.watch,
                         .times = options_.times,
                         .clock = options_.clock,
                         .random = options_.random,
                         .log = options_.log,
                         .lines = options_.lines};
        pools_.emplace(name, std::make_unique<Pool>(
                                 network, function, std::move(pool),
                                 [this](const Function& f, std::uint16_t port) { return new_context(f, port); }));
    }
}

Pools::~Pools() {
    stop();
}

void Pools::invoke(Invocation invocation, InvokeDone done) {
    const auto found = stopping_ ? pools_.end() : pools_.find(invocation.function);
    if (found == pools_.end()) {
        return boost::asio::post(network_, [done = std::move(done)] { done(NotStarted{}); });
    }
    found->second->invoke(std::move(invocation), std::move(done));
}

void Pools::stop() {
    stopping_ = true;
    pools_.clear();
}

ProcessContext Pools::new_context(const Function& function, std::uint16_t runtime_port) {
    const ProcessIdentity identity{.deployed_name = name_prefix_ + function.name,
                                   .region = options_.region,
                                   .credentials = new_credentials(options_.random),
                                   .runtime_port = runtime_port,
                                   .log_stream = new_log_stream(options_.random, options_.clock())};
    options_.register_credentials(identity.credentials, function.name);
    return {lambda_environment(function, identity, options_.environment(function)),
            [this, key = identity.credentials.access_key_id] { options_.revoke_credentials(key); }};
}

}  // namespace vitrine::host
