// The streams of the host's own tables: no polling, a commit wakes its readers.
#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>

#include "host/events/stream_source.hpp"
#include "host/tables/tables.hpp"

namespace vitrine::host {

class TablesSource : public StreamSource {
public:
    // `network` and `tables` must outlive the source; the source must outlive the last commit.
    TablesSource(boost::asio::io_context& network, Tables& tables);
    ~TablesSource() override;

    void watch(const std::string& table, std::function<void(Shard)> found, std::function<void()> more) override;
    void read(const Shard& shard, const std::string& after, std::size_t limit,
              std::function<void(Records)> done) override;
    // Of the tables' own file: survives a restart.
    [[nodiscard]] std::string checkpoint(const std::string& reader, const Shard& shard) override;
    void save_checkpoint(const std::string& reader, const Shard& shard, const std::string& sequence) override;

    // Puts a reader behind everything that is in a table's stream now: it will see only what comes.
    static void skip_to_end(Tables& tables, const std::string& reader, const std::string& table);

private:
    struct Notifier;
    boost::asio::io_context& network_;
    Tables& tables_;
    std::map<std::string, std::shared_ptr<Notifier>> notifiers_;  // by table
};

}  // namespace vitrine::host
