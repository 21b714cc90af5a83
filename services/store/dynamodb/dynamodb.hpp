// The store port over DynamoDB's JSON protocol. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/aws/environment.hpp"
#include "services/store/store.hpp"

namespace shop::aws {

class DynamoDb final : public store::Store {
public:
    // Connects to nothing yet. The text says what is wrong with the environment.
    [[nodiscard]] static std::expected<std::unique_ptr<DynamoDb>, std::string> create(const Environment& environment,
                                                                                      World world);
    ~DynamoDb() override;

    // Resolves, connects and does the TLS handshake, so that the first event need not; does nothing where a connection
    // is open. A failure shows with the first call.
    void connect(const store::Context& context);

    store::Result<std::optional<store::Item>> get(const store::Context&, const store::GetRequest&,
                                                  store::Read) override;
    store::Result<std::vector<std::optional<store::Item>>> get_all(const store::Context&,
                                                                   const std::vector<store::GetRequest>&,
                                                                   store::Read) override;
    store::Result<void> put(const store::Context&, const store::Put&) override;
    store::Result<store::Item> modify(const store::Context&, const store::Modify&) override;
    store::Result<void> remove(const store::Context&, const store::Delete&) override;
    store::Result<store::Page> query(const store::Context&, const store::Query&) override;
    store::Result<store::Page> scan(const store::Context&, const store::Scan&) override;
    store::Result<void> scan_all(const store::Context&, const store::TableName&, int segments, store::Read,
                                 const std::function<void(store::Item&&)>& each) override;
    store::Result<void> transact(const store::Context&, const std::vector<store::Action>&,
                                 const std::string& token) override;
    std::vector<store::Result<void>> transact_all(const store::Context&,
                                                  const std::vector<store::Transaction>&) override;

private:
    class Client;
    explicit DynamoDb(std::unique_ptr<Client> client);
    std::unique_ptr<Client> client_;
};

}  // namespace shop::aws
