// Matrix products C = A B by tiles that stay in registers.
//
// A is given by pointers to its rows, so that rows may lie anywhere; B is packed in panels of
// VECS * LANES columns, each panel K rows of that width. Every element of C is one chain of fused
// multiply-adds over k from 0 upwards, whatever tile it falls into: an answer does not depend on
// what else is in the batch.
//
// Elements are read in units of 32 bits: one float, or two bf16 that belong to k and k + 1.
#pragma once

#include "core/simd.hpp"

#if defined(__AVX512BF16__)
#include <immintrin.h>
#endif

namespace gatewise::GATEWISE_ISA {

namespace ISA = gatewise::GATEWISE_ISA;

constexpr int VECS = 4;                       // vectors a row of a tile: one a gate of an LSTM
constexpr int ROWS = REGISTERS == 32 ? 6 : 3;  // of a tile; the accumulators are ROWS * VECS
constexpr int WIDTH = VECS * LANES;            // columns of a panel

constexpr long panels(long columns) { return (columns + WIDTH - 1) / WIDTH; }

struct Float32 {
    typedef float Unit;
    typedef float Element;
    static constexpr int ELEMENTS = 1;  // of k a unit holds

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

    static GATEWISE_INLINE Vec multiply_add(Vec sum, Unit a, const Unit* b) {
        return (Vec)_mm512_dpbf16_ps((__m512)sum, (__m512bh)_mm512_set1_epi32((int)a),
                                     (__m512bh)_mm512_loadu_si512(b));
    }
    static constexpr long units(long k) { return (k + 1) / 2; }
    static GATEWISE_INLINE uint32_t half(float value) {
        return _mm_extract_epi16((__m128i)_mm_cvtneps_pbh(_mm_set_ss(value)), 0);
    }
    static GATEWISE_INLINE Unit unit(const float* row, long i, long k) {
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
            to[units(count) - 1] = 0;
            convert_part(load_part(row + i, count - i), to + i / 2, count - i);
        }
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

// Rows of a tile of `vecs` vectors with as many accumulators.
constexpr int rows_of(int vecs) { return ROWS * VECS / vecs; }

template <int R, int V = VECS>
struct Tile {
    Vec sum[R][V];
};

// tile += A B over `k` units: `a` points to R rows, whose units are STEP apart, `b` to a panel
// of V vectors.
template <class Kind, int R, int STEP = 1, int V>
GATEWISE_INLINE void multiply_add(Tile<R, V>& tile, const typename Kind::Unit* const* a,
                                  const typename Kind::Unit* b, long k) {
    Vec sum[R][V];
#pragma GCC unroll 8
    for (int r = 0; r < R; r++)
#pragma GCC unroll 4
        for (int v = 0; v < V; v++) sum[r][v] = tile.sum[r][v];
    const typename Kind::Unit* row[R];
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) row[r] = a[r];
    for (long i = 0; i < k; i++, b += V * LANES) {
#pragma GCC unroll 8
        for (int r = 0; r < R; r++)
#pragma GCC unroll 4
            for (int v = 0; v < V; v++)
                sum[r][v] = Kind::multiply_add(sum[r][v], row[r][i * STEP], b + v * LANES);
    }
#pragma GCC unroll 8
    for (int r = 0; r < R; r++)
#pragma GCC unroll 4
        for (int v = 0; v < V; v++) tile.sum[r][v] = sum[r][v];
}

// Calls f(first, Count<rows>) for groups of at most MOST rows of 0..n-1.
template <int R>
struct Count {
    static constexpr int value = R;
};

template <int R, class F>
GATEWISE_INLINE void in_rest(long n, long first, F& f) {
    if constexpr (R > 0) {
        if (n == R) return f(first, Count<R>{});
        in_rest<R - 1>(n, first, f);
    }
}

template <int MOST = ROWS, class F>
GATEWISE_INLINE void in_groups(long n, F&& f) {
    long i = 0;
    for (; i + MOST <= n; i += MOST) f(i, Count<MOST>{});
    in_rest<MOST - 1>(n - i, i, f);
}

}  // namespace gatewise::GATEWISE_ISA
