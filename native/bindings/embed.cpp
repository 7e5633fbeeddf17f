#include "bindings/arrays.hpp"
#include "bindings/module.hpp"
#include "core/isa.hpp"

namespace gatewise {
namespace {

// Rows of equal distance, which may lie in a wider array.
using Table = nb::ndarray<const float, nb::ndim<2>, nb::device::cpu>;
using Tokens = Array<const int64_t, 2>;

Words describe(const Tokens& tokens, const Integers& lengths, const Integers& pieces,
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

void expect_shape(const Floats<3>& values, const Words& words, long width) {
    expect((long)values.shape(0) == words.rows && (long)values.shape(1) == words.steps &&
               (long)values.shape(2) == width,
           "tokens and their vectors (N, T, D)");
}

void forward(Table table, Tokens tokens, Integers lengths, Integers pieces, Integers starts,
             Floats<3> out) {
    EmbedForward call{};
    call.width = table.shape(1), call.stride = table.stride(0), call.table = table.data();
    expect(table.stride(1) == 1 || call.width <= 1, "a table whose rows are contiguous");
    call.words = describe(tokens, lengths, pieces, starts, table.shape(0));
    expect_shape(out, call.words, call.width);
    call.out = out.data();
    nb::gil_scoped_release released;
    kernels().embed_forward(call);
}

void backward(Floats<3> dout, Tokens tokens, Integers lengths, Integers pieces, Integers starts,
              Floats<2> dtable) {
    EmbedBackward call{};
    call.table_rows = dtable.shape(0), call.width = dtable.shape(1), call.dtable = dtable.data();
    call.words = describe(tokens, lengths, pieces, starts, call.table_rows);
    expect_shape(dout, call.words, call.width);
    call.dout = dout.data();
    nb::gil_scoped_release released;
    kernels().embed_backward(call);
}

}  // namespace

void bind_embed(nb::module_& module) {
    module.def("embed_forward", &forward, "table"_a, "tokens"_a, "lengths"_a, "pieces"_a,
               "starts"_a, "out"_a.noconvert());
    module.def("embed_backward", &backward, "dout"_a, "tokens"_a, "lengths"_a, "pieces"_a,
               "starts"_a, "dtable"_a.noconvert());
}

}  // namespace gatewise
