// Products in half the memory: whole numbers of 16 bits, with a scale for each panel of 64 or fewer.
//
// The largest value of a panel is exact and no value is further off than a 65,000th of it.
#pragma once

#include "kernels/product.hpp"

namespace gatewise::GATEWISE_ISA {

typedef int16_t Shorts __attribute__((vector_size(2 * LANES)));

constexpr float LARGEST = 32767.0f;

// Where the products of one vector with several panels lie: all values, then all scales.
struct Halved {
    static constexpr long bytes(long panels) {
        return panels * static_cast<long>(WIDTH * sizeof(int16_t) + sizeof(float));
    }
    Halved(char* at, long panels) : values((int16_t*)at), scales((float*)(values + panels * WIDTH)) {}

    GATEWISE_INLINE void store(long panel, const Vec (&sum)[VECS]) const {
        constexpr float ROUND = 12582912.0f;  // 1.5 * 2^23: adding it leaves the nearest integer
        Vec largest = zeros(), wrong = zeros();
        for (int v = 0; v < VECS; v++) {
            largest = larger(larger(sum[v], -sum[v]), largest);
            wrong += sum[v] - sum[v];  // 0 but for what is no number, which makes the scale none
        }
        float most = 0.0f, none = 0.0f;
        for (int i = 0; i < LANES; i++) {
            most = largest[i] > most ? largest[i] : most;
            none += wrong[i];
        }
        scales[panel] = most / LARGEST + none;
        const float to_levels = most > 0.0f && none == 0.0f ? LARGEST / most : 0.0f;
        for (int v = 0; v < VECS; v++) {
            const Vec level = to_levels > 0.0f ? sum[v] * to_levels + ROUND - ROUND : zeros();
            const Shorts rounded = __builtin_convertvector(__builtin_convertvector(level, Ints), Shorts);
            std::memcpy(values + panel * WIDTH + v * LANES, &rounded, sizeof rounded);
        }
    }

    // sum += share of the values.
    GATEWISE_INLINE void add_to(Vec (&sum)[VECS], long panel, float share) const {
        const Vec scale = broadcast(scales[panel] * share);
        for (int v = 0; v < VECS; v++) {
            Shorts level;
            std::memcpy(&level, values + panel * WIDTH + v * LANES, sizeof level);
            sum[v] += scale * __builtin_convertvector(__builtin_convertvector(level, Ints), Vec);
        }
    }

    int16_t* values;
    float* scales;
};

}  // namespace gatewise::GATEWISE_ISA
