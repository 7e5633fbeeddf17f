// Scratch memory of a kernel call, aligned to cache lines.
#pragma once

#include <cstddef>

namespace gatewise {

void* take_memory(std::size_t bytes);  // throws std::bad_alloc
void give_memory(void* memory);

}  // namespace gatewise
