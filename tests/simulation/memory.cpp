// operator new of the simulation program: one thread that makes and drops maps of small strings all day, a quarter of
// its time in malloc. Small blocks come from free lists by size and are never given back. An allocator is a global by
// nature. Not part of the tests under the sanitizers, which have allocators of their own.
#include <array>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <utility>

namespace {

constexpr std::size_t grain = alignof(std::max_align_t);
constexpr std::size_t largest = 512;  // beyond it malloc serves
constexpr std::size_t chunk = 256 * 1024;

struct alignas(grain) Header {  // before each block
    std::size_t list;           // 0: malloc's
};
struct Free {
    Header header;
    Free* next;
};

std::array<Free*, largest / grain + 1> free_lists{};
char* fresh = nullptr;
std::size_t fresh_bytes = 0;

void* from_malloc(std::size_t bytes) {
    void* memory = std::malloc(bytes);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

Header* new_block(std::size_t list) {
    const std::size_t bytes = sizeof(Header) + list * grain;
    if (fresh_bytes < bytes) {
        fresh = static_cast<char*>(from_malloc(chunk));
        fresh_bytes = chunk;
    }
    fresh_bytes -= bytes;
    return ::new (std::exchange(fresh, fresh + bytes)) Header{list};
}

}  // namespace

void* operator new(std::size_t bytes) {
    const std::size_t list = bytes == 0 ? 1 : (bytes + grain - 1) / grain;
    if (list >= free_lists.size()) return ::new (from_malloc(sizeof(Header) + bytes)) Header{0} + 1;
    Free*& first = free_lists[list];
    if (first == nullptr) return new_block(list) + 1;
    return &std::exchange(first, first->next)->header + 1;
}

void operator delete(void* block) noexcept {
    if (block == nullptr) return;
    Header* header = static_cast<Header*>(block) - 1;
    if (header->list == 0) return std::free(header);
    Free*& first = free_lists[header->list];
    first = ::new (header) Free{*header, first};
}

void operator delete(void* block, std::size_t) noexcept {
    operator delete(block);
}
