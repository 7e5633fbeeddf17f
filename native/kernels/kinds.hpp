// What the numbers of a matrix product are, and how they are laid out for it.
//
// Elements are read in units of 32 bits: one float, or two bf16 that belong to k and k + 1. A row
// of k elements is padded with zeros to a whole number of DEPTH units.
#pragma once

#include "core/amx.hpp"

#if defined(__AVX512BF16__)
#include <immintrin.h>
#endif

namespace gatewise::GATEWISE_ISA {

namespace ISA = gatewise::GATEWISE_ISA;

constexpr int VECS = 4;             // vectors a row of a panel: one a gate of an LSTM
constexpr int WIDTH = VECS * LANES;  // columns of a panel

constexpr long panels(long columns) { return (columns + WIDTH - 1) / WIDTH; }
constexpr long whole(long n, long unit) { return (n + unit - 1) / unit * unit; }

struct Float32 {
    typedef float Unit;
    typedef float Element;
    static constexpr int ELEMENTS = 1;  // of k a unit holds
    static constexpr int DEPTH = 1;

    static GATEWISE_INLINE Vec multiply_add(Vec sum, Unit a, const Unit* b) {
        return sum + a * ISA::load(b);
    }
    static constexpr long units(long k) { return k; }
    // Unit i of a row of k elements.
    static GATEWISE_INLINE Unit unit(const float* row, long i, long) { return row[i]; }
    static GATEWISE_INLINE void store(Unit* to, Vec value) { ISA::store(to, value); }
    static GATEWISE_INLINE Vec load(const Element* from) { return ISA::load(from); }
    static GATEWISE_INLINE void convert(const float* row, long count, Unit* to) {
        std::memcpy(to, row, sizeof(float) * count);
    }
    // A row of a panel from ELEMENTS rows of WIDTH floats.
    static GATEWISE_INLINE void interleave(const float* rows, Unit* to) {
        std::memcpy(to, rows, sizeof(float) * WIDTH);
    }
    // Unit `c` of `to` from element `c` of ELEMENTS rows; a whole number of vectors.
    static GATEWISE_INLINE void zip(const float* const* rows, long columns, Unit* to) {
        std::memcpy(to, rows[0], sizeof(float) * columns);
    }
};

#if defined(__AVX512BF16__)
#define GATEWISE_BFLOAT16 1

// Rounded to the nearest even, as the instruction itself does.
struct Bfloat16 {
    typedef uint32_t Unit;
    typedef uint16_t Element;
    static constexpr int ELEMENTS = 2;
#if defined(GATEWISE_AMX)
    static constexpr int DEPTH = TILE_UNITS;
#else
    static constexpr int DEPTH = 1;
#endif

    static GATEWISE_INLINE Vec multiply_add(Vec sum, Unit a, const Unit* b) {
        return (Vec)_mm512_dpbf16_ps((__m512)sum, (__m512bh)_mm512_set1_epi32((int)a),
                                     (__m512bh)_mm512_loadu_si512(b));
    }
    static constexpr long pairs(long k) { return (k + 1) / 2; }
    static constexpr long units(long k) { return whole(pairs(k), DEPTH); }
    static GATEWISE_INLINE uint32_t half(float value) {
        return _mm_extract_epi16((__m128i)_mm_cvtneps_pbh(_mm_set_ss(value)), 0);
    }
    static GATEWISE_INLINE Unit unit(const float* row, long i, long k) {
        if (DEPTH > 1 && 2 * i >= k) return 0;
        const uint32_t second = 2 * i + 1 < k ? half(row[2 * i + 1]) : 0;
        return half(row[2 * i]) | second << 16;
    }
    static GATEWISE_INLINE void store(Unit* to, Vec value) {
        _mm256_storeu_si256((__m256i*)to, (__m256i)_mm512_cvtneps_pbh((__m512)value));
    }
    static GATEWISE_INLINE Vec load(const Element* from) {
        __m512i bits = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i*)from));
        return (Vec)_mm512_slli_epi32(bits, 16);
    }
    static GATEWISE_INLINE void convert_part(Vec value, Unit* to, long count) {
        if (count >= LANES) return store(to, value);
        uint16_t halves[LANES];
        store((Unit*)halves, value);
        std::memcpy(to, halves, sizeof(uint16_t) * count);
    }
    static GATEWISE_INLINE void convert(const float* row, long count, Unit* to) {
        long i = 0;
        for (; i + LANES <= count; i += LANES) store(to + i / 2, ISA::load(row + i));
        if (i < count) {
            to[pairs(count) - 1] = 0;
            convert_part(load_part(row + i, count - i), to + i / 2, count - i);
        }
        std::memset(to + pairs(count), 0, sizeof(Unit) * (units(count) - pairs(count)));
    }
    static GATEWISE_INLINE void interleave(const float* rows, Unit* to) {
        for (int v = 0; v < VECS; v++) {
            auto low = (__m256i)_mm512_cvtneps_pbh((__m512)ISA::load(rows + v * LANES));
            auto high = (__m256i)_mm512_cvtneps_pbh((__m512)ISA::load(rows + WIDTH + v * LANES));
            __m512i pair = _mm512_or_si512(_mm512_cvtepu16_epi32(low),
                                           _mm512_slli_epi32(_mm512_cvtepu16_epi32(high), 16));
            _mm512_storeu_si512(to + v * LANES, pair);
        }
    }
    static GATEWISE_INLINE void zip(const uint16_t* const* rows, long columns, Unit* to) {
        for (long c = 0; c < columns; c += LANES) {
            __m512i low = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i*)(rows[0] + c)));
            __m512i high = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i*)(rows[1] + c)));
            _mm512_storeu_si512(to + c, _mm512_or_si512(low, _mm512_slli_epi32(high, 16)));
        }
    }
};
#endif

}  // namespace gatewise::GATEWISE_ISA
