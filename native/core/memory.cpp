#include "core/memory.hpp"

#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace gatewise {

void* take_memory(std::size_t bytes) {
    constexpr std::size_t LINE = 64;
    void* memory = std::aligned_alloc(LINE, (bytes + LINE) / LINE * LINE);
    if (!memory) throw std::bad_alloc();
    return memory;
}

void* take_pages(std::size_t bytes) {
    constexpr std::size_t PAGE = 2 << 20;
    const std::size_t whole = (bytes + PAGE - 1) / PAGE * PAGE;
    void* memory = std::aligned_alloc(PAGE, whole);
    if (!memory) throw std::bad_alloc();
#if defined(MADV_HUGEPAGE)
    madvise(memory, whole, MADV_HUGEPAGE);
#endif
    return memory;
}

void give_memory(void* memory) { std::free(memory); }

}  // namespace gatewise
