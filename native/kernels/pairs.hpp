// Windows of two steps, two steps at a time: three products instead of four (Winograd's F(2, 2)).
//
// Where y[t] = a q0 + b q1 and y[t + 1] = b q0 + c q1 for three steps a, b, c in a row,
//
//     y[t] = (b - a) (-q0) + b (q0 + q1),     y[t + 1] = b (q0 + q1) + (c - b) q1,
//
// and the product of b is shared. The differences are of neighbouring steps wherever a pair lies,
// so that one line of them serves all. Gradients of the weights are shared likewise:
//
//     dq0 = dy[t] (a - b) + (dy[t] + dy[t + 1]) b,  dq1 = (dy[t] + dy[t + 1]) b + dy[t + 1] (c - b).

#pragma once

#include "kernels/windows.hpp"

namespace gatewise::GATEWISE_ISA {

// The real steps of a batch by twos, text after text, in the order in which they are read.
class Pairs {
   public:
    struct Pair {
        long row, step;  // the earlier of its steps
        long token;      // the first of them to be read, as `Tokens` counts
        bool both;       // the last of a text of odd length has but the one that is read first
    };

    Pairs(const Texts& texts, const Tokens& tokens, bool reverse = false)
        : list_((tokens.count() + texts.rows + 1) / 2 + texts.rows), parts_(tokens.parts() + 1) {
        for (long part = 0; part < tokens.parts(); part++) {
            parts_[part] = count_;
            for (long token = tokens.begin(part); token < tokens.begin(part + 1);) {
                const auto& place = tokens[token];
                const bool both = !tokens.ends_text(token);
                list_[count_++] = {place.row, place.step - reverse, token, both};
                token += 1 + both;
            }
        }
        parts_[tokens.parts()] = count_;
    }

    long count() const { return count_; }
    const Pair& operator[](long pair) const { return list_[pair]; }
    long begin(long part) const { return parts_[part]; }

   private:
    long count_ = 0;
    Buffer<Pair> list_;
    Buffer<long> parts_;
};

// to = a + sign b, element by element.
template <class Kind>
void combine(const typename Kind::Unit* a, const typename Kind::Unit* b, float sign, long units,
             typename Kind::Unit* to) {
    typedef typename Kind::Element Element;
    constexpr long STEP = LANES / Kind::ELEMENTS;
    const Element *first = (const Element*)a, *second = (const Element*)b;
    long i = 0;
    for (; i + STEP <= units; i += STEP)
        Kind::store(to + i, Kind::load(first + i * Kind::ELEMENTS) +
                                sign * Kind::load(second + i * Kind::ELEMENTS));
    if (i == units) return;
    Element x[LANES] = {}, y[LANES] = {};
    typename Kind::Unit sums[LANES];
    const long bytes = (units - i) * sizeof(typename Kind::Unit);
    std::memcpy(x, a + i, bytes);
    std::memcpy(y, b + i, bytes);
    Kind::store(sums, Kind::load(x) + sign * Kind::load(y));
    std::memcpy(to + i, sums, bytes);
}

// Every step less the one before it, one step beyond the end of each text too.
template <class Kind>
void subtract_steps(const Texts& texts, const Line<Kind>& of, const Line<Kind>& to) {
    auto run = [&](long row) {
        for (long t = 0; t <= texts.lengths[row]; t++)
            combine<Kind>(of.at(row, t), of.at(row, t - 1), -1.0f, of.width(), to.at(row, t));
    };
    parallel(texts.rows, run);
}

// Weights (C, 2, D) as the three (C, 3, D) that pairs are multiplied with.
class PairWeights {
   public:
    PairWeights(const Taps& taps, long rows) : depth_(taps.depth), weights_(rows * 3 * depth_) {
        auto run = [&](long row) {
            const float *first = taps.at(row, 0), *second = taps.at(row, 1);
            float* to = &weights_[row * 3 * depth_];
            for (long d = 0; d < depth_; d++) {
                to[d] = -first[d];
                to[depth_ + d] = first[d] + second[d];
                to[2 * depth_ + d] = second[d];
            }
        };
        parallel(rows, run);
    }
    Taps taps() const { return {weights_.get(), 3, depth_, false}; }

   private:
    const long depth_;
    Buffer<float> weights_;
};

// What a pair's three products are of: `steps` and its differences, `before` steps back.
template <class Kind>
struct PairSource {
    const Line<Kind>& steps;
    const Line<Kind>& differences;
    long before;                        // 1 or 0: a is the step before a pair, or its first
    const typename Kind::Unit* panels;  // of PairWeights, tap after tap
};

// The product of pairs begin..end-1 with a panel of each source; ends in finish(pair, sums of its
// first step, sums of its second) for each in turn.
template <class Kind, int V, class Finish>
GATEWISE_INLINE void slide_pairs(const Pairs& pairs, long begin, long end, const float* bias,
                                 const PairSource<Kind>* sources, long count, Finish&& finish) {
    const auto group = [&](long i, auto rows) __attribute__((always_inline)) {
        const Pairs::Pair* mine = &pairs[begin + i];
        Tile<decltype(rows)::MOST, V> first, second;
        for (long s = 0; s < count; s++) {
            const PairSource<Kind>& from = sources[s];
            const long k = from.steps.width();
            const auto at = [&](int r) {
                return from.steps.at(mine[r].row, mine[r].step - from.before + 1);
            };
            if (s == 0)
                multiply<Kind>(first, bias, rows, at, from.panels + k * V * LANES, k);
            else
                multiply_add<Kind>(first, rows, at, from.panels + k * V * LANES, k);
        }
        second = first;
        for (long s = 0; s < count; s++) {
            const PairSource<Kind>& from = sources[s];
            const long k = from.steps.width();
            const auto at = [&](int r) {
                return from.differences.at(mine[r].row, mine[r].step - from.before + 1);
            };
            multiply_add<Kind>(first, rows, at, from.panels, k);
            multiply_add<Kind>(
                second, rows, [&](int r) { return at(r) + k; }, from.panels + 2 * k * V * LANES,
                k);
        }
        for (int r = 0; r < rows.count; r++) finish(mine[r], first.sum[r], second.sum[r]);
    };
    Groups<Kind> groups;
    groups.template each<V>(end - begin, group, [&](long i) {
        return pairs[begin + i].row != pairs[begin + i + 1].row;
    });
}

// What a step of x is, or null beyond its text.
GATEWISE_INLINE const float* step_of(const Texts& texts, long row, long step) {
    const bool real = step >= 0 && step < texts.lengths[row];
    return real ? texts.x + (row * texts.steps + step) * texts.width : nullptr;
}

// Gradients of weights (C, 2, D) and of the bias (C,), as `taps_back` has them. `gradients` are
// zero beyond the end of each text.
template <class Kind, class RowOf>
void pair_taps_back(const Texts& texts, const Pairs& pairs, long before, bool flipped,
                const Line<Kind>& gradients, RowOf&& row_of, float* weight, float* bias) {
    typedef typename Kind::Unit Unit;
    const long depth = texts.width, units = gradients.width();
    const Buffer<Unit> sums(pairs.count() * units);
    auto add = [&](long pair) {
        const Unit* from = gradients.at(pairs[pair].row, pairs[pair].step);
        combine<Kind>(from, from + units, 1.0f, units, &sums[pair * units]);
    };
    parallel(pairs.count(), add);
    // The product of b, then those of a - b and of c - b: one step or two after a.
    const long order[] = {1, 0, 2};
    for (const long product : order) {
        const Seen<Kind> seen(
            panels(depth), pairs.count(), [&](long panel, long pair, float* to) {
                const long row = pairs[pair].row, step = pairs[pair].step - before;
                const float* middle = step_of(texts, row, step + 1);
                const float* other = step_of(texts, row, step + product);
                const long first = panel * WIDTH, end = smaller(first + WIDTH, depth);
                const float sign = product == 1 ? 1.0f : -1.0f;
                for (long d = first; middle && d < end; d++) to[d - first] = sign * middle[d];
                for (long d = first; product != 1 && other && d < end; d++)
                    to[d - first] += other[d];
            });
        weight_gradients<Kind>(
            seen, units * Kind::ELEMENTS,
            [&](long pair) {
                const Pairs::Pair& mine = pairs[pair];
                return product == 1 ? &sums[pair * units]
                                    : gradients.at(mine.row, mine.step + (product == 2));
            },
            [&](long column, const float* sum, float total) {
                const long row = row_of(column);
                if (row < 0) return;
                float* taps = weight + row * 2 * depth;
                float* own = taps + ((product == 2) != flipped ? depth : 0);
                for (long d = 0; product != 1 && d < depth; d++) own[d] += sum[d];
                if (product != 1) return;
                std::memcpy(taps, sum, sizeof(float) * depth);
                std::memcpy(taps + depth, sum, sizeof(float) * depth);
                bias[row] = total;
            });
    }
}

}  // namespace gatewise::GATEWISE_ISA
