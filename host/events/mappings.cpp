#include "host/events/mappings.hpp"

#include <fmt/format.h>

namespace vitrine::host {

struct Mappings::Mapping {
    const StreamMapping& declared;
    ShardReaderOptions options;
    std::vector<Pattern> filters;
    std::vector<std::shared_ptr<ShardReader>> readers;

    void wake() const {
        for (const auto& reader : readers) reader->wake();
    }
};

std::string reader_name(const StreamMapping& mapping) {
    return fmt::format("{} to {}", mapping.stream, mapping.to);
}

Mappings::Mappings(boost::asio::io_context& network, const App& app, StreamSource& source, FunctionService& functions,
                   const MappingsOptions& options) {
    for (const StreamMapping& declared : app.events) {
        ShardReaderOptions reader{.name = reader_name(declared),
                                  .function_arn = fmt::format("arn:aws:lambda:{}:{}:function:{}", options.region,
                                                              options.account, deployed_name(app, declared.to)),
                                  .queues = options.queues,
                                  .clock = options.clock,
                                  .random = options.random,
                                  .log = options.log};
        const auto mapping = std::make_shared<Mapping>(Mapping{declared, std::move(reader), {}, {}});
        for (const std::string& text : declared.filters) {
            if (auto filter = Pattern::parse(text)) mapping->filters.push_back(std::move(*filter));
        }
        mappings_.push_back(mapping);
        const std::weak_ptr<Mapping> weak = mapping;
        source.watch(
            declared.stream,
            [&, weak](Shard shard) {
                const auto self = weak.lock();
                if (!self) return;
                self->readers.push_back(std::make_shared<ShardReader>(
                    network, self->declared, self->filters, std::move(shard), source, functions, self->options));
                self->readers.back()->wake();
            },
            [weak] {
                if (const auto self = weak.lock()) self->wake();
            });
    }
}

Mappings::~Mappings() = default;

}  // namespace vitrine::host
