// What use cases need of the world besides the store.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "lib/ids.hpp"
#include "lib/time.hpp"
#include "services/application/store.hpp"

namespace shop::application {

using vitrine::Clock;
using vitrine::Random;

// One message to one live connection; at most 128 KB.
struct Post {
    std::string connection_id;
    std::string data;
};

enum class Delivery { delivered, gone, failed };  // gone: HTTP 410, the connection is no more

// API Gateway's management API (@connections).
class Connections {
public:
    virtual ~Connections() = default;
    // Sends all, a bounded number at once, each by the deadline; outcomes in the order asked. One failure harms no other.
    [[nodiscard]] virtual std::vector<Delivery> post_all(const store::Context&, const std::vector<Post>&) = 0;
};

}  // namespace shop::application
