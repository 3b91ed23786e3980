/// Memory for large tables read at random: in huge pages where the system grants them.
#pragma once

#include <cstddef>
#include <vector>

namespace fluxhop {

void* allocate_in_huge_pages(std::size_t bytes);
void deallocate_in_huge_pages(void* memory);

template <class T>
struct HugePageAllocator {
    using value_type = T;

    HugePageAllocator() = default;
    template <class U>
    HugePageAllocator(const HugePageAllocator<U>&) {}  // NOLINT: as allocators convert

    T* allocate(std::size_t n) { return static_cast<T*>(allocate_in_huge_pages(n * sizeof(T))); }
    void deallocate(T* memory, std::size_t) { deallocate_in_huge_pages(memory); }
    friend bool operator==(HugePageAllocator, HugePageAllocator) { return true; }
};

template <class T>
using HugeVector = std::vector<T, HugePageAllocator<T>>;

}  // namespace fluxhop
