#include "host/tables/protocol/sequence_number.hpp"

#include <fmt/format.h>

#include <charconv>

#include "host/tables/protocol/stream.hpp"

namespace vitrine::host {
namespace {

constexpr std::size_t length = 21;
constexpr char first_digit = '1';

}  // namespace

std::string sequence_number(unsigned shard, std::uint64_t sequence) {
    return fmt::format("{}{:020}", first_digit, sequence * shards_per_stream + shard);
}

std::optional<std::uint64_t> sequence_of(std::string_view number) {
    if (number.size() != length || number.front() != first_digit) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(number.data() + 1, number.data() + length, value);
    if (error != std::errc{} || end != number.data() + length) return std::nullopt;
    return value / shards_per_stream;
}

}  // namespace vitrine::host
