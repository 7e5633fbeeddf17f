#include <vector>

#include "bindings/arrays.hpp"
#include "bindings/module.hpp"
#include "bindings/texts.hpp"
#include "core/isa.hpp"

namespace gatewise {
namespace {

using Weights = std::vector<Values<3>>;
using Biases = std::vector<Values<1>>;

long tokens(const Texts& texts) {
    long sum = 0;
    for (long row = 0; row < texts.rows; row++) sum += texts.lengths[row];
    return sum;
}

// A mask for each direction, or none at all.
std::vector<QrnnWeights> describe_weights(const Weights& weights, const Biases& biases,
                                          const Weights& masks, const Texts& texts) {
    expect(weights.size() >= 1 && weights.size() <= MAX_DIRECTIONS, "one or two directions");
    expect(biases.size() == weights.size() && (masks.empty() || masks.size() == weights.size()),
           "biases and masks of every direction");
    const long hidden = weights[0].shape(0) / 3, width = weights[0].shape(1);
    std::vector<QrnnWeights> found;
    for (size_t d = 0; d < weights.size(); d++) {
        expect(width >= 1 && (long)weights[d].shape(0) == 3 * hidden &&
                   (long)weights[d].shape(1) == width &&
                   (long)weights[d].shape(2) == texts.width &&
                   (long)biases[d].shape(0) == 3 * hidden,
               "weights (3H, W, D) and biases (3H,)");
        expect(masks.empty() ||
                   ((long)masks[d].shape(0) == texts.steps && (long)masks[d].shape(1) == texts.rows &&
                    (long)masks[d].shape(2) == hidden),
               "masks (T, N, H)");
        found.push_back({weights[d].data(), biases[d].data(),
                         masks.empty() ? nullptr : masks[d].data()});
    }
    return found;
}

QrnnForward describe(const Texts& texts, const Weights& weights,
                     const std::vector<QrnnWeights>& described, bool bfloat16) {
    QrnnForward call{};
    call.precision = precision(bfloat16), call.texts = texts;
    call.hidden = weights[0].shape(0) / 3, call.width = weights[0].shape(1);
    call.directions = described.size(), call.weights = described.data();
    return call;
}

void expect_states(const Values<3>& states, const QrnnForward& call) {
    expect((long)states.shape(0) == call.texts.rows && (long)states.shape(1) == call.texts.steps &&
               (long)states.shape(2) == call.directions * call.hidden,
           "states (N, T, directions * H)");
}

void keep(QrnnForward& call, const Floats<3>& gates, const Floats<3>& cells) {
    const long lanes = kernels().lanes, units = (call.hidden + lanes - 1) / lanes * lanes;
    const long count = tokens(call.texts);
    expect((long)gates.shape(0) == call.directions && (long)gates.shape(1) == count &&
               (long)gates.shape(2) == 3 * units && (long)cells.shape(0) == call.directions &&
               (long)cells.shape(1) == count && (long)cells.shape(2) == units,
           "gates (directions, S, 3 H') and cells (directions, S, H')");
    call.gates = gates.data(), call.cells = cells.data();
}

void forward(Values<3> x, Integers lengths, Weights weights, Biases biases, Weights masks,
             Floats<3> out, std::optional<Floats<3>> gates, std::optional<Floats<3>> cells,
             bool bfloat16) {
    const Texts texts = describe_texts(x, lengths);
    const auto described = describe_weights(weights, biases, masks, texts);
    QrnnForward call = describe(texts, weights, described, bfloat16);
    expect_states(Values<3>(out), call);
    call.out = out.data();
    if (gates && cells) keep(call, *gates, *cells);
    nb::gil_scoped_release released;
    kernels().qrnn_forward(call);
}

void backward(Values<3> x, Integers lengths, Weights weights, Biases biases, Weights masks,
              Floats<3> gates, Floats<3> cells, bool bfloat16, Values<3> dout, Floats<3> dx,
              std::vector<Floats<3>> dweights, std::vector<Floats<1>> dbiases) {
    const Texts texts = describe_texts(x, lengths);
    const auto described = describe_weights(weights, biases, masks, texts);
    QrnnBackward call{};
    call.forward = describe(texts, weights, described, bfloat16);
    keep(call.forward, gates, cells);
    expect_states(dout, call.forward);
    expect_like(dx, texts);
    expect(dweights.size() == weights.size() && dbiases.size() == weights.size(),
           "gradients of every direction");
    std::vector<QrnnGradients> gradients;
    for (size_t d = 0; d < weights.size(); d++) {
        expect(dweights[d].size() == weights[d].size() && dbiases[d].size() == biases[d].size(),
               "gradients of the shape of the weights");
        gradients.push_back({dweights[d].data(), dbiases[d].data()});
    }
    call.dout = dout.data(), call.dx = dx.data(), call.gradients = gradients.data();
    nb::gil_scoped_release released;
    kernels().qrnn_backward(call);
}

}  // namespace

void bind_qrnn(nb::module_& module) {
    module.def("qrnn_forward", &forward, "x"_a, "lengths"_a, "weights"_a, "biases"_a, "masks"_a,
               "out"_a, "gates"_a.none(), "cells"_a.none(), "bfloat16"_a);
    module.def("qrnn_backward", &backward, "x"_a, "lengths"_a, "weights"_a, "biases"_a, "masks"_a,
               "gates"_a, "cells"_a, "bfloat16"_a, "dout"_a, "dx"_a, "dweights"_a, "dbiases"_a);
}

}  // namespace gatewise
