// What the kernels of the embedding table compute.
//
// Legend: N rows of a batch, T steps, U words, P pieces of them, V rows of the table, D width.
#pragma once

#include <cstdint>

namespace gatewise {

// The words of a batch and where they stand. Word u has the pieces from starts[u] up to where the
// next word's start.
struct Words {
    long rows, steps, words, pieces;
    const int64_t* tokens;   // (N, T) word
    const int64_t* lengths;  // (N,)
    const int64_t* piece;    // (P,) row of the table
    const int64_t* starts;   // (U,)
};

struct EmbedForward {
    Words words;
    long width, stride;  // D, and the distance of two rows of the table
    const float* table;  // (V, D)
    float* out;          // (N, T, D), zero after each row's length
};

struct EmbedBackward {
    Words words;
    long width, table_rows;
    const float* dout;  // (N, T, D)
    float* dtable;      // (V, D), every row written
};

// A trained table. What belongs to a row lies together: its values, their running average and
// what the optimiser remembers, M arrays.
struct Rows {
    long table_rows, width, moments;
    float* state;          // (V, 2 + M, D)
    int64_t* seen;         // (V,) step of a row's last update
    double* log_decay_at;  // (V,) log decays of the average, summed up to then
};

// One update of some rows.
struct RowStep {
    Rows table;
    long count;
    const int64_t* rows;    // (U,) distinct
    const float* gradient;  // (U, D)
    long step;              // number of this one, from 1
    float averaging;        // decay of the average at this step
    double log_decay, log_decay_now;  // summed up to the step before, and with this one's
    float rate, weight_decay;
};

struct AdamStep {
    RowStep step;
    bool decoupled;
    double beta1, beta2;
    float eps;
};

struct SgdStep {
    RowStep step;
    double momentum;
};

// The rows' running averages as they stand after the last step.
struct RowAverage {
    Rows table;
    double log_decay;  // summed up to now
    float* out;        // (V, D)
};

}  // namespace gatewise
