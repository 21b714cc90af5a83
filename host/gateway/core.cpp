#include "host/gateway/core.hpp"

#include "host/gateway/trace.hpp"

namespace vitrine::host::gateway {

Core::Core(boost::asio::io_context& io, const App& topology, FunctionService& service, GatewayOptions chosen, Log to,
           Clock time, Random source)
    : network(io),
      app(topology),
      functions(service),
      options(std::move(chosen)),
      log(std::move(to)),
      clock(std::move(time)),
      random(buffered(std::move(source))),
      router(app.http) {
    api.api_id = app.name;
    if (!app.web) return;
    WebSite web = *app.web;
    // The host speaks no TLS, and without it nobody may say so (RFC 6797 section 7.2).
    web.headers.erase("strict-transport-security");
    web.api_headers.erase("strict-transport-security");
    api_headers.assign(web.api_headers.begin(), web.api_headers.end());
    site.emplace(std::move(web));
    api.origin_header = app.web->origin_header;
    api.origin_secret = options.origin_secret;
}

std::string_view Core::date() {
    const Instant now = clock();
    if (const std::int64_t second = epoch_seconds(now); second != date_second_) {
        date_second_ = second;
        date_ = http_date(now);
    }
    return date_;
}

}  // namespace vitrine::host::gateway
