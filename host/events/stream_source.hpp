// Where stream records come from: the host's own tables, or whatever speaks DynamoDB Streams.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "lib/time.hpp"

namespace vitrine::host {

struct Shard {
    std::string table;  // as in app.yaml
    std::string id;
};

// `json` is a whole record of a Lambda stream event; `sequence` its SequenceNumber.
struct Record {
    std::string sequence;
    Instant created;
    std::string json;
};

// Network thread throughout; callbacks come later than the call that asks for them.
class StreamSource {
public:
    using Records = std::expected<std::vector<Record>, std::string>;
    virtual ~StreamSource() = default;

    // `found` is called once for every shard there is or comes to be, `more` whenever a shard may hold new records.
    virtual void watch(const std::string& table, std::function<void(Shard)> found, std::function<void()> more) = 0;
    // Records after this sequence ("": from the oldest there is), oldest first, at most `limit`; none: try after
    // `more`.
    virtual void read(const Shard& shard, const std::string& after, std::size_t limit,
                      std::function<void(Records)> done) = 0;
    // Where a reader has got to: the last sequence it need not see again; "" at its beginning.
    [[nodiscard]] virtual std::string checkpoint(const std::string& reader, const Shard& shard) = 0;
    virtual void save_checkpoint(const std::string& reader, const Shard& shard, const std::string& sequence) = 0;
};

}  // namespace vitrine::host
