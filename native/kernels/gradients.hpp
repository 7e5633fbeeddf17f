// Gradients of weights: a product over all tokens, of the gradients of what a layer computed and
// of what it saw.
//
// Tokens are taken in blocks whose panels stay in the cache; a task has some columns of the
// gradients and goes through all blocks in turn, so that the order of a sum is always the same.

#pragma once

#include "core/pool.hpp"
#include "kernels/buffer.hpp"
#include "kernels/product.hpp"

namespace gatewise::GATEWISE_ISA {

constexpr long BLOCK = 256;   // tokens of a partial sum
constexpr long COLUMNS = 96;  // columns of a task, whole vectors

// What the layer saw of each token, as panels whose rows are tokens, block after block.
template <class Kind>
class Seen {
    typedef typename Kind::Unit Unit;

   public:
    // copy(panel, token, to) writes the values of a token that stand in a panel, at most WIDTH;
    // zeros are there already.
    template <class Copy>
    Seen(long panels, long tokens, Copy&& copy)
        : panels_(panels),
          tokens_(tokens),
          blocks_((tokens + BLOCK - 1) / BLOCK),
          units_(panels * blocks_ * BLOCK / Kind::ELEMENTS * WIDTH) {
        auto pack = [&](long task) { fill(task / panels_, task % panels_, copy); };
        parallel(blocks_ * panels_, pack);
    }

    long panels() const { return panels_; }
    long tokens() const { return tokens_; }
    long blocks() const { return blocks_; }
    const Unit* at(long block, long panel) const { return units(block, panel); }

   private:
    Unit* units(long block, long panel) const {
        return &units_[(block * panels_ + panel) * BLOCK / Kind::ELEMENTS * WIDTH];
    }

    template <class Copy>
    void fill(long block, long panel, Copy& copy) {
        float rows[Kind::ELEMENTS][WIDTH];
        Unit* to = units(block, panel);
        const long end = smaller(tokens_ - block * BLOCK, BLOCK);
        for (long k = 0; k < Kind::units(end) * Kind::ELEMENTS; k += Kind::ELEMENTS, to += WIDTH) {
            std::memset(rows, 0, sizeof rows);
            for (long e = 0; e < Kind::ELEMENTS && k + e < end; e++)
                copy(panel, block * BLOCK + k + e, rows[e]);
            Kind::interleave(&rows[0][0], to);
        }
    }

    const long panels_, tokens_, blocks_;
    Buffer<Unit> units_;
};

// Some columns of the gradients, times what was seen.
template <class Kind>
class WeightGradients {
    typedef typename Kind::Unit Unit;
    typedef typename Kind::Element Element;

   public:
    WeightGradients(const Seen<Kind>& seen, long first, long columns)
        : seen_(seen),
          first_(first),
          columns_(columns),
          stride_(seen.panels() * WIDTH),
          packed_(columns * UNITS),
          sums_(columns * stride_),
          bias_(columns) {}

    // gradients(token) points to all columns of a token, in units of Kind.
    template <class Gradients>
    void run(Gradients&& gradients) {
        std::memset(sums_.get(), 0, sizeof(float) * columns_ * stride_);
        std::memset(bias_.get(), 0, sizeof(float) * columns_);
        for (long block = 0; block < seen_.blocks(); block++) {
            const long tokens = smaller(seen_.tokens() - block * BLOCK, BLOCK);
            pack(block * BLOCK, tokens, gradients);
            for (long panel = 0; panel < seen_.panels(); panel++)
                groups_.each(columns_, [&](long i, auto rows) __attribute__((always_inline)) {
                    add(rows, i, Kind::units(tokens), seen_.at(block, panel),
                        &sums_[i * stride_ + panel * WIDTH]);
                });
        }
    }

    // What the weights and the bias of column first + i get.
    const float* sums(long i) const { return &sums_[i * stride_]; }
    float bias(long i) const { return bias_[i]; }

   private:
    static constexpr long UNITS = BLOCK / Kind::ELEMENTS;
    static constexpr bool TURNED = Kind::DEPTH > 1;  // a column's units lie side by side

    // The columns of a block, and their sums.
    template <class Gradients>
    void pack(long token, long tokens, Gradients& gradients) {
        constexpr long TOGETHER = Kind::DEPTH * Kind::ELEMENTS;
        const Element* rows[TOGETHER];
        Unit zipped[Kind::DEPTH][COLUMNS];
        for (long k = 0; k < tokens; k += TOGETHER) {
            for (long e = 0; e < TOGETHER; e++)
                rows[e] = k + e < tokens ? (const Element*)gradients(token + k + e) + first_
                                         : nothing_;
            for (long d = 0; d < Kind::DEPTH; d++)
                Kind::zip(rows + d * Kind::ELEMENTS, columns_, zipped[d]);
            lay(zipped, k / Kind::ELEMENTS);
            for (long e = 0; e < TOGETHER; e++)
                for (long c = 0; c < columns_; c += LANES)
                    store(&bias_[c], load(&bias_[c]) + Kind::load(rows[e] + c));
        }
    }

    // Units k.. of all columns: those of a column side by side, or those of a group of columns.
    GATEWISE_INLINE void lay(const Unit (&zipped)[Kind::DEPTH][COLUMNS], long k) {
        if constexpr (TURNED)
            turn(&zipped[0][0], COLUMNS, columns_, &packed_[k], UNITS);
        else
            groups_.each(columns_, [&](long i, auto rows) __attribute__((always_inline)) {
                std::memcpy(&packed_[i * UNITS + k * rows.count], &zipped[0][i],
                            sizeof(Unit) * rows.count);
            });
    }

    template <class Rows>
    GATEWISE_INLINE void add(Rows rows, long i, long k, const Unit* panel, float* sums) const {
        constexpr long NEXT = TURNED ? UNITS : 1;
        const Unit* first = &packed_[i * UNITS];
        multiply_add<Kind, TURNED ? 1 : Rows::MOST>(
            sums, stride_, rows, [&](int r) { return first + r * NEXT; }, panel, k);
    }

    const Seen<Kind>& seen_;
    const long first_, columns_;
    const long stride_;  // of a row of `sums_`
    Buffer<Unit> packed_;
    Buffer<float> sums_, bias_;
    Groups<Kind> groups_;
    Element nothing_[COLUMNS] = {};
};

// Calls write(column, sums, bias) for each of `columns` columns, a whole number of vectors.
template <class Kind, class Gradients, class Write>
void weight_gradients(const Seen<Kind>& seen, long columns, Gradients&& gradients, Write&& write) {
    auto run = [&](long task) {
        const long first = task * COLUMNS, count = smaller(COLUMNS, columns - first);
        WeightGradients<Kind> part(seen, first, count);
        part.run(gradients);
        for (long i = 0; i < count; i++) write(first + i, part.sums(i), part.bias(i));
    };
    parallel((columns + COLUMNS - 1) / COLUMNS, run);
}

}  // namespace gatewise::GATEWISE_ISA
