// What the kernels compute, apart from the instruction set they are compiled for.
//
// Legend: N rows, T steps, D input width, H hidden units, S slots (steps that are read, see
// core/ragged.hpp), L lanes. Everything is row-major.
#pragma once

#include <cstdint>

#include "core/ragged.hpp"
#include "kernels/convolution.hpp"
#include "kernels/pooling.hpp"
#include "kernels/precision.hpp"
#include "kernels/qrnn.hpp"
#include "kernels/tables.hpp"

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

// A dropout mask.
struct Mask {
    long count;
    uint64_t seed;
    double kept;  // share of values that are not zero
    float value;  // of these
    float* out;   // [count]
};

// One instruction set's kernels.
struct Kernels {
    int lanes;
    bool bfloat16;  // products of bf16 are supported
    void (*lstm_forward)(const LstmForward&, const Ragged&);
    void (*lstm_backward)(const LstmBackward&, const Ragged&);
    void (*draw_mask)(const Mask&);
    void (*embed_forward)(const EmbedForward&);
    void (*embed_backward)(const EmbedBackward&);
    void (*adam_step)(const AdamStep&);
    void (*sgd_step)(const SgdStep&);
    void (*row_average)(const RowAverage&);
    void (*convolve_forward)(const Convolve&);
    void (*convolve_backward)(const ConvolveBackward&);
    void (*strongest_forward)(const Strongest&);
    void (*strongest_backward)(const StrongestBackward&);
    void (*maximum_forward)(const Maximum&);
    void (*maximum_backward)(const MaximumBackward&);
    void (*mean_forward)(const Mean&);
    void (*mean_backward)(const MeanBackward&);
    void (*attend_forward)(const Attend&);
    void (*attend_backward)(const AttendBackward&);
    void (*dense_forward)(const Dense&);
    void (*qrnn_forward)(const QrnnForward&);
    void (*qrnn_backward)(const QrnnBackward&);
};


}  // namespace gatewise
