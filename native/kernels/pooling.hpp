// What the kernels of kernels/pooling.cpp and kernels/attention.cpp are called with. A text without
// tokens pools to zeros.
#pragma once

#include <cstdint>

#include "core/store.hpp"
#include "kernels/precision.hpp"
#include "kernels/texts.hpp"

namespace gatewise {

// The largest value of each channel.
struct Maximum {
    Texts texts;
    float* out;      // (N, D)
    int32_t* where;  // (N, D) step of the first of the largest, -1 without tokens; or null
};

struct MaximumBackward {
    Texts texts;           // x itself is not read
    const int32_t* where;  // (N, D)
    const float* dout;     // (N, D)
    float* dx;             // (N, T, D)
};

struct Mean {
    Texts texts;
    float* out;  // (N, D)
};

struct MeanBackward {
    Texts texts;        // x itself is not read
    const float* dout;  // (N, D)
    float* dx;          // (N, T, D)
};

// Additive attention with A units and one query: S tokens, A' = A in whole vectors.
struct Attend {
    Precision precision;
    Texts texts;
    long units;
    const float* projection;  // (A, D)
    const float* bias;        // (A,)
    const float* query;       // (A,)
    float* out;               // (N, D)
    float* shares;            // (S,) of each token in its text, or null where nothing is learnt
    float* hidden;            // (S, A') tanh of what is projected, or null likewise
    Store* store;             // of a model whose weights no longer change, or null
};

struct AttendBackward {
    Attend forward;
    const float* dout;  // (N, D)
    float* dx;          // (N, T, D)
    float* dprojection;
    float* dbias;
    float* dquery;
};

// x W' + b.
struct Dense {
    long rows, inputs, outputs;
    const float* x;       // (N, D)
    const float* weight;  // (C, D)
    const float* bias;    // (C,)
    float* out;           // (N, C)
};

}  // namespace gatewise
