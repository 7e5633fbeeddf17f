#include "core/memory.hpp"

#include <cstdlib>
#include <new>

namespace gatewise {

void* take_memory(std::size_t bytes) {
    constexpr std::size_t LINE = 64;
    void* memory = std::aligned_alloc(LINE, (bytes + LINE) / LINE * LINE);
    if (!memory) throw std::bad_alloc();
    return memory;
}

void give_memory(void* memory) { std::free(memory); }

}  // namespace gatewise
