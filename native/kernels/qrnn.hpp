// What the kernels of kernels/qrnn.cpp are called with.
#pragma once

#include "kernels/precision.hpp"
#include "kernels/texts.hpp"

namespace gatewise {

// One reading direction. The blocks of 3H are cell candidate, forget gate and output gate; the
// last of the W taps is on the step itself, the others on the steps read before it.
struct QrnnWeights {
    const float* weight;  // (3H, W, D)
    const float* bias;    // (3H,)
    const float* mask;    // (T, N, H) in the order of reading: 0 where a unit keeps its cell
                          // whatever its gate says, 1 elsewhere; or null
};

struct QrnnGradients {
    float* weight;
    float* bias;
};

// The second direction, if there is one, reads every row from its own end. S tokens, H' = H in
// whole vectors.
struct QrnnForward {
    Precision precision;
    Texts texts;
    long hidden, width, directions;
    const QrnnWeights* weights;
    float* out;    // (N, T, directions * H), zero after each row's length
    float* gates;  // (directions, S, 3 H') activated; null where nothing is learnt
    float* cells;  // (directions, S, H'); null likewise
};

struct QrnnBackward {
    QrnnForward forward;  // as it was called
    const float* dout;    // (N, T, directions * H)
    float* dx;            // (N, T, D)
    const QrnnGradients* gradients;
};

}  // namespace gatewise
