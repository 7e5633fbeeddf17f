// Convolution over time and the strongest response of each filter (Kim 2014).
//
// Legend: as in kernels.hpp; F filters of a kernel, W taps.

#include "kernels/declared.hpp"
#include "kernels/filters.hpp"
#include "kernels/inputs.hpp"
#include "kernels/vectors.hpp"
#include "kernels/windows.hpp"

namespace gatewise::GATEWISE_ISA {
namespace {

constexpr long FILTERS = 64;  // of a task on the way back
constexpr long CACHED = 1 << 16;  // values of x that a way back keeps at hand: 256 KiB

// ---- the strongest response, forward -----------------------------------------------------------

template <class Kind>
void strongest(const Strongest& call) {
    const long filters = call.filters();
    for (long i = 0; i < call.texts.rows * filters; i++) {  // for texts without tokens
        call.out[i] = 0.0f;
        if (call.where) call.where[i] = -1;
    }
    const Tokens tokens(call.texts);
    const Line<Kind> x(call.texts, widest(call.kernels, call.count) - 1, call.texts.width,
                       call.texts.x, call.texts.width);
    const Filters<Kind> panels(call.kernels, call.count, call.texts.width);
    auto run = [&](long task) {
        const long part = task / panels.count();
        const auto& panel = panels[task % panels.count()];
        const Filter& kernel = call.kernels[panel.kernel];
        const long start = before(kernel), mine = kernel.filters - panel.first;
        Winner winner;
        winner.clear();
        slide<Kind, VECS>(
            tokens, part, panel.bias, panel.weights, kernel.width * x.width(),
            [&](long token) { return x.at(tokens[token].row, tokens[token].step - start); },
            [&](long token, const Vec(&sum)[VECS]) __attribute__((always_inline)) {
                winner.meet(sum, tokens[token].step);
                if (!tokens.ends_text(token)) return;
                const long to = tokens[token].row * filters + panel.output;
                winner.write(call.out + to, call.where ? call.where + to : nullptr, mine);
                winner.clear();
            });
    };
    parallel(tokens.parts() * panels.count(), run);
}

// ---- the strongest response, backward ----------------------------------------------------------

// Where the window of a winner lies in its text, without what sticks out.
struct Window {
    Window(const Filter& kernel, long step, long length)
        : tap(larger(before(kernel) - step, 0)),
          step(step - before(kernel) + tap),
          count(smaller(kernel.width - tap, length - this->step)) {}
    long tap, step, count;  // the first tap and step that meet, and how many do
};

// Texts of x that stay in the cache together.
long rows_at_hand(const Texts& texts) {
    return larger(CACHED / larger(texts.steps * texts.width, 1), 1);
}

class StrongestBack {
   public:
    explicit StrongestBack(const StrongestBackward& call)
        : call_(call), texts_(call.forward.texts), filters_(call.forward.filters()) {}

    // Gradients of the filters first.. of a kernel, of which `output` is the first of all.
    void weights(long kernel, long output, long first) const {
        const Filter& weights = call_.forward.kernels[kernel];
        const FilterGradients& to = call_.gradients[kernel];
        const long end = smaller(first + FILTERS, weights.filters), depth = texts_.width;
        const long size = weights.width * depth, step = rows_at_hand(texts_);
        std::memset(to.weight + first * size, 0, sizeof(float) * (end - first) * size);
        std::memset(to.bias + first, 0, sizeof(float) * (end - first));
        for (long row = 0; row < texts_.rows; row += step)
            for (long f = first; f < end; f++)
                for (long r = row; r < smaller(row + step, texts_.rows); r++) {
                    const float scale = gradient(r, output + f);
                    if (scale == 0.0f) continue;
                    const Window window(weights, where(r, output + f), texts_.lengths[r]);
                    add_scaled(to.weight + f * size + window.tap * depth,
                               texts_.x + (r * texts_.steps + window.step) * depth, scale,
                               window.count * depth);
                    to.bias[f] += scale;
                }
    }

    // Gradient of the texts row..end-1.
    void inputs(long row, long end) const {
        const long depth = texts_.width, size = texts_.steps * depth;
        std::memset(call_.dx + row * size, 0, sizeof(float) * (end - row) * size);
        long output = 0;
        for (long k = 0; k < call_.forward.count; k++) {
            const Filter& kernel = call_.forward.kernels[k];
            for (long f = 0; f < kernel.filters; f++, output++)
                for (long r = row; r < end; r++) {
                    const float scale = gradient(r, output);
                    if (scale == 0.0f) continue;
                    const Window window(kernel, where(r, output), texts_.lengths[r]);
                    add_scaled(call_.dx + r * size + window.step * depth,
                               kernel.weight + (f * kernel.width + window.tap) * depth, scale,
                               window.count * depth);
                }
        }
    }

   private:
    long where(long row, long filter) const {
        return call_.forward.where[row * filters_ + filter];
    }
    float gradient(long row, long filter) const {
        return where(row, filter) < 0 ? 0.0f : call_.dout[row * filters_ + filter];
    }

    const StrongestBackward& call_;
    const Texts& texts_;
    const long filters_;
};

// ---- every response ----------------------------------------------------------------------------

template <class Kind>
void convolve(const Convolve& call) {
    const Texts& texts = call.texts;
    const long filters = call.kernel.filters, start = before(call.kernel);
    const Tokens tokens(texts);
    const Line<Kind> x(texts, call.kernel.width - 1, texts.width, texts.x, texts.width);
    const Filters<Kind> panels(&call.kernel, 1, texts.width);
    clear_padding(texts, call.out, filters);
    auto run = [&](long task) {
        const long part = task / panels.count(), number = task % panels.count();
        slide<Kind, VECS>(
            tokens, part, panels[number].bias, panels[number].weights,
            call.kernel.width * x.width(),
            [&](long token) { return x.at(tokens[token].row, tokens[token].step - start); },
            [&](long token, const Vec(&sum)[VECS]) {
                const auto& place = tokens[token];
                store_panel(call.out + (place.row * texts.steps + place.step) * filters, number,
                            sum, filters);
            });
    };
    parallel(tokens.parts() * panels.count(), run);
}

// The gradient of a step of x comes from the steps in whose windows it is, the taps in the other
// order: a convolution of the gradients.
template <class Kind>
void convolve_back(const ConvolveBackward& call) {
    typedef typename Kind::Unit Unit;
    const Texts& texts = call.forward.texts;
    const Filter& kernel = call.forward.kernel;
    const long columns = whole(kernel.filters, LANES), count = panels(texts.width);
    const long after = kernel.width - 1 - before(kernel);
    const long k = kernel.width * Kind::units(columns);
    const Tokens tokens(texts);
    const Line<Kind> gradients(texts, kernel.width - 1, columns, call.dout, kernel.filters);
    const auto row_of = [&](long column) { return column < kernel.filters ? column : -1; };
    const Buffer<Unit> turned(count * k * WIDTH);
    auto pack = [&](long panel) {
        pack_turned<Kind>({kernel.weight, kernel.width, texts.width, true}, columns,
                          panel * WIDTH, &turned[panel * k * WIDTH], row_of);
    };
    parallel(count, pack);
    clear_padding(texts, call.dx, texts.width);
    auto run = [&](long task) {
        const long part = task / count, panel = task % count;
        slide<Kind, VECS>(
            tokens, part, nullptr, &turned[panel * k * WIDTH], k,
            [&](long token) { return gradients.at(tokens[token].row, tokens[token].step - after); },
            [&](long token, const Vec(&sum)[VECS]) {
                const auto& place = tokens[token];
                store_panel(call.dx + (place.row * texts.steps + place.step) * texts.width, panel,
                            sum, texts.width);
            });
    };
    parallel(tokens.parts() * count, run);
    taps_back<Kind>(
        texts, tokens, kernel.width, before(kernel), false, columns,
        [&](long token) { return gradients.at(tokens[token].row, tokens[token].step); }, row_of,
        call.gradients.weight, call.gradients.bias);
}

}  // namespace

void convolve_forward(const Convolve& call) {
#if defined(GATEWISE_BFLOAT16)
    if (call.precision == Precision::BFLOAT16) return convolve<Bfloat16>(call);
#endif
    convolve<Float32>(call);
}

void convolve_backward(const ConvolveBackward& call) {
#if defined(GATEWISE_BFLOAT16)
    if (call.forward.precision == Precision::BFLOAT16) return convolve_back<Bfloat16>(call);
#endif
    convolve_back<Float32>(call);
}

void strongest_forward(const Strongest& call) {
#if defined(GATEWISE_BFLOAT16)
    if (call.precision == Precision::BFLOAT16) return strongest<Bfloat16>(call);
#endif
    strongest<Float32>(call);
}

void strongest_backward(const StrongestBackward& call) {
    const StrongestBack back(call);
    long output = 0;
    for (long k = 0; k < call.forward.count; k++) {
        auto run = [&](long task) { back.weights(k, output, task * FILTERS); };
        parallel((call.forward.kernels[k].filters + FILTERS - 1) / FILTERS, run);
        output += call.forward.kernels[k].filters;
    }
    if (!call.dx) return;
    const Texts& texts = call.forward.texts;
    const long step = rows_at_hand(texts);
    auto run = [&](long task) { back.inputs(task * step, smaller(task * step + step, texts.rows)); };
    parallel((texts.rows + step - 1) / step, run);
}

}  // namespace gatewise::GATEWISE_ISA
