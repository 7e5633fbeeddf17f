#include <vector>

#include "bindings/arrays.hpp"
#include "bindings/module.hpp"
#include "bindings/texts.hpp"
#include "bindings/words.hpp"
#include "core/isa.hpp"

namespace gatewise {
namespace {

using Weights = std::vector<Values<3>>;
using Biases = std::vector<Values<1>>;

std::vector<Filter> filters(const Weights& weights, const Biases& biases, long depth) {
    expect(weights.size() == biases.size(), "as many weights as biases");
    std::vector<Filter> found;
    for (size_t k = 0; k < weights.size(); k++) {
        const auto& w = weights[k];
        const auto& b = biases[k];
        expect((long)w.shape(2) == depth && w.shape(1) >= 1 && b.shape(0) == w.shape(0),
               "weights (F, W, D) and biases (F,)");
        found.push_back({w.data(), b.data(), (long)w.shape(0), (long)w.shape(1)});
    }
    return found;
}

std::vector<FilterGradients> gradients(const std::vector<Filter>& kernels,
                                       const std::vector<Floats<3>>& weights,
                                       const std::vector<Floats<1>>& biases, long depth) {
    expect(weights.size() == kernels.size() && biases.size() == kernels.size(),
           "a gradient for each kernel");
    std::vector<FilterGradients> found;
    for (size_t k = 0; k < kernels.size(); k++) {
        const auto& w = weights[k];
        expect((long)w.shape(0) == kernels[k].filters && (long)w.shape(1) == kernels[k].width &&
                   (long)w.shape(2) == depth && (long)biases[k].shape(0) == kernels[k].filters,
               "gradients of the shape of the weights");
        found.push_back({w.data(), biases[k].data()});
    }
    return found;
}

void expect_responses(const Values<3>& responses, const Texts& texts, long filters) {
    expect((long)responses.shape(0) == texts.rows && (long)responses.shape(1) == texts.steps &&
               (long)responses.shape(2) == filters,
           "responses (N, T, F)");
}

void convolve_forward(Values<3> x, Integers lengths, Values<3> weight, Values<1> bias,
                      Floats<3> out, bool bfloat16) {
    const Texts texts = describe_texts(x, lengths);
    const Convolve call{precision(bfloat16), texts, filters({weight}, {bias}, texts.width)[0],
                        out.data()};
    expect_responses(Values<3>(out), texts, call.kernel.filters);
    nb::gil_scoped_release released;
    kernels().convolve_forward(call);
}

void convolve_backward(Values<3> x, Integers lengths, Values<3> weight, Values<1> bias,
                       bool bfloat16, Values<3> dout, Floats<3> dx, Floats<3> dweight,
                       Floats<1> dbias) {
    const Texts texts = describe_texts(x, lengths);
    const auto kernel = filters({weight}, {bias}, texts.width);
    const ConvolveBackward call{
        {precision(bfloat16), texts, kernel[0], nullptr},
        dout.data(),
        dx.data(),
        gradients(kernel, {dweight}, {dbias}, texts.width)[0],
    };
    expect_responses(dout, texts, kernel[0].filters);
    expect_like(dx, texts);
    nb::gil_scoped_release released;
    kernels().convolve_backward(call);
}

void expect_shape(const Strongest& call, size_t rows, size_t filters) {
    expect((long)rows == call.texts.rows && (long)filters == call.filters(), "(N, sum of F)");
}

void strongest_forward(Values<3> x, Integers lengths, Weights weights, Biases biases,
                       Floats<2> out, std::optional<Array<int32_t, 2>> where, bool bfloat16) {
    const Texts texts = describe_texts(x, lengths);
    const auto kernels_ = filters(weights, biases, texts.width);
    Strongest call{precision(bfloat16), texts, kernels_.data(), (long)kernels_.size(), out.data(),
                   where ? where->data() : nullptr};
    expect_shape(call, out.shape(0), out.shape(1));
    if (where) expect_shape(call, where->shape(0), where->shape(1));
    nb::gil_scoped_release released;
    kernels().strongest_forward(call);
}

void strongest_backward(Values<3> x, Integers lengths, Weights weights, Biases biases,
                        Array<int32_t, 2> where, Values<2> dout, std::optional<Floats<3>> dx,
                        std::vector<Floats<3>> dweights, std::vector<Floats<1>> dbiases) {
    const Texts texts = describe_texts(x, lengths);
    const auto kernels_ = filters(weights, biases, texts.width);
    const auto parts = gradients(kernels_, dweights, dbiases, texts.width);
    StrongestBackward call{};
    call.forward = {Precision::FLOAT32, texts,        kernels_.data(), (long)kernels_.size(),
                    nullptr,            where.data()};
    expect_shape(call.forward, where.shape(0), where.shape(1));
    expect_shape(call.forward, dout.shape(0), dout.shape(1));
    if (dx) expect_like(*dx, texts);
    call.dout = dout.data(), call.dx = dx ? dx->data() : nullptr, call.gradients = parts.data();
    nb::gil_scoped_release released;
    kernels().strongest_backward(call);
}

void strongest_words(const WordBatch& batch, Weights weights, Biases biases, Floats<2> out,
                     bool bfloat16) {
    const Lookup lookup = batch.describe();
    const auto kernels_ = filters(weights, biases, lookup.width);
    expect(!kernels_.empty(), "a kernel");
    const StrongestWords call{precision(bfloat16), lookup, kernels_.data(),
                              (long)kernels_.size(), out.data()};
    long width = 0;
    for (const Filter& kernel : kernels_) width += kernel.filters;
    expect((long)out.shape(0) == lookup.words.rows && (long)out.shape(1) == width,
           "(N, sum of F)");
    nb::gil_scoped_release released;
    kernels().strongest_words(call);
}

}  // namespace

void bind_convolution(nb::module_& module) {
    module.def("convolve_forward", &convolve_forward, "x"_a, "lengths"_a, "weight"_a, "bias"_a,
               "out"_a, "bfloat16"_a);
    module.def("convolve_backward", &convolve_backward, "x"_a, "lengths"_a, "weight"_a, "bias"_a,
               "bfloat16"_a, "dout"_a, "dx"_a, "dweight"_a, "dbias"_a);
    module.def("strongest_forward", &strongest_forward, "x"_a, "lengths"_a, "weights"_a,
               "biases"_a, "out"_a, "where"_a.none(), "bfloat16"_a);
    module.def("strongest_words", &strongest_words, "batch"_a, "weights"_a, "biases"_a, "out"_a,
               "bfloat16"_a);
    module.def("strongest_backward", &strongest_backward, "x"_a, "lengths"_a, "weights"_a,
               "biases"_a, "where"_a, "dout"_a, "dx"_a.none(), "dweights"_a, "dbiases"_a);
}

}  // namespace gatewise
