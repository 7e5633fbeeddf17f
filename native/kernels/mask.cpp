// Dropout masks: value i is a function of the seed and of i alone, so that it does not matter in
// which order, by which thread or by how many lanes they are drawn.
//
// The function is the finaliser of MurmurHash3 (Appleby 2011) over a Weyl sequence: every bit of
// i changes every bit of the result with a probability near one half.

#include "core/pool.hpp"
#include "core/simd.hpp"
#include "kernels/declared.hpp"

namespace gatewise::GATEWISE_ISA {
namespace {

typedef uint32_t Words __attribute__((vector_size(4 * LANES)));

constexpr long PIECE = 1 << 14;  // values of a task

GATEWISE_INLINE Words mix(Words x) {
    x = (x ^ (x >> 16)) * 0x85EBCA6Bu;
    x = (x ^ (x >> 13)) * 0xC2B2AE35u;
    return x ^ (x >> 16);
}

}  // namespace

void draw_mask(const Mask& mask) {
    const uint32_t low = (uint32_t)mask.seed, high = (uint32_t)(mask.seed >> 32);
    // 24 bits, which a float holds exactly.
    const auto limit = (int32_t)(mask.kept * (1 << 24));
    auto draw = [&](long task) {
        const long begin = task * PIECE, end = smaller(begin + PIECE, mask.count);
        Words counter;
        for (int lane = 0; lane < LANES; lane++) counter[lane] = (uint32_t)begin + lane;
        for (long i = begin; i < end; i += LANES, counter += LANES) {
            const Words drawn = mix(mix(counter * 0x9E3779B9u + low) ^ high) >> 8;
            const Vec kept = (Ints)drawn < limit ? broadcast(mask.value) : zeros();
            store_part(mask.out + i, kept, end - i);
        }
    };
    parallel((mask.count + PIECE - 1) / PIECE, draw);
}

}  // namespace gatewise::GATEWISE_ISA
