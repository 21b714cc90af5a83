// What use cases need of the world besides the store.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/ids.hpp"
#include "lib/time.hpp"
#include "services/application/store.hpp"

namespace shop::application {

using vitrine::Clock;
using vitrine::Random;

enum class Delivery { delivered, gone, failed };  // gone: HTTP 410, the connection is no more

// API Gateway's management API (@connections).
class Connections {
public:
    virtual ~Connections() = default;
    // Sends one message (at most 128 KB) to each connection, a bounded number at once, by the deadline; outcomes in the
    // order asked. One failure harms no other, and is retried once.
    [[nodiscard]] virtual std::vector<Delivery> post_all(const store::Context&, std::string_view message,
                                                         const std::vector<std::string>& connection_ids) = 0;
};

}  // namespace shop::application
