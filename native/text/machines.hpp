// Linear support vector machines with squared hinge loss, by dual coordinate descent (Hsieh et al.
// 2008): min |w|^2 / 2 + sum of cost_i max(0, 1 - sign_i (w x_i + b))^2, b counted in |w|^2. In
// |w|^2 the square of a feature's weight is divided by the importance of the feature, as if the
// feature were multiplied by its root.
#pragma once

#include <cstdint>

namespace gatewise::text {

struct Machines {
    const int32_t* indices;  // rows as in SparseRows
    const float* values;
    const int64_t* offsets;
    long rows, features, machines;
    const int8_t* positive;  // [machines][rows] the sign is 1, else -1
    const double* costs;     // [machines][rows], or [rows] for all
    bool shared;             // the latter
    const double* importances;  // [machines][features], above 0
    double tolerance;        // of the gradient
    long passes;             // over the rows, at most
    uint64_t seed;           // of the order in which rows are taken
    double* weights;         // [machines][features]
    double* biases;          // [machines]
};

// Solve every machine; each is one task.
void solve(const Machines& call);

}  // namespace gatewise::text
