#include <vector>

#include "bindings/arrays.hpp"
#include "bindings/module.hpp"
#include "bindings/texts.hpp"
#include "bindings/words.hpp"
#include "core/isa.hpp"
#include "core/pool.hpp"

namespace gatewise {
namespace {

using Weights = std::vector<Values<2>>;
using Biases = std::vector<Values<1>>;

long padded(long hidden) {
    const long lanes = kernels().lanes;
    return (hidden + lanes - 1) / lanes * lanes;
}

// Slices a direction, so that every thread has one to read.
long slices(long directions) { return (threads() + directions - 1) / directions; }

// Weights of every direction; returns H.
long take_weights(const Weights& inputs, const Weights& recurrents, const Biases& biases,
                  long width, LstmWeights* to) {
    expect(inputs.size() >= 1 && inputs.size() <= MAX_DIRECTIONS, "one or two directions");
    expect(recurrents.size() == inputs.size() && biases.size() == inputs.size(), "weights");
    const long hidden = recurrents[0].shape(1), gates = 4 * hidden;
    for (size_t d = 0; d < inputs.size(); d++) {
        expect((long)inputs[d].shape(0) == gates && (long)inputs[d].shape(1) == width &&
                   (long)recurrents[d].shape(0) == gates &&
                   (long)recurrents[d].shape(1) == hidden && (long)biases[d].shape(0) == gates,
               "weights (4H, D), (4H, H) and (4H,)");
        to[d] = {inputs[d].data(), recurrents[d].data(), biases[d].data()};
    }
    return hidden;
}

LstmForward describe(const Values<3>& x, const Integers& lengths, const Weights& inputs,
                     const Weights& recurrents, const Biases& biases, const Floats<3>& out,
                     bool bfloat16) {
    LstmForward call{};
    call.precision = precision(bfloat16);
    call.rows = x.shape(0), call.steps = x.shape(1), call.inputs = x.shape(2);
    call.directions = inputs.size();
    call.hidden = take_weights(inputs, recurrents, biases, call.inputs, call.weights);
    call.lengths = lengths.data(), call.x = x.data(), call.out = out.data();
    expect((long)lengths.shape(0) == call.rows, "lengths (N,)");
    expect_shape(out, call.rows, call.steps, call.directions * call.hidden);
    for (long row = 0; row < call.rows; row++)
        expect(call.lengths[row] >= 0 && call.lengths[row] <= call.steps, "lengths in 0..T");
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

void forward(Values<3> x, Integers lengths, Weights inputs, Weights recurrents, Biases biases,
             Floats<3> out, std::optional<Floats<3>> gates,
             std::optional<Floats<3>> cells, bool bfloat16) {
    LstmForward call = describe(x, lengths, inputs, recurrents, biases, out, bfloat16);
    const Ragged ragged(call.lengths, call.rows, slices(call.directions));
    if (gates && cells) keep(call, ragged, *gates, *cells);
    nb::gil_scoped_release released;
    kernels().lstm_forward(call, ragged);
}

void words(const WordBatch& batch, Weights inputs, Weights recurrents, Biases biases,
           Floats<3> out, bool bfloat16) {
    LstmWords call{precision(bfloat16), batch.describe(), 0, (long)inputs.size(), {}, out.data()};
    call.hidden = take_weights(inputs, recurrents, biases, call.lookup.width, call.weights);
    const Words& read = call.lookup.words;
    expect_shape(out, read.rows, read.steps, call.directions * call.hidden);
    const Ragged ragged(read.lengths, read.rows, slices(call.directions));
    nb::gil_scoped_release released;
    kernels().lstm_words(call, ragged);
}

// Gradients have the shapes of what they are of.
void expect_like(const std::vector<Floats<2>>& gradients, const Weights& weights) {
    expect(gradients.size() == weights.size(), "a gradient for each weight");
    for (size_t d = 0; d < weights.size(); d++)
        expect(gradients[d].shape(0) == weights[d].shape(0) &&
                   gradients[d].shape(1) == weights[d].shape(1),
               "gradients of the shape of the weights");
}

void backward(Values<3> x, Integers lengths, Weights inputs, Weights recurrents, Biases biases,
              Floats<3> out, Floats<3> gates, Floats<3> cells, bool bfloat16, Values<3> dout,
              std::optional<Floats<3>> dx, std::vector<Floats<2>> dinputs,
              std::vector<Floats<2>> drecurrents, std::vector<Floats<1>> dbiases) {
    LstmBackward call{};
    call.forward = describe(x, lengths, inputs, recurrents, biases, out, bfloat16);
    LstmForward& f = call.forward;
    if (dx) expect_shape(*dx, f.rows, f.steps, f.inputs);
    expect_shape(dout, f.rows, f.steps, f.directions * f.hidden);
    expect_like(dinputs, inputs);
    expect_like(drecurrents, recurrents);
    const Ragged ragged(f.lengths, f.rows, slices(f.directions));
    keep(f, ragged, gates, cells);
    call.dout = dout.data();
    call.dx = dx ? dx->data() : nullptr;
    for (long d = 0; d < f.directions; d++) {
        expect((long)dbiases.at(d).shape(0) == 4 * f.hidden, "a gradient (4H,) of the bias");
        call.gradients[d] = {dinputs[d].data(), drecurrents[d].data(), dbiases[d].data()};
    }
    nb::gil_scoped_release released;
    kernels().lstm_backward(call, ragged);
}

}  // namespace

void bind_lstm(nb::module_& module) {
    module.def("padded", &padded, "hidden"_a);
    module.def("lstm_forward", &forward, "x"_a, "lengths"_a, "inputs"_a, "recurrents"_a, "biases"_a,
               "out"_a.noconvert(), "gates"_a.noconvert().none(),
               "cells"_a.noconvert().none(), "bfloat16"_a);
    module.def("lstm_words", &words, "batch"_a, "inputs"_a, "recurrents"_a, "biases"_a,
               "out"_a.noconvert(), "bfloat16"_a);
    module.def("lstm_backward", &backward, "x"_a, "lengths"_a, "inputs"_a, "recurrents"_a,
               "biases"_a, "out"_a, "gates"_a, "cells"_a, "bfloat16"_a, "dout"_a,
               "dx"_a.noconvert().none(),
               "dinputs"_a.noconvert(), "drecurrents"_a.noconvert(),
               "dbiases"_a.noconvert());
}

}  // namespace gatewise
