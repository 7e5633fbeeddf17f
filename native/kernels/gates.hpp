// The four gates of an LSTM, side by side in panels: a tile that leaves the registers is a block of
// LANES units of all four. A column of "gates" is (block, gate, lane).
#pragma once

#include "kernels/product.hpp"

namespace gatewise::GATEWISE_ISA {

static_assert(VECS == 4, "a panel holds the four gates");

struct Shape {
    explicit Shape(long units)
        : blocks((units + LANES - 1) / LANES), hidden(blocks * LANES), gates(4 * hidden) {}
    long blocks, hidden, gates;  // blocks of units, H', 4 H'
};

// A panel of the columns (block, gate, lane) of one block, whose rows are the K values of `weights`
// (4H, K) in units of Kind.
template <class Kind>
void pack_gates(const float* weights, long hidden, long k, long block, typename Kind::Unit* panel) {
    typename Kind::Unit some[PACKED];
    const long units = Kind::units(k);
    for (long done = 0; done < units; done += PACKED) {
        const long first = done * Kind::ELEMENTS, count = smaller(PACKED, units - done);
        for (long column = 0; column < WIDTH; column++) {
            const long gate = column / LANES, unit = block * LANES + column % LANES;
            if (unit < hidden)
                Kind::convert(weights + (gate * hidden + unit) * k + first,
                              smaller(PACKED * Kind::ELEMENTS, k - first), some);
            else
                std::memset(some, 0, sizeof some);
            for (long i = 0; i < count; i++) panel[(done + i) * WIDTH + column] = some[i];
        }
    }
}

// The bias of a block in the order of its panel.
inline void pack_bias(const float* bias, long hidden, long block, float* to) {
    for (long c = 0; c < WIDTH; c++) {
        const long gate = c / LANES, unit = block * LANES + c % LANES;
        to[c] = unit < hidden ? bias[gate * hidden + unit] : 0.0f;
    }
}

struct Cell {
    Vec input, forget, candidate, output, cell, hidden;
};

GATEWISE_INLINE Cell step_cell(const Vec (&sum)[VECS], Vec before) {
    Cell c;
    c.input = sigmoid(sum[0]);
    c.forget = sigmoid(sum[1]);
    c.candidate = tanh(sum[2]);
    c.output = sigmoid(sum[3]);
    c.cell = c.forget * before + c.input * c.candidate;
    c.hidden = c.output * tanh(c.cell);
    return c;
}

}  // namespace gatewise::GATEWISE_ISA
