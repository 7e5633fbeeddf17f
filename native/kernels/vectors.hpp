// Loops over a row of floats, each sum in one order.
#pragma once

#include "core/simd.hpp"

namespace gatewise::GATEWISE_ISA {

GATEWISE_INLINE float sum_lanes(Vec value) {
    float lanes[LANES], sum = 0.0f;
    store(lanes, value);
    for (int i = 0; i < LANES; i++) sum += lanes[i];
    return sum;
}

// to += scale * from.
GATEWISE_INLINE void add_scaled(float* to, const float* from, float scale, long count) {
    long i = 0;
    for (; i + LANES <= count; i += LANES) store(to + i, load(to + i) + scale * load(from + i));
    for (; i < count; i++) to[i] += scale * from[i];
}

GATEWISE_INLINE float dot(const float* a, const float* b, long count) {
    constexpr int CHAINS = 4;  // so that one addition need not wait for the last
    Vec sum[CHAINS] = {};
    long i = 0;
    for (; i + CHAINS * LANES <= count; i += CHAINS * LANES)
        for (int c = 0; c < CHAINS; c++) sum[c] += load(a + i + c * LANES) * load(b + i + c * LANES);
    for (; i < count; i += LANES)
        sum[0] += load_part(a + i, count - i) * load_part(b + i, count - i);
    return sum_lanes((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

}  // namespace gatewise::GATEWISE_ISA
