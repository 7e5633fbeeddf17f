// Scratch memory of a kernel call, aligned to cache lines.
#pragma once

#include <cstddef>

namespace gatewise {

void* take_memory(std::size_t bytes);  // throws std::bad_alloc
void* take_pages(std::size_t bytes);  // the same, in large pages where the system has them
void give_memory(void* memory);

}  // namespace gatewise
