// Products of bf16 by the tiles of AMX: up to 32 rows of A at a time, which lie at one distance.
//
// More than 16 rows are two tiles of A times two of B, fewer are one times up to four: four sums
// grow at a time either way, so that none waits for itself. The sums go through memory, where the
// caller finds them.
#pragma once

#include "kernels/product.hpp"

namespace gatewise::GATEWISE_ISA {

// A group of rows at one distance from each other.
struct Run {
    static constexpr int MOST = 2 * TILE_ROWS;
    int count;
};

// Where sums begin and where they go; rows `stride` bytes apart. From nowhere they begin at zero.
struct Sums {
    const float* from;
    long from_stride;
    float* to;
    long to_stride;

    template <int T>
    GATEWISE_INLINE void begin(int row, int vec) const {
        if (from)
            tile_load<T>((const char*)from + row * from_stride + vec * sizeof(Vec), from_stride);
        else
            tile_zero<T>();
    }
    template <int T>
    GATEWISE_INLINE void end(int row, int vec) const {
        tile_store<T>((char*)to + row * to_stride + vec * sizeof(Vec), to_stride);
    }
};

// Rows of A, a panel of V vectors and their depth.
struct Factors {
    const uint32_t* a;
    long stride;  // bytes
    const uint32_t* b;
    long k;

    template <int T>
    GATEWISE_INLINE void load_a(long i, int row) const {
        tile_load<T>((const char*)(a + i) + row * stride, stride);
    }
    template <int T, int V>
    GATEWISE_INLINE void load_b(long i, int vec) const {
        tile_load<T>(b + i * V * LANES + vec * LANES, V * sizeof(Vec));
    }
};

// Tiles 0 to 3 are sums, 4 and 5 of A, 6 and 7 of B.
template <int V>
void multiply_low(const Sums& sums, const Factors& x) {
    sums.begin<0>(0, 0), sums.begin<1>(0, 1), sums.begin<2>(0, 2);
    if constexpr (V > 3) sums.begin<3>(0, 3);
    for (long i = 0; i < x.k; i += TILE_UNITS) {
        x.load_a<4>(i, 0);
        x.load_b<6, V>(i, 0), tile_dpbf16<0, 4, 6>();
        x.load_b<7, V>(i, 1), tile_dpbf16<1, 4, 7>();
        x.load_b<6, V>(i, 2), tile_dpbf16<2, 4, 6>();
        if constexpr (V > 3) x.load_b<7, V>(i, 3), tile_dpbf16<3, 4, 7>();
    }
    sums.end<0>(0, 0), sums.end<1>(0, 1), sums.end<2>(0, 2);
    if constexpr (V > 3) sums.end<3>(0, 3);
}

// Columns `vec` and, if PAIR, the next.
template <int V, bool PAIR>
void multiply_high(const Sums& sums, const Factors& x, int vec) {
    sums.begin<0>(0, vec), sums.begin<2>(TILE_ROWS, vec);
    if constexpr (PAIR) sums.begin<1>(0, vec + 1), sums.begin<3>(TILE_ROWS, vec + 1);
    for (long i = 0; i < x.k; i += TILE_UNITS) {
        x.load_b<6, V>(i, vec);
        x.load_a<4>(i, 0), tile_dpbf16<0, 4, 6>();
        x.load_a<5>(i, TILE_ROWS), tile_dpbf16<2, 5, 6>();
        if constexpr (PAIR) {
            x.load_b<7, V>(i, vec + 1);
            tile_dpbf16<1, 4, 7>(), tile_dpbf16<3, 5, 7>();
        }
    }
    sums.end<0>(0, vec), sums.end<2>(TILE_ROWS, vec);
    if constexpr (PAIR) sums.end<1>(0, vec + 1), sums.end<3>(TILE_ROWS, vec + 1);
}

template <int V, class At>
GATEWISE_INLINE void multiply_tiles(const Sums& sums, Run rows, At&& at, const uint32_t* b, long k) {
    static_assert(V == 3 || V == 4);
    const uint32_t* const a = at(0);
    const long next = rows.count > 1 ? at(1) - a : k;
#if defined(GATEWISE_EMULATE_AMX)
    for (int r = 0; r < rows.count; r++) tile_check(at(r) == a + r * next, "rows break a run");
#endif
    const Factors factors{a, next * (long)sizeof(uint32_t), b, k};
    if (rows.count <= TILE_ROWS) return multiply_low<V>(sums, factors);
    multiply_high<V, true>(sums, factors, 0);
    multiply_high<V, V == 4>(sums, factors, 2);
}

// Rows become columns when their halves are shuffled together, as cards are, four times.
GATEWISE_INLINE void transpose(__m512i (&rows)[LANES]) {
    const __m512i low = _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const __m512i high = _mm512_add_epi32(low, _mm512_set1_epi32(LANES / 2));
    for (int round = 0; round < 4; round++) {
        __m512i mixed[LANES];
        for (int i = 0; i < LANES / 2; i++) {
            mixed[2 * i] = _mm512_permutex2var_epi32(rows[i], low, rows[i + LANES / 2]);
            mixed[2 * i + 1] = _mm512_permutex2var_epi32(rows[i], high, rows[i + LANES / 2]);
        }
        std::memcpy(rows, mixed, sizeof rows);
    }
}

// TILE_UNITS rows of `from` become columns of `to`; whole vectors.
inline void turn(const uint32_t* from, long from_stride, long columns, uint32_t* to,
                 long to_stride) {
    for (long c = 0; c < columns; c += LANES) {
        __m512i units[LANES];
        for (int r = 0; r < LANES; r++) units[r] = _mm512_loadu_si512(from + r * from_stride + c);
        transpose(units);
        for (int r = 0; r < LANES; r++) _mm512_storeu_si512(to + (c + r) * to_stride, units[r]);
    }
}

// The products of product.hpp.
template <class Kind, int V, class At>
GATEWISE_INLINE void multiply_add(Tile<Run::MOST, V>& tile, Run rows, At&& at, const uint32_t* b,
                                  long k) {
    float* const sums = (float*)tile.sum;
    multiply_tiles<V>({sums, sizeof tile.sum[0], sums, sizeof tile.sum[0]}, rows, at, b, k);
}

template <class Kind, int V, class At>
GATEWISE_INLINE void multiply(Tile<Run::MOST, V>& tile, const float* bias, Run rows, At&& at,
                              const uint32_t* b, long k) {
    multiply_tiles<V>({bias, 0, (float*)tile.sum, sizeof tile.sum[0]}, rows, at, b, k);
}

template <class Kind, class At>
GATEWISE_INLINE void multiply(float* to, long stride, Run rows, At&& at, const uint32_t* b,
                              long k) {
    multiply_tiles<VECS>({nullptr, 0, to, stride * (long)sizeof(float)}, rows, at, b, k);
}

template <class Kind, int STEP = 1, class At>
GATEWISE_INLINE void multiply_add(float* to, long stride, Run rows, At&& at, const uint32_t* b,
                                  long k) {
    static_assert(STEP == 1);
    const long bytes = stride * (long)sizeof(float);
    multiply_tiles<VECS>({to, bytes, to, bytes}, rows, at, b, k);
}

// Tiles are as high as the group. They are given back in the end, since a thread that has tiles
// takes long to be interrupted.
template <>
class Groups<Bfloat16> {
   public:
    Groups() = default;
    ~Groups() {
        if (rows_) tile_release();
    }
    Groups(const Groups&) = delete;
    Groups& operator=(const Groups&) = delete;

    template <int V = VECS, class F, class Breaks = Never>
    GATEWISE_INLINE void each(long n, F&& f, Breaks&& breaks = {}) {
        for (long i = 0, count; i < n; i += count) {
            for (count = 1; count < Run::MOST && i + count < n && !breaks(i + count - 1);) count++;
            configure(count);
            f(i, Run{(int)count});
        }
    }

   private:
    void configure(int rows) {
        if (rows == rows_) return;
        rows_ = rows;
        const int low = smaller(rows, TILE_ROWS), high = rows - low;
        TileShapes shapes;
        // In multiply_low all sums are of the first 16 rows.
        const int heights[] = {low, low, high ? high : low, high ? high : low, low, high, 16, 16};
        for (int t = 0; t < 8; t++) {
            shapes.rows[t] = heights[t];
            shapes.bytes[t] = heights[t] ? sizeof(uint32_t) * TILE_UNITS : 0;
        }
        tile_config(shapes);
    }

    int rows_ = 0;
};

}  // namespace gatewise::GATEWISE_ISA
