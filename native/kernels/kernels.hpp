// What the kernels compute, apart from the instruction set they are compiled for.
//
// Legend: N rows, T steps, D input width, H hidden units, S slots (steps that are read, see
// core/ragged.hpp), L lanes. Everything is row-major.
#pragma once

#include <cstdint>

#include "core/ragged.hpp"
#include "kernels/convolution.hpp"
#include "kernels/lookup.hpp"
#include "kernels/lstm.hpp"
#include "kernels/pooling.hpp"
#include "kernels/qrnn.hpp"
#include "kernels/tables.hpp"

namespace gatewise {

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
    void (*lstm_words)(const LstmWords&, const Ragged&);
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
    void (*strongest_words)(const StrongestWords&);
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
