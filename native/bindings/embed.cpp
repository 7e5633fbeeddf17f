#include "bindings/arrays.hpp"
#include "bindings/module.hpp"
#include "bindings/words.hpp"
#include "core/isa.hpp"

namespace gatewise {
namespace {

void forward(Table table, WordTokens tokens, Integers lengths, Integers pieces, Integers starts,
             Floats<3> out) {
    EmbedForward call{};
    expect_rows(table);
    call.width = table.shape(1), call.stride = table.stride(0), call.table = table.data();
    call.words = describe_words(tokens, lengths, pieces, starts, table.shape(0));
    expect_shape(out, call.words.rows, call.words.steps, call.width);
    call.out = out.data();
    nb::gil_scoped_release released;
    kernels().embed_forward(call);
}

void backward(Values<3> dout, WordTokens tokens, Integers lengths, Integers pieces, Integers starts,
              Floats<2> dtable) {
    EmbedBackward call{};
    call.table_rows = dtable.shape(0), call.width = dtable.shape(1), call.dtable = dtable.data();
    call.words = describe_words(tokens, lengths, pieces, starts, call.table_rows);
    expect_shape(dout, call.words.rows, call.words.steps, call.width);
    call.dout = dout.data();
    nb::gil_scoped_release released;
    kernels().embed_backward(call);
}

}  // namespace

void bind_embed(nb::module_& module) {
    nb::class_<Store>(module, "Store").def(nb::init<long>(), "room"_a);
    nb::class_<WordBatch>(module, "WordBatch")
        .def(nb::init<Table, WordTokens, Integers, Integers, Integers, long, bool, Store*>(),
             "table"_a, "tokens"_a, "lengths"_a, "pieces"_a, "starts"_a, "known"_a, "by_piece"_a,
             "store"_a.none(), nb::keep_alive<1, 9>());
    module.def("embed_forward", &forward, "table"_a, "tokens"_a, "lengths"_a, "pieces"_a,
               "starts"_a, "out"_a.noconvert());
    module.def("embed_backward", &backward, "dout"_a, "tokens"_a, "lengths"_a, "pieces"_a,
               "starts"_a, "dtable"_a.noconvert());
}

}  // namespace gatewise
