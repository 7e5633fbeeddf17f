#include <vector>

#include "bindings/arrays.hpp"
#include "bindings/module.hpp"
#include "core/isa.hpp"
#include "core/pool.hpp"

namespace gatewise {
namespace {

using Weights = std::vector<Floats<2>>;

long padded(long hidden) {
    const long lanes = kernels().lanes;
    return (hidden + lanes - 1) / lanes * lanes;
}

// Slices a direction, so that every thread has one to read.
long slices(long directions) { return (threads() + directions - 1) / directions; }

LstmForward describe(const Floats<3>& x, const Integers& lengths, const Weights& inputs,
                     const Weights& recurrents, const std::vector<Floats<1>>& biases,
                     const Floats<3>& out, bool bfloat16) {
    LstmForward call{};
    call.precision = bfloat16 ? Precision::BFLOAT16 : Precision::FLOAT32;
    call.rows = x.shape(0), call.steps = x.shape(1), call.inputs = x.shape(2);
    call.directions = inputs.size();
    expect(call.directions >= 1 && call.directions <= MAX_DIRECTIONS, "one or two directions");
    expect(recurrents.size() == inputs.size() && biases.size() == inputs.size(), "weights");
    call.hidden = recurrents[0].shape(1);
    call.lengths = lengths.data(), call.x = x.data(), call.out = out.data();
    for (long d = 0; d < call.directions; d++) {
        const long gates = 4 * call.hidden;
        expect((long)inputs[d].shape(0) == gates && (long)inputs[d].shape(1) == call.inputs &&
                   (long)recurrents[d].shape(0) == gates &&
                   (long)recurrents[d].shape(1) == call.hidden && (long)biases[d].shape(0) == gates,
               "weights (4H, D), (4H, H) and (4H,)");
        call.weights[d] = {inputs[d].data(), recurrents[d].data(), biases[d].data()};
    }
    expect((long)lengths.shape(0) == call.rows, "lengths (N,)");
    expect((long)out.shape(0) == call.rows && (long)out.shape(1) == call.steps &&
               (long)out.shape(2) == call.directions * call.hidden,
           "out (N, T, directions * H)");
    for (long row = 0; row < call.rows; row++)
        expect(call.lengths[row] >= 0 && call.lengths[row] <= call.steps, "lengths in 0..T");
    expect(!bfloat16 || kernels().bfloat16, "bf16 on a processor that has it");
    return call;
}

void keep(LstmForward& call, const Ragged& ragged, const Floats<3>& gates, const Floats<3>& cells) {
    const long units = padded(call.hidden);
    expect((long)gates.shape(0) == call.directions && (long)gates.shape(1) == ragged.slots() &&
               (long)gates.shape(2) == 4 * units && (long)cells.shape(0) == call.directions &&
               (long)cells.shape(1) == ragged.slots() && (long)cells.shape(2) == units,
           "gates (directions, S, 4 H') and cells (directions, S, H')");
    call.gates = gates.data(), call.cells = cells.data();
}

void forward(Floats<3> x, Integers lengths, Weights inputs, Weights recurrents,
             std::vector<Floats<1>> biases, Floats<3> out, std::optional<Floats<3>> gates,
             std::optional<Floats<3>> cells, bool bfloat16) {
    LstmForward call = describe(x, lengths, inputs, recurrents, biases, out, bfloat16);
    const Ragged ragged(call.lengths, call.rows, slices(call.directions));
    if (gates && cells) keep(call, ragged, *gates, *cells);
    nb::gil_scoped_release released;
    kernels().lstm_forward(call, ragged);
}

void backward(Floats<3> x, Integers lengths, Weights inputs, Weights recurrents,
              std::vector<Floats<1>> biases, Floats<3> out, Floats<3> gates, Floats<3> cells,
              bool bfloat16, Floats<3> dout, std::optional<Floats<3>> dx, Weights dinputs,
              Weights drecurrents, std::vector<Floats<1>> dbiases) {
    LstmBackward call{};
    call.forward = describe(x, lengths, inputs, recurrents, biases, out, bfloat16);
    // Gradients have the shapes of what they are of.
    describe(dx ? *dx : x, lengths, dinputs, drecurrents, dbiases, dout, bfloat16);
    const Ragged ragged(call.forward.lengths, call.forward.rows, slices(call.forward.directions));
    keep(call.forward, ragged, gates, cells);
    call.dout = dout.data();
    call.dx = dx ? dx->data() : nullptr;
    for (long d = 0; d < call.forward.directions; d++)
        call.gradients[d] = {dinputs[d].data(), drecurrents[d].data(), dbiases[d].data()};
    nb::gil_scoped_release released;
    kernels().lstm_backward(call, ragged);
}

}  // namespace

void bind_lstm(nb::module_& module) {
    module.def("padded", &padded, "hidden"_a);
    module.def("lstm_forward", &forward, "x"_a, "lengths"_a, "inputs"_a, "recurrents"_a, "biases"_a,
               "out"_a.noconvert(), "gates"_a.noconvert().none(),
               "cells"_a.noconvert().none(), "bfloat16"_a);
    module.def("lstm_backward", &backward, "x"_a, "lengths"_a, "inputs"_a, "recurrents"_a,
               "biases"_a, "out"_a, "gates"_a, "cells"_a, "bfloat16"_a, "dout"_a,
               "dx"_a.noconvert().none(),
               "dinputs"_a.noconvert(), "drecurrents"_a.noconvert(),
               "dbiases"_a.noconvert());
}

}  // namespace gatewise
