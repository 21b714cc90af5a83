#include "services/live/management.hpp"

#include <algorithm>

#include "lib/crypto.hpp"
#include "lib/encoding.hpp"
#include "services/aws/http_client.hpp"
#include "services/aws/rate_limit.hpp"
#include "services/aws/retry.hpp"
#include "services/aws/signed_request.hpp"

namespace shop::aws {
namespace {

using vitrine::Milliseconds;

constexpr std::size_t at_once = 64;
constexpr Milliseconds attempt_timeout{5'000};
constexpr Milliseconds limit_pause{10};

HttpOptions http_options(const Environment& environment) {
    HttpOptions options;
    options.ca_bundle = environment.ca_bundle;
    options.idle_connections = at_once;
    return options;
}

std::string path_of(const std::string& connection) {
    return "/@connections/" + vitrine::percent_encode(connection);
}

Delivery delivery_of(const HttpResult& result) {
    if (!result) return Delivery::failed;
    if (result->status == 410) return Delivery::gone;
    return result->status >= 200 && result->status < 300 ? Delivery::delivered : Delivery::failed;
}

}  // namespace

class Management::Client {
public:
    Client(EndpointUrl endpoint, const Environment& environment, World world, int rate)
        : world_(std::move(world)),
          http_(std::move(endpoint), http_options(environment)),
          signer_(environment.credentials, {environment.region, "execute-api"}),
          limit_(rate) {}

    std::vector<Delivery> post_all(const store::Context& context, std::string_view message,
                                   const std::vector<std::string>& connections) {
        std::vector<Delivery> deliveries(connections.size(), Delivery::failed);
        std::vector<std::size_t> open(connections.size());
        for (std::size_t i = 0; i < open.size(); ++i) open[i] = i;
        const std::string hash = vitrine::hex(vitrine::sha256(message));
        post(context, {message, hash}, connections, open, deliveries);
        std::erase_if(open, [&](std::size_t i) { return deliveries[i] != Delivery::failed; });
        if (open.empty()) return deliveries;
        world_.pause(std::min(full_jitter(3, world_.random), context.deadline.left()));
        post(context, {message, hash}, connections, open, deliveries);
        return deliveries;
    }

    Delivery close(const store::Context& context, const std::string& connection) {
        const std::string path = path_of(connection);
        Outgoing outgoing{"DELETE", path, {}, {}};
        HttpRequest request{signed_head(signer_, http_.endpoint(), std::move(outgoing), world_.clock()), {}, true};
        return delivery_of(
            http_.send(std::move(request), context.deadline.earlier(vitrine::Deadline::in(attempt_timeout))));
    }

private:
    struct Message {
        std::string_view text;
        std::string_view hash;
    };

    HttpRequest request_for(const Message& message, const std::string& connection) {
        const std::string path = path_of(connection);
        Outgoing outgoing{"POST", path, {}, message.text, message.hash};
        // A message that comes twice is one that the client has applied already.
        return {signed_head(signer_, http_.endpoint(), std::move(outgoing), world_.clock()), message.text, true};
    }

    // Posts to connections[i] for each i of `which`, as fast as the limit allows.
    void post(const store::Context& context, const Message& message, const std::vector<std::string>& connections,
              const std::vector<std::size_t>& which, std::vector<Delivery>& deliveries) {
        for (std::size_t begin = 0; begin < which.size() && !context.deadline.passed();) {
            const std::size_t count = limit_.take(which.size() - begin, world_.clock());
            if (count == 0) {
                world_.pause(limit_pause);
                continue;
            }
            std::size_t next = begin;
            http_.send_all(
                [&]() -> std::optional<HttpRequest> {
                    if (next == begin + count) return std::nullopt;
                    return request_for(message, connections[which[next++]]);
                },
                [&](std::size_t number, const HttpResult& result) {
                    deliveries[which[begin + number]] = delivery_of(result);
                },
                at_once, context.deadline.earlier(vitrine::Deadline::in(attempt_timeout)));
            begin += count;
        }
    }

    World world_;
    HttpClient http_;
    vitrine::sigv4::Signer signer_;
    RateLimit limit_;
};

std::expected<std::unique_ptr<Management>, std::string> Management::create(const Environment& environment, World world,
                                                                           int rate) {
    auto endpoint = parse_endpoint_url(environment.management_url);
    if (!endpoint) return std::unexpected(endpoint.error());
    return std::unique_ptr<Management>(
        new Management(std::make_unique<Client>(*std::move(endpoint), environment, std::move(world), rate)));
}

Management::Management(std::unique_ptr<Client> client) : client_(std::move(client)) {}
Management::~Management() = default;

std::vector<Delivery> Management::post_all(const store::Context& context, std::string_view message,
                                           const std::vector<std::string>& connection_ids) {
    return client_->post_all(context, message, connection_ids);
}

Delivery Management::close(const store::Context& context, const std::string& connection_id) {
    return client_->close(context, connection_id);
}

}  // namespace shop::aws
