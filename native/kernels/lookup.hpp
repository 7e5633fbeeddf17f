// What layers are called with that read words straight from the table.
//
// A word's product with a layer's weights is the same wherever it stands, so it is computed once
// and looked up after that; the products of frequent words are kept for the calls to come.
#pragma once

#include "core/store.hpp"
#include "kernels/convolution.hpp"
#include "kernels/lstm.hpp"
#include "kernels/tables.hpp"

namespace gatewise {

struct Lookup {
    Words words;
    long width, stride;    // D, and the distance of two rows of the table
    const float* table;    // (V, D)
    long table_rows;       // V
    // Words whose first piece is below this have always the same pieces.
    long known;
    // Products are those of the table's rows, and a word's is the mean over its pieces. For words
    // that hardly repeat, of pieces that do.
    bool by_piece;
    Store* store;  // of the model; null where nothing may be kept

    long room() const { return store ? store->room() : 0; }
};

struct LstmWords {
    Precision precision;
    Lookup lookup;
    long hidden, directions;
    LstmWeights weights[MAX_DIRECTIONS];
    float* out;  // (N, T, directions * H); zero after each row's length
};

struct StrongestWords {
    Precision precision;
    Lookup lookup;
    const Filter* kernels;
    long count;  // of kernels
    float* out;  // (N, sum of F)
};

}  // namespace gatewise
