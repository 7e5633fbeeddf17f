// A batch of vectors, one a step.
#pragma once

#include <cstdint>

namespace gatewise {

struct Texts {
    long rows, steps, width;
    const int64_t* lengths;  // (N,)
    const float* x;          // (N, T, D)
};

}  // namespace gatewise
