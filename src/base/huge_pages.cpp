#include "fluxhop/base/huge_pages.hpp"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace fluxhop {
namespace {

constexpr std::size_t huge_page = std::size_t{1} << 21;

}  // namespace

void* allocate_in_huge_pages(std::size_t bytes) {
    const bool large = bytes >= huge_page;
    const std::size_t alignment = large ? huge_page : alignof(std::max_align_t);
    const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
    void* memory = std::aligned_alloc(alignment, rounded);
    if (!memory) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
    if (large) madvise(memory, rounded, MADV_HUGEPAGE);  // a wish: nothing is lost if it is refused
#endif
    return memory;
}

void deallocate_in_huge_pages(void* memory) { std::free(memory); }

}  // namespace fluxhop
