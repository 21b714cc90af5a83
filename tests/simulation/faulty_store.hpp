// The store port as a function in trouble has it: every verb gives way to other actors, may fail in each way that the
// port's contract allows (store.hpp), and may be the last thing its process does.
#pragma once

#include <string>
#include <vector>

#include "services/store/store.hpp"
#include "tests/simulation/world.hpp"

namespace shop::simulation {

class FaultyStore final : public store::Store {
public:
    // After `deadline` the process is ended, as Lambda does.
    FaultyStore(World& world, Duration deadline) : world_(world), deadline_(deadline) {}

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

private:
    // How a write may be sent again: not at all, by its op, by its token, or because twice does no harm.
    enum class Repeatable : bool { no, yes };

    template <typename Now>
    auto read(std::string_view verb, const Now& now) -> decltype(now());
    // `copy` makes a `now` that holds what it needs by value: for what goes on after its caller has left.
    template <typename Now, typename Copy>
    auto write(std::string_view verb, Repeatable repeatable, const Now& now, const Copy& copy) -> decltype(now());
    template <typename Now, typename Copy>
    auto send(std::string_view verb, Repeatable repeatable, const Now& now, const Copy& copy) -> decltype(now());

    World& world_;
    Duration deadline_;
};

}  // namespace shop::simulation
