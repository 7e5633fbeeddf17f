// What the kernels of kernels/convolution.cpp are called with.
#pragma once

#include <cstdint>

#include "kernels/precision.hpp"
#include "kernels/texts.hpp"

namespace gatewise {

// F filters that see W steps, the middle one their own.
struct Filter {
    const float* weight;  // (F, W, D)
    const float* bias;    // (F,)
    long filters, width;
};

struct FilterGradients {
    float* weight;
    float* bias;
};

// The response at every step.
struct Convolve {
    Precision precision;
    Texts texts;
    Filter kernel;
    float* out;  // (N, T, F), zero after each row's length
};

struct ConvolveBackward {
    Convolve forward;
    const float* dout;  // (N, T, F)
    float* dx;          // (N, T, D)
    FilterGradients gradients;
};

// The largest max(0, response) of each filter to each text.
struct Strongest {
    Precision precision;
    Texts texts;
    const Filter* kernels;
    long count;      // of kernels
    float* out;      // (N, sum of F)
    int32_t* where;  // (N, sum of F) step of the first of the largest, -1 if there is none above 0;
                     // null where nothing is learnt

    long filters() const {
        long sum = 0;
        for (long k = 0; k < count; k++) sum += kernels[k].filters;
        return sum;
    }
};

struct StrongestBackward {
    Strongest forward;
    const float* dout;  // (N, sum of F)
    float* dx;          // (N, T, D) or null
    const FilterGradients* gradients;
};

}  // namespace gatewise
