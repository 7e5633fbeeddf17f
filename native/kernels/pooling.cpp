// Largest and mean values over the steps of a text, and the dense layer after them.
//
// Legend: as in kernels.hpp.

#include "core/pool.hpp"
#include "kernels/declared.hpp"
#include "kernels/vectors.hpp"

namespace gatewise::GATEWISE_ISA {
namespace {

// A vector of channels of each step in turn: meet(step, values).
template <class F>
GATEWISE_INLINE void each_step(const Texts& texts, long row, long first, F&& meet) {
    const long count = smaller(LANES, texts.width - first);
    const float* from = texts.x + row * texts.steps * texts.width + first;
    for (long t = 0; t < texts.lengths[row]; t++) meet(t, load_part(from + t * texts.width, count));
}

template <class F>
void each_vector(long width, F&& f) {
    for (long first = 0; first < width; first += LANES) f(first, smaller(LANES, width - first));
}

void clear(const Texts& texts, float* dx, long row, long from) {
    std::memset(dx + (row * texts.steps + from) * texts.width, 0,
                sizeof(float) * (texts.steps - from) * texts.width);
}

}  // namespace

void maximum_forward(const Maximum& call) {
    const Texts& texts = call.texts;
    auto run = [&](long row) {
        each_vector(texts.width, [&](long first, long count) {
            Vec best = zeros();
            Ints step = Ints{} - 1;
            each_step(texts, row, first, [&](long t, Vec value) {
                // The first of equal steps stays; what is no number stays for good.
                const Ints wins = (Ints{} - (int32_t)(t == 0)) | (value > best) | (value != value);
                best = wins ? value : best;
                step = wins ? Ints{} + (int32_t)t : step;
            });
            store_part(call.out + row * texts.width + first, best, count);
            if (call.where)
                std::memcpy(call.where + row * texts.width + first, &step,
                            sizeof(int32_t) * count);
        });
    };
    parallel(texts.rows, run);
}

void maximum_backward(const MaximumBackward& call) {
    const Texts& texts = call.texts;
    auto run = [&](long row) {
        clear(texts, call.dx, row, 0);
        if (texts.lengths[row] == 0) return;
        for (long d = row * texts.width, c = 0; c < texts.width; c++, d++)
            call.dx[(row * texts.steps + call.where[d]) * texts.width + c] = call.dout[d];
    };
    parallel(texts.rows, run);
}

void mean_forward(const Mean& call) {
    const Texts& texts = call.texts;
    auto run = [&](long row) {
        const float length = (float)larger(texts.lengths[row], 1);
        each_vector(texts.width, [&](long first, long count) {
            Vec sum = zeros();
            each_step(texts, row, first, [&](long, Vec value) { sum += value; });
            store_part(call.out + row * texts.width + first, sum / length, count);
        });
    };
    parallel(texts.rows, run);
}

void mean_backward(const MeanBackward& call) {
    const Texts& texts = call.texts;
    auto run = [&](long row) {
        const long length = texts.lengths[row];
        clear(texts, call.dx, row, length);
        each_vector(texts.width, [&](long first, long count) {
            const Vec part = load_part(call.dout + row * texts.width + first, count) /
                             (float)larger(length, 1);
            for (long t = 0; t < length; t++)
                store_part(call.dx + (row * texts.steps + t) * texts.width + first, part, count);
        });
    };
    parallel(texts.rows, run);
}

void dense_forward(const Dense& call) {
    auto run = [&](long row) {
        const float* x = call.x + row * call.inputs;
        for (long c = 0; c < call.outputs; c++)
            call.out[row * call.outputs + c] =
                dot(x, call.weight + c * call.inputs, call.inputs) + call.bias[c];
    };
    parallel(call.rows, run);
}

}  // namespace gatewise::GATEWISE_ISA
