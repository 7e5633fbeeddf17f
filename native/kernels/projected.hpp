// The products of a batch's words, or of their pieces, with a layer's weights.
//
// Each is one chain of additions over the values of a vector, whatever else is in the batch, and is
// halved whether it is kept or not: so it makes no difference whether it was kept or computed now.
#pragma once

#include "core/pool.hpp"
#include "core/products.hpp"
#include "kernels/buffer.hpp"
#include "kernels/halved.hpp"
#include "kernels/lookup.hpp"
#include "kernels/product.hpp"

namespace gatewise::GATEWISE_ISA {

constexpr long PROJECTED = 48;  // vectors of a task

template <class Kind>
class Projected {
    typedef typename Kind::Unit Unit;

   public:
    // `weights` are `count` panels, one after the other; `products` has room for as many.
    Projected(const Lookup& lookup, const Unit* weights, long count, Products& products)
        : lookup_(lookup),
          words_(lookup.words),
          count_(count),
          depth_(Kind::units(lookup.width)),
          entries_(lookup.by_piece ? words_.pieces : words_.words),
          at_(entries_),
          missing_(entries_),
          passing_(passing_words() * Halved::bytes(count)),
          use_(products) {
        find();
        compute(weights);
        use_.let_go();
    }

    // Products of `count` panels from the first on are added to sums[i]: the mean over the pieces.
    template <class Sums>
    GATEWISE_INLINE void add_to(Sums&& sums, long word, long first, long count) const {
        const long parts = lookup_.by_piece ? pieces_of(word) : 1;
        const float share = 1.0f / parts;
        for (long p = 0; p < parts; p++) {
            const Halved product(at_[lookup_.by_piece ? words_.starts[word] + p : word], count_);
            for (long i = 0; i < count; i++) product.add_to(sums(i), first + i, share);
        }
    }

   private:
    long end_of(long word) const {
        return word + 1 < words_.words ? words_.starts[word + 1] : words_.pieces;
    }
    long pieces_of(long word) const { return end_of(word) - words_.starts[word]; }

    // The number an entry is kept by; -1 if it is another word's next time.
    long number(long entry) const {
        const long first = words_.piece[lookup_.by_piece ? entry : words_.starts[entry]];
        return lookup_.by_piece || first < lookup_.known ? first : -1;
    }

    long passing_words() const {
        long count = 0;
        for (long e = 0; e < entries_; e++) count += number(e) < 0;
        return count;
    }

    void find() {
        char* passing = passing_.get();
        for (long e = 0; e < entries_; e++) {
            const long key = number(e);
            char* product = key < 0 ? nullptr : use_.find(key);
            if (!product) {
                product = key < 0 ? passing : use_.add(key);
                passing += key < 0 ? Halved::bytes(count_) : 0;
                missing_[missed_++] = e;
            }
            at_[e] = product;
        }
    }

    void compute(const Unit* weights) {
        const Buffer<Unit> vectors(missed_ * depth_);
        auto gather = [&](long i) { read(missing_[i], &vectors[i * depth_]); };
        parallel(missed_, gather);
        auto multiply_some = [&](long task) {
            const long panel = task % count_, begin = task / count_ * PROJECTED;
            const Unit* b = weights + panel * depth_ * WIDTH;
            Groups<Kind> groups;
            groups.each(
                smaller(PROJECTED, missed_ - begin),
                [&](long i, auto rows) __attribute__((always_inline)) {
                    Tile<decltype(rows)::MOST> tile;
                    multiply<Kind>(
                        tile, nullptr, rows,
                        [&](int r) { return &vectors[(begin + i + r) * depth_]; }, b, depth_);
                    for (int r = 0; r < rows.count; r++)
                        Halved(at_[missing_[begin + i + r]], count_).store(panel, tile.sum[r]);
                });
        };
        parallel((missed_ + PROJECTED - 1) / PROJECTED * count_, multiply_some);
    }

    // The vector of an entry: a row of the table, or the mean of a word's.
    void read(long entry, Unit* to) const {
        const long first = lookup_.by_piece ? entry : words_.starts[entry];
        const long end = lookup_.by_piece ? entry + 1 : end_of(entry);
        if (end == first + 1) return Kind::convert(row(first), lookup_.width, to);
        const Buffer<float> mean(lookup_.width);
        std::memcpy(mean.get(), row(first), sizeof(float) * lookup_.width);
        for (long p = first + 1; p < end; p++)
            for (long i = 0; i < lookup_.width; i++) mean[i] += row(p)[i];
        for (long i = 0; i < lookup_.width; i++) mean[i] /= end - first;
        Kind::convert(mean.get(), lookup_.width, to);
    }
    const float* row(long piece) const {
        return lookup_.table + words_.piece[piece] * lookup_.stride;
    }

    const Lookup& lookup_;
    const Words& words_;
    const long count_, depth_, entries_;
    long missed_ = 0;
    Buffer<char*> at_;
    Buffer<long> missing_;
    Buffer<char> passing_;  // products that are not kept
    Products::Use use_;
};

}  // namespace gatewise::GATEWISE_ISA
