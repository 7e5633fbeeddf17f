// Products over windows of texts: what a convolution, a QRNN's gates and their gradients are.
//
// The texts of a batch stand end to end, with some steps of zeros before each and after the last.
// A window of W steps is then one run of memory wherever it lies, and the edges of a text are no
// case of their own. Padding is neither copied nor computed on.

#pragma once

#include "kernels/gradients.hpp"
#include "kernels/kernels.hpp"

namespace gatewise::GATEWISE_ISA {

constexpr long PART = 192;  // tokens of a task, at least: their windows stay in the cache

inline long count_tokens(const Texts& texts) {
    long sum = 0;
    for (long row = 0; row < texts.rows; row++) sum += texts.lengths[row];
    return sum;
}

// The real steps of a batch, text after text, in the order in which they are read.
class Tokens {
   public:
    struct Token {
        long row, step;
    };

    // `reverse` reads each text from its end.
    explicit Tokens(const Texts& texts, bool reverse = false)
        : count_(count_tokens(texts)), list_(count_), parts_(count_ / PART + 2) {
        long token = 0, begin = 0;
        for (long row = 0; row < texts.rows; row++) {
            const long length = texts.lengths[row];
            for (long s = 0; s < length; s++)
                list_[token++] = {row, reverse ? length - 1 - s : s};
            if (token - begin >= PART) {
                parts_[count_parts_++] = begin;
                begin = token;
            }
        }
        if (token > begin) parts_[count_parts_++] = begin;
        parts_[count_parts_] = token;
    }

    long count() const { return count_; }
    const Token& operator[](long token) const { return list_[token]; }
    // Whether the next token, if any, is another text's.
    bool ends_text(long token) const {
        return token + 1 == count_ || list_[token + 1].row != list_[token].row;
    }

    // Whole texts that one task goes through: tokens begin(part) .. begin(part + 1) - 1.
    long parts() const { return count_parts_; }
    long begin(long part) const { return parts_[part]; }

   private:
    long count_, count_parts_ = 0;
    Buffer<Token> list_;
    Buffer<long> parts_;
};

// Vectors of all texts, end to end, in units of Kind.
template <class Kind>
class Line {
    typedef typename Kind::Unit Unit;

   public:
    // `width` values a step: zeros in the gaps, what is between them is left to be written.
    Line(const Texts& texts, long gap, long width)
        : width_(Kind::units(width)),
          first_(texts.rows + 1),
          data_((count_tokens(texts) + gap * (texts.rows + 1)) * width_) {
        for (long row = 0, place = gap; row <= texts.rows; row++) {
            first_[row] = place;
            std::memset(at(row, -gap), 0, sizeof(Unit) * gap * width_);
            if (row < texts.rows) place += texts.lengths[row] + gap;
        }
    }

    // The first of them are those of `from` (N, T, count), the others zero.
    Line(const Texts& texts, long gap, long width, const float* from, long count)
        : Line(texts, gap, width) {
        const long written = Kind::units(count);
        auto copy = [&](long row) {
            for (long t = 0; t < texts.lengths[row]; t++) {
                Unit* to = at(row, t);
                Kind::convert(from + (row * texts.steps + t) * count, count, to);
                std::memset(to + written, 0, sizeof(Unit) * (width_ - written));
            }
        };
        parallel(texts.rows, copy);
    }

    Unit* at(long row, long step) const { return &data_[(first_[row] + step) * width_]; }
    long width() const { return width_; }

   private:
    long width_;
    Buffer<long> first_;
    Buffer<Unit> data_;
};

// Weights (C, W, D) of windows; `flipped` takes the last tap first.
struct Taps {
    const float* weight;
    long width, depth;
    bool flipped;

    const float* at(long row, long tap) const {
        return weight + (row * width + (flipped ? width - 1 - tap : tap)) * depth;
    }
};

// A panel of V vectors whose columns are rows of the weights, W * units(D) units each; row_of tells
// which row a column is, or -1.
template <class Kind, int V, class RowOf>
void pack_windows(const Taps& taps, typename Kind::Unit* panel, RowOf&& row_of) {
    constexpr long COLUMNS = V * LANES;
    typename Kind::Unit some[PACKED];
    const long units = Kind::units(taps.depth);
    for (long tap = 0; tap < taps.width; tap++)
        for (long done = 0; done < units; done += PACKED) {
            const long first = done * Kind::ELEMENTS, count = smaller(PACKED, units - done);
            for (long column = 0; column < COLUMNS; column++) {
                const long row = row_of(column);
                if (row < 0)
                    std::memset(some, 0, sizeof some);
                else
                    Kind::convert(taps.at(row, tap) + first,
                                  smaller(PACKED * Kind::ELEMENTS, taps.depth - first), some);
                for (long i = 0; i < count; i++) panel[i * COLUMNS + column] = some[i];
            }
            panel += count * COLUMNS;
        }
}

// A panel of the values first.. of D, whose rows are `columns` gradients a tap: for the way back.
template <class Kind, class RowOf>
void pack_turned(const Taps& taps, long columns, long first, typename Kind::Unit* panel,
                 RowOf&& row_of) {
    const long count = smaller(WIDTH, taps.depth - first);
    float rows[Kind::ELEMENTS][WIDTH];
    for (long tap = 0; tap < taps.width; tap++)
        for (long c = 0; c < Kind::units(columns) * Kind::ELEMENTS;
             c += Kind::ELEMENTS, panel += WIDTH) {
            for (int e = 0; e < Kind::ELEMENTS; e++) {
                const long row = c + e < columns ? row_of(c + e) : -1;
                std::memset(rows[e], 0, sizeof rows[e]);
                if (row >= 0)
                    std::memcpy(rows[e], taps.at(row, tap) + first, sizeof(float) * count);
            }
            Kind::interleave(&rows[0][0], panel);
        }
}

// Calls f(first, rows) for groups of tokens begin..end-1, whose windows are in one line.
template <class Kind, int V, class F>
GATEWISE_INLINE void each_group(Groups<Kind>& groups, const Tokens& tokens, long begin, long end,
                                F&& f) {
    groups.template each<V>(
        end - begin, [&](long i, auto rows) __attribute__((always_inline)) { f(begin + i, rows); },
        [&](long i) { return tokens.ends_text(begin + i); });
}

// One panel over a part of the tokens, k units a window, which starts at at(token); ends in
// finish(token, sums) for each token in turn.
template <class Kind, int V, class At, class Finish>
GATEWISE_INLINE void slide(const Tokens& tokens, long part, const float* bias,
                           const typename Kind::Unit* panel, long k, At&& at, Finish&& finish) {
    Groups<Kind> groups;
    each_group<Kind, V>(
        groups, tokens, tokens.begin(part), tokens.begin(part + 1),
        [&](long first, auto rows) __attribute__((always_inline)) {
            Tile<decltype(rows)::MOST, V> tile;
            multiply<Kind>(tile, bias, rows, [&](int r) { return at(first + r); }, panel, k);
            for (int r = 0; r < rows.count; r++) finish(first + r, tile.sum[r]);
        });
}

// The columns of a panel as part of a row of `width` values.
GATEWISE_INLINE void store_panel(float* row, long panel, const Vec (&sum)[VECS], long width) {
    for (int v = 0; v < VECS; v++) {
        const long first = panel * WIDTH + v * LANES;
        if (first < width) store_part(row + first, sum[v], width - first);
    }
}

// Gradients of weights (C, W, D) and of the bias (C,), from `columns` gradients of every token,
// whole vectors. Tap k of a window is on the step `before` steps back and k ahead; `flipped` has
// the taps in the other order. gradients(token) points to a token's; row_of tells which row of the
// weights a column is, or -1.
template <class Kind, class Gradients, class RowOf>
void taps_back(const Texts& texts, const Tokens& tokens, long width, long before, bool flipped,
               long columns, Gradients&& gradients, RowOf&& row_of, float* weight, float* bias) {
    const long depth = texts.width, per_tap = panels(depth);
    const Seen<Kind> seen(per_tap * width, tokens.count(), [&](long panel, long token, float* to) {
        const auto& place = tokens[token];
        const long tap = panel / per_tap, first = panel % per_tap * WIDTH;
        const long step = place.step - before + (flipped ? width - 1 - tap : tap);
        if (step >= 0 && step < texts.lengths[place.row])
            std::memcpy(to, texts.x + (place.row * texts.steps + step) * depth + first,
                        sizeof(float) * smaller(WIDTH, depth - first));
    });
    weight_gradients<Kind>(
        seen, columns, gradients, [&](long column, const float* sums, float sum) {
            const long row = row_of(column);
            if (row < 0) return;
            for (long tap = 0; tap < width; tap++)
                std::memcpy(weight + (row * width + tap) * depth, sums + tap * per_tap * WIDTH,
                            sizeof(float) * depth);
            bias[row] = sum;
        });
}

}  // namespace gatewise::GATEWISE_ISA
