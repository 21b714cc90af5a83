// The function service of an application: one pool for each function.
#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>

#include "host/app/app.hpp"
#include "host/functions/functions.hpp"
#include "host/functions/pool.hpp"
#include "lib/ids.hpp"
#include "lib/log.hpp"
#include "lib/sigv4.hpp"

namespace vitrine::host {

struct PoolsOptions {
    std::string region;
    std::string account;
    bool freeze = false;
    bool watch = false;
    PoolTimes times;
    Clock clock;
    Random random;
    Log log;
    Log::Sink lines;
    // The variables of a function besides what Lambda sets; asked whenever a process starts.
    std::function<std::map<std::string, std::string>(const Function&)> environment;
    // A process' own credentials, and whose they are, from its start to its end.
    std::function<void(const sigv4::Credentials&, const std::string& function)> register_credentials;
    std::function<void(const std::string& access_key_id)> revoke_credentials;
};

class Pools : public FunctionService {
public:
    // `app` must outlive the pools. No process is started before it is needed.
    Pools(boost::asio::io_context& network, const App& app, PoolsOptions options);
    ~Pools() override;
    Pools(const Pools&) = delete;
    Pools& operator=(const Pools&) = delete;

    void invoke(Invocation invocation, InvokeDone done) override;
    // Ends all processes; what is in hand is answered as failed. Later events are refused.
    void stop();
    // Throws std::out_of_range for a function that is not declared.
    [[nodiscard]] const Pool& pool(const std::string& function) const { return *pools_.at(function); }

private:
    [[nodiscard]] ProcessContext new_context(const Function& function, std::uint16_t runtime_port);

    boost::asio::io_context& network_;
    PoolsOptions options_;
    std::string name_prefix_;
    std::map<std::string, std::unique_ptr<Pool>> pools_;
    bool stopping_ = false;
};

}  // namespace vitrine::host
