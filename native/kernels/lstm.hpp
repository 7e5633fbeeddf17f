// What the kernels of kernels/lstm.cpp are called with. Legend: as in kernels.hpp.
#pragma once

#include <cstdint>

#include "kernels/precision.hpp"

namespace gatewise {

constexpr int MAX_DIRECTIONS = 2;

// One reading direction of an LSTM. The blocks of 4H are input gate, forget gate, cell candidate
// and output gate.
struct LstmWeights {
    const float* input;      // (4H, D)
    const float* recurrent;  // (4H, H)
    const float* bias;       // (4H,)
};

struct LstmGradients {
    float* input;
    float* recurrent;
    float* bias;
};

// The second direction, if there is one, reads every row from its own end.
struct LstmForward {
    Precision precision;
    long rows, steps, inputs, hidden, directions;
    const int64_t* lengths;  // (N,)
    const float* x;          // (N, T, D)
    LstmWeights weights[MAX_DIRECTIONS];
    float* out;    // (N, T, directions * H); zero after each row's length
    float* gates;  // (directions, S, 4 H'), H' being H in whole vectors; null where nothing is learnt
    float* cells;  // (directions, S, H'); null likewise
};

struct LstmBackward {
    LstmForward forward;  // as it was called
    const float* dout;    // (N, T, directions * H)
    float* dx;            // (N, T, D) or null
    LstmGradients gradients[MAX_DIRECTIONS];
};

}  // namespace gatewise
