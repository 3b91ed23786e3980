#include "fluxhop/base/huge_pages.hpp"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace fluxhop {
namespace {

constexpr std::size_t huge_page = std::size_t{1} << 21;
constexpr std::size_t least_alignment = 64;  ///< a cache line

}  // namespace

void* allocate_in_huge_pages(std::size_t bytes) {
    const bool large = bytes >= huge_page;
    void* memory = nullptr;
    if (posix_memalign(&memory, large ? huge_page : least_alignment, bytes) != 0) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
    // A wish: nothing is lost if it is refused. The rest of less than a page is not made a whole one.
    if (large) madvise(memory, bytes / huge_page * huge_page, MADV_HUGEPAGE);
#endif
    return memory;
}

void deallocate_in_huge_pages(void* memory) { std::free(memory); }

}  // namespace fluxhop
