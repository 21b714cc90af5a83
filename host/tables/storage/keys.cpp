#include "host/tables/storage/keys.hpp"

#include "host/tables/protocol/stream.hpp"
#include "lib/hash.hpp"

namespace vitrine::host::tables {
namespace {

// FNV-1a with a final mix, since its high bits alone choose shards and segments. Stored data depends on it: never
// change.
std::uint32_t hash_of(std::string_view bytes) {
    std::uint64_t hash = vitrine::fnv1a_64(bytes);
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccd;
    hash ^= hash >> 33;
    return static_cast<std::uint32_t>(hash >> 32);
}

void append_big_endian(std::string& out, std::uint64_t number, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xff);
}

std::string plain_bytes(const Value& value) {
    if (const auto* text = value.as<std::string>()) return *text;
    if (const auto* number = value.as<Number>()) return number->ordered();
    if (const auto* binary = value.as<Binary>()) return binary->bytes;
    return {};
}

}  // namespace

std::string partition_prefix(const Value& partition) {
    const std::string bytes = plain_bytes(partition);
    std::string out;
    out.reserve(bytes.size() + 6);
    append_big_endian(out, hash_of(bytes), 4);
    append_big_endian(out, bytes.size(), 2);
    out += bytes;
    return out;
}

// A zero becomes 00 ff, and 00 01 ends the key: the order stays, and what follows cannot disturb it.
std::string sort_prefix(const Value& beginning) {
    const std::string bytes = plain_bytes(beginning);
    std::string out;
    out.reserve(bytes.size() + 2);
    for (const char c : bytes) {
        out += c;
        if (c == '\0') out += '\xff';
    }
    return out;
}

std::string sort_bytes(const Value& sort) {
    std::string out = sort_prefix(sort);
    out += '\0';
    out += '\1';
    return out;
}

std::string item_key(const Schema& schema, const Item& item) {
    std::string key = partition_prefix(item.at(schema.declared.partition.name));
    if (schema.declared.sort) key += sort_bytes(item.at(schema.declared.sort->name));
    return key;
}

std::optional<std::string> index_key(const Index& index, const Item& item, std::string_view own_key) {
    const auto partition = item.find(index.partition.name);
    if (partition == item.end()) return std::nullopt;
    std::string key = partition_prefix(partition->second);
    if (index.sort) {
        const auto sort = item.find(index.sort->name);
        if (sort == item.end()) return std::nullopt;
        key += sort_bytes(sort->second);
    }
    key += own_key;
    return key;
}

std::string after_all(std::string prefix) {
    while (!prefix.empty() && prefix.back() == '\xff') prefix.pop_back();
    if (!prefix.empty()) prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
    return prefix;
}

std::string just_after(std::string key) {
    key += '\0';
    return key;
}

std::string segment_start(std::uint64_t part, std::uint64_t total) {
    // No key's fifth byte, the high one of a length up to 2048, reaches 0xff.
    if (part == total) return "\xff\xff\xff\xff\xff";
    std::string out;
    append_big_endian(out, ((part << 32) + total - 1) / total, 4);
    return out;
}

unsigned shard_of(std::string_view key) {
    return static_cast<unsigned char>(key.front()) * shards_per_stream / 256;
}

}  // namespace vitrine::host::tables
