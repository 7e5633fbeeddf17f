// One vector type for every instruction set, by the compiler's own vector extension.
//
// A kernel file is compiled once an instruction set, each time with another GATEWISE_ISA and
// another number of lanes. Everything in it lives in the namespace of that name, and nothing in it
// may use a template of the standard library that is not inlined: the linker would keep one copy,
// perhaps the one with instructions that the processor lacks.
#pragma once

#include <cstdint>
#include <cstring>

#ifndef GATEWISE_ISA
#error "GATEWISE_ISA names the instruction set this file is compiled for"
#endif

#define GATEWISE_INLINE inline __attribute__((always_inline))

namespace gatewise::GATEWISE_ISA {

#if defined(__AVX512F__)
constexpr int LANES = 16;
#elif defined(__AVX2__)
constexpr int LANES = 8;
#else
constexpr int LANES = 4;
#endif

#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int REGISTERS = 32;
#else
constexpr int REGISTERS = 16;
#endif

typedef float Vec __attribute__((vector_size(4 * LANES)));
typedef int32_t Ints __attribute__((vector_size(4 * LANES)));

GATEWISE_INLINE Vec zeros() { return Vec{}; }

GATEWISE_INLINE Vec broadcast(float value) { return zeros() + value; }

GATEWISE_INLINE Vec load(const float* from) {
    Vec value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

GATEWISE_INLINE void store(float* to, Vec value) { std::memcpy(to, &value, sizeof value); }

// The first `count` lanes (all, if it is larger); the others are zero.
GATEWISE_INLINE Vec load_part(const float* from, long count) {
    if (count >= LANES) return load(from);
    Vec value = zeros();
    std::memcpy(&value, from, sizeof(float) * count);
    return value;
}

GATEWISE_INLINE void store_part(float* to, Vec value, long count) {
    if (count >= LANES) return store(to, value);
    std::memcpy(to, &value, sizeof(float) * count);
}

GATEWISE_INLINE Vec larger(Vec a, Vec b) { return a > b ? a : b; }
GATEWISE_INLINE Vec smaller(Vec a, Vec b) { return a < b ? a : b; }
GATEWISE_INLINE long larger(long a, long b) { return a > b ? a : b; }
GATEWISE_INLINE long smaller(long a, long b) { return a < b ? a : b; }

// One instruction, since nobody asks for errno.
GATEWISE_INLINE Vec sqrt(Vec x) {
    for (int i = 0; i < LANES; i++) x[i] = __builtin_sqrtf(x[i]);
    return x;
}

// e^x by 2^n e^r, |r| <= ln 2 / 2, with a polynomial of degree 6 (minimax, as in Cephes).
// Relative error below 2e-7 for -87 <= x <= 88, beyond which x is cut.
GATEWISE_INLINE Vec exp(Vec x) {
    constexpr float ROUND = 12582912.0f;  // 1.5 * 2^23: adding it leaves the nearest integer
    x = smaller(larger(x, broadcast(-87.0f)), broadcast(88.0f));
    Vec shifted = x * 1.44269504088896341f + ROUND;
    Vec n = shifted - ROUND;
    Vec r = x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    Vec p = broadcast(1.9875691500e-4f);
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * (r * r) + r + 1.0f;
    Ints power = ((Ints)shifted - 0x4B400000 + 127) << 23;  // 2^n from its bits
    return p * (Vec)power;
}

// 1 / (1 + e^-x). Absolute error below 1e-7.
GATEWISE_INLINE Vec sigmoid(Vec x) { return 1.0f / (1.0f + exp(-x)); }

// tanh x = (1 - e^-2|x|) / (1 + e^-2|x|) with the sign of x. Absolute error below 2e-7.
GATEWISE_INLINE Vec tanh(Vec x) {
    Ints sign = (Ints)x & (int32_t)0x80000000;
    Vec size = (Vec)((Ints)x & 0x7FFFFFFF);
    Vec e = exp(-2.0f * size);
    return (Vec)((Ints)((1.0f - e) / (1.0f + e)) | sign);
}

}  // namespace gatewise::GATEWISE_ISA
