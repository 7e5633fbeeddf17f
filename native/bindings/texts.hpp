// Batches of texts at the border.
#pragma once

#include "bindings/arrays.hpp"
#include "core/isa.hpp"

namespace gatewise {

inline Texts describe_texts(const Values<3>& x, const Integers& lengths) {
    const Texts texts{(long)x.shape(0), (long)x.shape(1), (long)x.shape(2), lengths.data(),
                      x.data()};
    expect((long)lengths.shape(0) == texts.rows, "lengths (N,)");
    for (long row = 0; row < texts.rows; row++)
        expect(texts.lengths[row] >= 0 && texts.lengths[row] <= texts.steps, "lengths in 0..T");
    return texts;
}

inline void expect_like(const Floats<3>& gradient, const Texts& texts) {
    expect((long)gradient.shape(0) == texts.rows && (long)gradient.shape(1) == texts.steps &&
               (long)gradient.shape(2) == texts.width,
           "a gradient of the shape of its array");
}

inline Precision precision(bool bfloat16) {
    expect(!bfloat16 || kernels().bfloat16, "bf16 on a processor that has it");
    return bfloat16 ? Precision::BFLOAT16 : Precision::FLOAT32;
}

}  // namespace gatewise
