#include "bindings/arrays.hpp"
#include "bindings/module.hpp"
#include "bindings/texts.hpp"
#include "core/isa.hpp"

namespace gatewise {
namespace {

using Steps = Array<int32_t, 2>;

void expect_pooled(const Texts& texts, size_t rows, size_t width) {
    expect((long)rows == texts.rows && (long)width == texts.width, "(N, D)");
}

void maximum_forward(Values<3> x, Integers lengths, Floats<2> out, std::optional<Steps> where) {
    const Maximum call{describe_texts(x, lengths), out.data(), where ? where->data() : nullptr};
    expect_pooled(call.texts, out.shape(0), out.shape(1));
    if (where) expect_pooled(call.texts, where->shape(0), where->shape(1));
    nb::gil_scoped_release released;
    kernels().maximum_forward(call);
}

void maximum_backward(Integers lengths, Steps where, Values<2> dout, Floats<3> dx) {
    const MaximumBackward call{describe_texts(Values<3>(dx), lengths), where.data(), dout.data(), dx.data()};
    expect_pooled(call.texts, dout.shape(0), dout.shape(1));
    expect_pooled(call.texts, where.shape(0), where.shape(1));
    nb::gil_scoped_release released;
    kernels().maximum_backward(call);
}

void mean_forward(Values<3> x, Integers lengths, Floats<2> out) {
    const Mean call{describe_texts(x, lengths), out.data()};
    expect_pooled(call.texts, out.shape(0), out.shape(1));
    nb::gil_scoped_release released;
    kernels().mean_forward(call);
}

void mean_backward(Integers lengths, Values<2> dout, Floats<3> dx) {
    const MeanBackward call{describe_texts(Values<3>(dx), lengths), dout.data(), dx.data()};
    expect_pooled(call.texts, dout.shape(0), dout.shape(1));
    nb::gil_scoped_release released;
    kernels().mean_backward(call);
}

Attend describe(const Values<3>& x, const Integers& lengths, const Values<2>& projection,
                const Values<1>& bias, const Values<1>& query, bool bfloat16) {
    Attend call{};
    call.precision = precision(bfloat16), call.texts = describe_texts(x, lengths);
    call.units = projection.shape(0);
    expect((long)projection.shape(1) == call.texts.width && bias.shape(0) == projection.shape(0) &&
               query.shape(0) == projection.shape(0),
           "a projection (A, D), a bias (A,) and a query (A,)");
    call.projection = projection.data(), call.bias = bias.data(), call.query = query.data();
    return call;
}

void keep(Attend& call, const Floats<1>& shares, const Floats<2>& hidden) {
    const long tokens = shares.shape(0), lanes = kernels().lanes;
    long expected = 0;
    for (long row = 0; row < call.texts.rows; row++) expected += call.texts.lengths[row];
    expect(tokens == expected && (long)hidden.shape(0) == tokens &&
               (long)hidden.shape(1) == (call.units + lanes - 1) / lanes * lanes,
           "shares (S,) and hidden (S, A')");
    call.shares = shares.data(), call.hidden = hidden.data();
}

void attend_forward(Values<3> x, Integers lengths, Values<2> projection, Values<1> bias,
                    Values<1> query, Floats<2> out, std::optional<Floats<1>> shares,
                    std::optional<Floats<2>> hidden, bool bfloat16, Store* store) {
    Attend call = describe(x, lengths, projection, bias, query, bfloat16);
    call.store = store;
    expect_pooled(call.texts, out.shape(0), out.shape(1));
    call.out = out.data();
    if (shares && hidden) keep(call, *shares, *hidden);
    nb::gil_scoped_release released;
    kernels().attend_forward(call);
}

void attend_backward(Values<3> x, Integers lengths, Values<2> projection, Values<1> bias,
                     Values<1> query, Floats<1> shares, Floats<2> hidden, bool bfloat16,
                     Values<2> dout, Floats<3> dx, Floats<2> dprojection, Floats<1> dbias,
                     Floats<1> dquery) {
    AttendBackward call{};
    call.forward = describe(x, lengths, projection, bias, query, bfloat16);
    expect(dprojection.shape(0) == projection.shape(0) && dprojection.shape(1) == x.shape(2) &&
               dbias.shape(0) == bias.shape(0) && dquery.shape(0) == query.shape(0),
           "gradients of the shape of the weights");
    expect_like(dx, call.forward.texts);
    expect_pooled(call.forward.texts, dout.shape(0), dout.shape(1));
    keep(call.forward, shares, hidden);
    call.dout = dout.data(), call.dx = dx.data();
    call.dprojection = dprojection.data(), call.dbias = dbias.data();
    call.dquery = dquery.data();
    nb::gil_scoped_release released;
    kernels().attend_backward(call);
}

void dense_forward(Values<2> x, Values<2> weight, Values<1> bias, Floats<2> out) {
    const Dense call{(long)x.shape(0), (long)x.shape(1), (long)weight.shape(0), x.data(),
                     weight.data(),    bias.data(),      out.data()};
    expect((long)weight.shape(1) == call.inputs && (long)bias.shape(0) == call.outputs &&
               (long)out.shape(0) == call.rows && (long)out.shape(1) == call.outputs,
           "x (N, D), a weight (C, D), a bias (C,) and out (N, C)");
    nb::gil_scoped_release released;
    kernels().dense_forward(call);
}

}  // namespace

void bind_pooling(nb::module_& module) {
    module.def("maximum_forward", &maximum_forward, "x"_a, "lengths"_a, "out"_a, "where"_a.none());
    module.def("maximum_backward", &maximum_backward, "lengths"_a, "where"_a, "dout"_a, "dx"_a);
    module.def("mean_forward", &mean_forward, "x"_a, "lengths"_a, "out"_a);
    module.def("mean_backward", &mean_backward, "lengths"_a, "dout"_a, "dx"_a);
    module.def("attend_forward", &attend_forward, "x"_a, "lengths"_a, "projection"_a, "bias"_a,
               "query"_a, "out"_a, "shares"_a.none(), "hidden"_a.none(), "bfloat16"_a,
               "store"_a.none() = nb::none());
    module.def("attend_backward", &attend_backward, "x"_a, "lengths"_a, "projection"_a, "bias"_a,
               "query"_a, "shares"_a, "hidden"_a, "bfloat16"_a, "dout"_a, "dx"_a, "dprojection"_a,
               "dbias"_a, "dquery"_a);
    module.def("dense_forward", &dense_forward, "x"_a, "weight"_a, "bias"_a, "out"_a);
}

}  // namespace gatewise
