// Largest and mean values over the steps of a text, and the dense layer after them.
//
// Legend: as in kernels.hpp.

#include "core/pool.hpp"
#include "kernels/declared.hpp"
#include "kernels/vectors.hpp"

namespace gatewise::GATEWISE_ISA {
namespace {

void clear(const Texts& texts, float* dx, long row, long from) {
    std::memset(dx + (row * texts.steps + from) * texts.width, 0,
                sizeof(float) * (texts.steps - from) * texts.width);
}

// The largest values of `count` channels from `first` on, at most V vectors.
template <int V>
void largest(const Maximum& call, long row, long first, long count) {
    const Texts& texts = call.texts;
    const float* x = texts.x + row * texts.steps * texts.width + first;
    Vec best[V] = {};
    Ints step[V];
    for (int v = 0; v < V; v++) step[v] = Ints{} - 1;
    for (long t = 0; t < texts.lengths[row]; t++, x += texts.width)
        for (int v = 0; v < V; v++) {
            const Vec value = load_part(x + v * LANES, count - v * LANES);
            // The first of equal steps stays; what is no number stays for good.
            const Ints wins = (value > best[v]) | (value != value) | (step[v] < 0);
            best[v] = wins ? value : best[v];
            step[v] = wins ? Ints{} + (int32_t)t : step[v];
        }
    const long to = row * texts.width + first;
    for (int v = 0; v < V; v++) {
        const long part = smaller(LANES, count - v * LANES);
        store_part(call.out + to + v * LANES, best[v], part);
        if (call.where)
            std::memcpy(call.where + to + v * LANES, &step[v], sizeof(int32_t) * part);
    }
}

}  // namespace

void maximum_forward(const Maximum& call) {
    constexpr int V = REGISTERS / 4;  // the values and their steps fill half of them
    const long width = call.texts.width;
    auto run = [&](long row) {
        long first = 0;
        for (; first + V * LANES <= width; first += V * LANES)
            largest<V>(call, row, first, V * LANES);
        for (; first < width; first += LANES) largest<1>(call, row, first, width - first);
    };
    parallel(call.texts.rows, run);
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
        float* sum = call.out + row * texts.width;
        std::memset(sum, 0, sizeof(float) * texts.width);
        for (long t = 0; t < texts.lengths[row]; t++)
            add_scaled(sum, texts.x + (row * texts.steps + t) * texts.width, 1.0f, texts.width);
        for (long d = 0; d < texts.width; d++) sum[d] /= (float)larger(texts.lengths[row], 1);
    };
    parallel(texts.rows, run);
}

void mean_backward(const MeanBackward& call) {
    const Texts& texts = call.texts;
    auto run = [&](long row) {
        const long length = texts.lengths[row];
        clear(texts, call.dx, row, 0);
        for (long t = 0; t < length; t++)
            add_scaled(call.dx + (row * texts.steps + t) * texts.width,
                       call.dout + row * texts.width, 1.0f / (float)length, texts.width);
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
