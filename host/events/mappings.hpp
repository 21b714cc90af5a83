// All stream mappings of an application.
#pragma once

#include <memory>
#include <vector>

#include "host/events/shard_reader.hpp"

namespace vitrine::host {

// The name under which a mapping keeps its checkpoints.
[[nodiscard]] std::string reader_name(const StreamMapping& mapping);

struct MappingsOptions {
    std::string region;
    std::string account;
    std::filesystem::path queues;
    Clock clock;
    Random random;
    Log log;
};

class Mappings {
public:
    // Begins at once. All references must outlive the mappings.
    Mappings(boost::asio::io_context& network, const App& app, StreamSource& source, FunctionService& functions,
             const MappingsOptions& options);
    ~Mappings();
    Mappings(const Mappings&) = delete;
    Mappings& operator=(const Mappings&) = delete;

private:
    struct Mapping;
    std::vector<std::shared_ptr<Mapping>> mappings_;
};

}  // namespace vitrine::host
