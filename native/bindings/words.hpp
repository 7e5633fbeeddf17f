// Batches of words at the border.
#pragma once

#include "bindings/arrays.hpp"
#include "kernels/lookup.hpp"

namespace gatewise {

// Rows of equal distance, which may lie in a wider array.
using Table = nb::ndarray<const float, nb::ndim<2>, nb::device::cpu>;
using WordTokens = Array<const int64_t, 2>;

inline void expect_rows(const Table& table) {
    expect(table.stride(1) == 1 || table.shape(1) <= 1, "a table whose rows are contiguous");
}

inline Words describe_words(const WordTokens& tokens, const Integers& lengths, const Integers& pieces,
                            const Integers& starts, long table_rows) {
    Words words{};
    words.rows = tokens.shape(0), words.steps = tokens.shape(1);
    words.words = starts.shape(0), words.pieces = pieces.shape(0);
    words.tokens = tokens.data(), words.lengths = lengths.data();
    words.piece = pieces.data(), words.starts = starts.data();
    expect((long)lengths.shape(0) == words.rows, "lengths (N,)");
    for (long row = 0; row < words.rows; row++) {
        expect(words.lengths[row] >= 0 && words.lengths[row] <= words.steps, "lengths in 0..T");
        for (long t = 0; t < words.lengths[row]; t++)
            expect((uint64_t)words.tokens[row * words.steps + t] < (uint64_t)words.words,
                   "tokens in 0..U - 1");
    }
    for (long p = 0; p < words.pieces; p++)
        expect((uint64_t)words.piece[p] < (uint64_t)table_rows, "pieces in 0..V - 1");
    for (long u = 0; u < words.words; u++) {
        const long end = u + 1 < words.words ? words.starts[u + 1] : words.pieces;
        expect(words.starts[u] >= 0 && words.starts[u] < end && end <= words.pieces,
               "starts that ascend, a piece or more for every word");
    }
    return words;
}

// A batch of words, its table, and what may be kept of them.
struct WordBatch {
    WordBatch(Table table, WordTokens tokens, Integers lengths, Integers pieces, Integers starts,
              long known, bool by_piece, Store* store)
        : table(table), tokens(tokens), lengths(lengths), pieces(pieces), starts(starts),
          known(known), by_piece(by_piece), store(store) {}
    Table table;
    WordTokens tokens;
    Integers lengths, pieces, starts;
    long known;
    bool by_piece;
    Store* store;

    Lookup describe() const {
        expect_rows(table);
        expect(known >= 0 && known <= (long)table.shape(0), "known in 0..V");
        const long rows = table.shape(0), width = table.shape(1), stride = table.stride(0);
        return {describe_words(tokens, lengths, pieces, starts, rows),
                width, stride, table.data(), rows, known, by_piece, store};
    }
};

}  // namespace gatewise
