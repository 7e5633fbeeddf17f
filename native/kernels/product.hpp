// Matrix products C = A B by tiles that stay in registers.
//
// A is given by its rows, B is packed in panels of WIDTH columns, each panel K rows of that width.
// Every element of C is one chain of additions over k from 0 upwards, whatever tile it falls into:
// an answer does not depend on what else is in the batch.
//
// Rows are dealt out in groups by Groups<Kind>. `rows` of a group tells its size and for which
// kind of tile it is; at(r) points to row r of A in it.
#pragma once

#include "kernels/kinds.hpp"

namespace gatewise::GATEWISE_ISA {

constexpr int ROWS = REGISTERS == 32 ? 6 : 3;  // of a tile; the accumulators are ROWS * VECS

constexpr long PACKED = 64;  // rows of a panel that are written together: they stay in the cache

// Rows of a tile of `vecs` vectors with as many accumulators.
constexpr int rows_of(int vecs) { return ROWS * VECS / vecs; }

template <int R, int V = VECS>
struct Tile {
    Vec sum[R][V];
};

// A group of R rows, which may lie anywhere.
template <int R>
struct Rows {
    static constexpr int MOST = R, count = R;
};

// tile += A B over `k` units, those of a row STEP apart; `b` points to a panel of V vectors.
template <class Kind, int STEP = 1, int R, int V, class At>
GATEWISE_INLINE void multiply_add(Tile<R, V>& tile, Rows<R>, At&& at, const typename Kind::Unit* b,
                                  long k) {
    Vec sum[R][V];
#pragma GCC unroll 8
    for (int r = 0; r < R; r++)
#pragma GCC unroll 4
        for (int v = 0; v < V; v++) sum[r][v] = tile.sum[r][v];
    const typename Kind::Unit* row[R];
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) row[r] = at(r);
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

// tile = bias + A B; without a bias if that is null.
template <class Kind, int R, int V, class At>
GATEWISE_INLINE void multiply(Tile<R, V>& tile, const float* bias, Rows<R> rows, At&& at,
                              const typename Kind::Unit* b, long k) {
    for (int r = 0; r < R; r++)
        for (int v = 0; v < V; v++) tile.sum[r][v] = bias ? load(bias + v * LANES) : zeros();
    multiply_add<Kind>(tile, rows, at, b, k);
}

// WIDTH columns of an array whose rows are `stride` apart: to = A B.
template <class Kind, int R, class At>
GATEWISE_INLINE void multiply(float* to, long stride, Rows<R> rows, At&& at,
                              const typename Kind::Unit* b, long k) {
    Tile<R> tile{};
    multiply_add<Kind>(tile, rows, at, b, k);
    for (int r = 0; r < R; r++)
        for (int v = 0; v < VECS; v++) store(to + r * stride + v * LANES, tile.sum[r][v]);
}

// The same: to += A B.
template <class Kind, int STEP = 1, int R, class At>
GATEWISE_INLINE void multiply_add(float* to, long stride, Rows<R> rows, At&& at,
                                  const typename Kind::Unit* b, long k) {
    Tile<R> tile;
    for (int r = 0; r < R; r++)
        for (int v = 0; v < VECS; v++) tile.sum[r][v] = load(to + r * stride + v * LANES);
    multiply_add<Kind, STEP>(tile, rows, at, b, k);
    for (int r = 0; r < R; r++)
        for (int v = 0; v < VECS; v++) store(to + r * stride + v * LANES, tile.sum[r][v]);
}

// Whether the row after row i lies elsewhere.
struct Never {
    GATEWISE_INLINE bool operator()(long) const { return false; }
};

template <class Kind>
class Groups {
   public:
    // Calls f(first, rows) for groups of 0..n-1, for tiles of V vectors. Where Kind wants the rows
    // of a group at one distance from each other, no group goes beyond a row i of which breaks(i).
    template <int V = VECS, class F, class Breaks = Never>
    GATEWISE_INLINE void each(long n, F&& f, Breaks&& = {}) {
        constexpr int MOST = rows_of(V);
        long i = 0;
        for (; i + MOST <= n; i += MOST) f(i, Rows<MOST>{});
        rest<MOST - 1>(n - i, i, f);
    }

   private:
    template <int R, class F>
    GATEWISE_INLINE void rest(long n, long first, F& f) {
        if constexpr (R > 0) {
            if (n == R) return f(first, Rows<R>{});
            rest<R - 1>(n, first, f);
        }
    }
};

}  // namespace gatewise::GATEWISE_ISA

#if defined(GATEWISE_AMX)
#include "kernels/tiles.hpp"
#endif
