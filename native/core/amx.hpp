// The eight tiles of AMX, each up to 16 rows of 64 bytes: by the processor, or in plain C++ where
// an emulation is asked for, which checks what the processor would refuse and what it would not.
//
// A product C += A B of tiles has bf16 in A, 16 pairs a row, and in B, whose row k holds for every
// column the pair that meets pair k of A; C is float32. Denormals count as zero.
#pragma once

#include "core/simd.hpp"

#if defined(__AMX_BF16__) || defined(GATEWISE_EMULATE_AMX)
#define GATEWISE_AMX 1

#if defined(GATEWISE_EMULATE_AMX)
#include <cstdio>
#include <cstdlib>
#endif

namespace gatewise::GATEWISE_ISA {

constexpr int TILE_ROWS = 16;
constexpr int TILE_UNITS = 16;  // of 32 bits, in a row

// As the processor reads it.
struct alignas(64) TileShapes {
    uint8_t palette = 1, start = 0;
    uint8_t reserved[14] = {};
    uint16_t bytes[16] = {};  // of a row
    uint8_t rows[16] = {};
};

#if !defined(GATEWISE_EMULATE_AMX)

// The compiler's own functions take the number of a tile as a word of the source only.
GATEWISE_INLINE void tile_config(const TileShapes& shapes) {
    asm volatile("ldtilecfg %0" : : "m"(shapes));
}

GATEWISE_INLINE void tile_release() { asm volatile("tilerelease"); }

template <int T>
GATEWISE_INLINE void tile_zero() {
    asm volatile("tilezero %%tmm%c0" : : "i"(T));
}

// Rows are `stride` bytes apart.
template <int T>
GATEWISE_INLINE void tile_load(const void* from, long stride) {
    asm volatile("tileloadd (%0,%1,1), %%tmm%c2" : : "r"(from), "r"(stride), "i"(T) : "memory");
}

template <int T>
GATEWISE_INLINE void tile_store(void* to, long stride) {
    asm volatile("tilestored %%tmm%c2, (%0,%1,1)" : : "r"(to), "r"(stride), "i"(T) : "memory");
}

template <int C, int A, int B>
GATEWISE_INLINE void tile_dpbf16() {
    asm volatile("tdpbf16ps %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(C), "i"(A), "i"(B));
}

#else

struct Tiles {
    bool configured;
    int rows[8], bytes[8];
    alignas(64) uint32_t units[8][TILE_ROWS][TILE_UNITS];
};

inline thread_local Tiles tiles;

inline void tile_check(bool good, const char* what) {
    if (good) return;
    std::fprintf(stderr, "AMX: %s\n", what);
    std::abort();
}

inline void tile_check_used(int t) {
    tile_check(tiles.configured, "no tiles are configured");
    tile_check(tiles.rows[t] > 0, "a tile is used that was not configured");
}

inline void tile_config(const TileShapes& shapes) {
    tile_check((uintptr_t)&shapes % 64 == 0, "shapes cross a cache line");
    tile_check(shapes.palette == 1 && shapes.start == 0, "another palette");
    for (uint8_t byte : shapes.reserved) tile_check(byte == 0, "a reserved byte is set");
    for (int t = 0; t < 16; t++) {
        const int rows = shapes.rows[t], bytes = shapes.bytes[t];
        tile_check((rows == 0) == (bytes == 0), "a tile has rows or columns alone");
        tile_check(t < 8 || rows == 0, "a ninth tile");
        tile_check(rows <= TILE_ROWS && bytes <= 4 * TILE_UNITS, "a tile is too large");
        tile_check(bytes % 4 == 0, "a row is no number of units");
        if (t < 8) tiles.rows[t] = rows, tiles.bytes[t] = bytes;
    }
    std::memset(tiles.units, 0, sizeof tiles.units);
    tiles.configured = true;
}

inline void tile_release() { tiles.configured = false; }

template <int T>
void tile_zero() {
    tile_check_used(T);
    std::memset(tiles.units[T], 0, sizeof tiles.units[T]);
}

// One row may be read again and again.
template <int T>
void tile_load(const void* from, long stride) {
    tile_zero<T>();
    tile_check(stride == 0 || stride >= tiles.bytes[T] || -stride >= tiles.bytes[T],
               "rows overlap");
    for (long r = 0; r < tiles.rows[T]; r++)
        std::memcpy(tiles.units[T][r], (const char*)from + r * stride, tiles.bytes[T]);
}

template <int T>
void tile_store(void* to, long stride) {
    tile_check_used(T);
    tile_check(stride >= tiles.bytes[T] || -stride >= tiles.bytes[T], "rows overlap");
    for (long r = 0; r < tiles.rows[T]; r++)
        std::memcpy((char*)to + r * stride, tiles.units[T][r], tiles.bytes[T]);
}

// Two sums, of the first and of the second elements of the pairs, which then meet.
template <int C, int A, int B>
void tile_dpbf16() {
    static_assert(C != A && A != B && B != C && LANES == TILE_UNITS);
    tile_check_used(C), tile_check_used(A), tile_check_used(B);
    tile_check(tiles.rows[C] == tiles.rows[A], "C and A have other rows");
    tile_check(tiles.bytes[A] / 4 == tiles.rows[B], "A and B have other pairs");
    tile_check(tiles.bytes[C] == tiles.bytes[B], "C and B have other columns");
    const auto second = [](auto unit) { return unit & (int32_t)0xFFFF0000; };
    for (int r = 0; r < tiles.rows[C]; r++) {
        Vec first_sum = zeros(), second_sum = zeros(), sum;
        for (int k = 0; k < tiles.rows[B]; k++) {
            Ints a = Ints{} + (int32_t)tiles.units[A][r][k], b;
            std::memcpy(&b, tiles.units[B][k], sizeof b);
            first_sum += (Vec)(a << 16) * (Vec)(b << 16);
            second_sum += (Vec)second(a) * (Vec)second(b);
        }
        std::memcpy(&sum, tiles.units[C][r], sizeof sum);
        sum += first_sum + second_sum;
        std::memcpy(tiles.units[C][r], &sum, sizeof sum);
    }
}

#endif

}  // namespace gatewise::GATEWISE_ISA

#endif
