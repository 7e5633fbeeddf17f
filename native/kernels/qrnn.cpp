// QRNN over ragged rows, forward and backward (Bradbury 2016; zoneout: Krueger 2017).
//
// c[t] = k[t] c[t-1] + (1 - k[t]) z[t], h[t] = o[t] c[t], where k is the forget gate f, or 1 where
// a unit keeps its cell. A panel holds the three gates of L units side by side, and its tiles go
// along a text: the cells are carried from tile to tile and nothing else is left of the gates,
// unless they are to be learnt from. The way back is one pass over the texts from their ends, and
// large products after it.
//
// Legend: as in kernels.hpp; W taps; H' is H in whole vectors; a column of "gates" is (block of
// units, gate, lane); tokens of a direction are counted in the order of reading.

#include "kernels/declared.hpp"
#include "kernels/inputs.hpp"
#include "kernels/pairs.hpp"

namespace gatewise::GATEWISE_ISA {
namespace {

constexpr int GATES = 3;
constexpr long GATED = GATES * LANES;  // columns of a block of units

struct Shape {
    explicit Shape(const QrnnForward& call)
        : units(call.hidden), blocks((units + LANES - 1) / LANES), hidden(blocks * LANES),
          gates(GATES * hidden) {}

    // Row of the weights that a column of "gates" is, or -1.
    long row_of(long column) const {
        const long unit = column / GATED * LANES + column % LANES;
        return unit < units ? column % GATED / LANES * units + unit : -1;
    }

    long units, blocks, hidden, gates;  // H, blocks of L, H', 3 H'
};

// The weights of a direction in the order of memory; `back` in that of the gates a step reaches.
Taps taps_of(const QrnnForward& call, long d, bool back) {
    d = smaller(d, call.directions - 1);
    return {call.weights[d].weight, call.width, call.texts.width, (d > 0) != back};
}

constexpr long PAIR = 2;  // taps that are read by pairs

// ---- forward -----------------------------------------------------------------------------------

// Panels of all directions, block after block.
template <class Kind>
class Packed {
    typedef typename Kind::Unit Unit;

   public:
    Packed(const QrnnForward& call, const Shape& shape, const Taps* taps)
        : blocks_(shape.blocks),
          per_block_(taps[0].width * Kind::units(call.texts.width) * GATED),
          units_(call.directions * blocks_ * per_block_),
          bias_(call.directions * shape.gates) {
        auto pack = [&](long task) {
            const long d = task / blocks_, first = task % blocks_ * GATED;
            auto row_of = [&](long column) { return shape.row_of(first + column); };
            pack_windows<Kind, GATES>(taps[d], &units_[task * per_block_], row_of);
            for (long c = 0; c < GATED; c++) {
                const long row = row_of(c);
                bias_[task * GATED + c] = row < 0 ? 0.0f : call.weights[d].bias[row];
            }
        };
        parallel(call.directions * blocks_, pack);
    }
    const Unit* at(long d, long block) const {
        return &units_[(d * blocks_ + block) * per_block_];
    }
    const float* bias(long d, long block) const { return &bias_[(d * blocks_ + block) * GATED]; }

   private:
    const long blocks_, per_block_;
    Buffer<Unit> units_;
    Buffer<float> bias_;
};

GATEWISE_INLINE Vec keep(Vec forget, Vec mask) { return 1.0f - (1.0f - forget) * mask; }

// What a direction's masks say of some units of a token.
GATEWISE_INLINE Vec mask_of(const QrnnForward& call, long d, const Tokens::Token& place,
                            long first) {
    const long length = call.texts.lengths[place.row];
    const long s = d ? length - 1 - place.step : place.step;
    return load_part(
        call.weights[d].mask + (s * call.texts.rows + place.row) * call.hidden + first,
        call.hidden - first);
}

// One block of units of one direction, along whole texts.
class Cells {
   public:
    Cells(const QrnnForward& call, const Shape& shape, const Tokens& tokens, long d, long block)
        : call_(call),
          tokens_(tokens),
          d_(d),
          first_(block * LANES),
          gates_(call.gates ? call.gates + d * tokens.count() * shape.gates + block * GATED
                            : nullptr),
          cells_(call.cells ? call.cells + d * tokens.count() * shape.hidden + first_ : nullptr),
          gates_stride_(shape.gates),
          cells_stride_(shape.hidden) {}

    GATEWISE_INLINE void meet(long token, const Vec (&sum)[GATES]) {
        const Tokens::Token& place = tokens_[token];
        const Vec candidate = tanh(sum[0]), forget = sigmoid(sum[1]), output = sigmoid(sum[2]);
        const Vec kept =
            call_.weights[d_].mask ? keep(forget, mask_of(call_, d_, place, first_)) : forget;
        cell_ = kept * cell_ + (1.0f - kept) * candidate;
        float* out = call_.out + (place.row * call_.texts.steps + place.step) * call_.directions *
                                     call_.hidden +
                     d_ * call_.hidden + first_;
        store_part(out, output * cell_, call_.hidden - first_);
        if (gates_) {
            float* gates = gates_ + token * gates_stride_;
            store(gates, candidate);
            store(gates + LANES, forget);
            store(gates + 2 * LANES, output);
            store(cells_ + token * cells_stride_, cell_);
        }
        if (tokens_.ends_text(token)) cell_ = zeros();
    }

   private:
    const QrnnForward& call_;
    const Tokens& tokens_;
    const long d_, first_;
    float* const gates_;
    float* const cells_;
    const long gates_stride_, cells_stride_;
    Vec cell_ = zeros();
};

template <class Kind>
void read_windows(const QrnnForward& call, const Shape& shape, const Tokens* tokens) {
    const Texts& texts = call.texts;
    const Taps taps[] = {taps_of(call, 0, false), taps_of(call, 1, false)};
    const Line<Kind> x(texts, call.width - 1, texts.width, texts.x, texts.width);
    const Packed<Kind> packed(call, shape, taps);
    auto run = [&](long task) {
        const long block = task % shape.blocks, d = task / shape.blocks % call.directions;
        const long part = task / shape.blocks / call.directions;
        const Tokens& mine = tokens[d];
        const long before = d ? 0 : call.width - 1;
        Cells cells(call, shape, mine, d, block);
        slide<Kind, GATES>(
            mine, part, packed.bias(d, block), packed.at(d, block), call.width * x.width(),
            [&](long token) { return x.at(mine[token].row, mine[token].step - before); },
            [&](long token, const Vec(&sum)[GATES]) { cells.meet(token, sum); });
    };
    parallel(tokens[0].parts() * call.directions * shape.blocks, run);
}

template <class Kind>
void read_pairs(const QrnnForward& call, const Shape& shape, const Tokens* tokens) {
    const Texts& texts = call.texts;
    const long rows = GATES * call.hidden, count = call.directions;
    const PairWeights weights[] = {PairWeights(taps_of(call, 0, false), rows),
                                   PairWeights(taps_of(call, 1, false), count > 1 ? rows : 0)};
    const Taps taps[] = {weights[0].taps(), weights[1].taps()};
    const Pairs pairs[] = {Pairs(texts, tokens[0]), Pairs(texts, tokens[1], true)};
    const Line<Kind> x(texts, PAIR, texts.width, texts.x, texts.width);
    const Line<Kind> differences(texts, PAIR, texts.width);
    subtract_steps(texts, x, differences);
    const Packed<Kind> packed(call, shape, taps);
    auto run = [&](long task) {
        const long block = task % shape.blocks, d = task / shape.blocks % count;
        const long part = task / shape.blocks / count;
        Cells cells(call, shape, tokens[d], d, block);
        const PairSource<Kind> source{x, differences, d ? 0 : 1, packed.at(d, block)};
        slide_pairs<Kind, GATES>(
            pairs[d], pairs[d].begin(part), pairs[d].begin(part + 1), packed.bias(d, block),
            &source, 1,
            [&](const Pairs::Pair& pair, const Vec(&first)[GATES], const Vec(&second)[GATES]) {
                cells.meet(pair.token, d ? second : first);
                if (pair.both) cells.meet(pair.token + 1, d ? first : second);
            });
    };
    parallel(tokens[0].parts() * count * shape.blocks, run);
}

template <class Kind>
void forward(const QrnnForward& call) {
    const Shape shape(call);
    const Tokens tokens[] = {Tokens(call.texts), Tokens(call.texts, true)};
    clear_padding(call.texts, call.out, call.directions * call.hidden);
    if (call.width == PAIR) return read_pairs<Kind>(call, shape, tokens);
    read_windows<Kind>(call, shape, tokens);
}

// ---- backward ----------------------------------------------------------------------------------

// Goes back through some texts in one direction; writes the gradients of the gates before their
// activation.
template <class Kind>
class Returner {
   public:
    Returner(const QrnnBackward& call, const Shape& shape, const Tokens& tokens, long d,
             const Line<Kind>& gradients)
        : call_(call.forward),
          shape_(shape),
          tokens_(tokens),
          d_(d),
          dout_(call.dout + d * call_.hidden),
          gates_(call_.gates + d * tokens.count() * shape.gates),
          cells_(call_.cells + d * tokens.count() * shape.hidden),
          gradients_(gradients),
          carried_(shape.hidden) {}

    void go_back(long begin, long end) {
        for (long token = end - 1; token >= begin; token--) {
            if (tokens_.ends_text(token))
                std::memset(carried_.get(), 0, sizeof(float) * shape_.hidden);
            const bool starts = token == begin || tokens_.ends_text(token - 1);
            for (long block = 0; block < shape_.blocks; block++) meet(token, block, starts);
            const long used = shape_.gates / Kind::ELEMENTS;
            std::memset(gradients_.at(tokens_[token].row, tokens_[token].step) + used, 0,
                        sizeof(typename Kind::Unit) * (gradients_.width() - used));
        }
    }

   private:
    GATEWISE_INLINE void meet(long token, long block, bool starts) {
        const Tokens::Token& place = tokens_[token];
        const long first = block * LANES;
        const float* gates = gates_ + token * shape_.gates + block * GATED;
        const float* cell = cells_ + token * shape_.hidden + first;
        const Vec candidate = load(gates), forget = load(gates + LANES);
        const Vec output = load(gates + 2 * LANES);
        const Vec before = starts ? zeros() : load(cell - shape_.hidden);
        const Vec dh = load_part(dout_ +
                                     (place.row * call_.texts.steps + place.step) *
                                         call_.directions * call_.hidden +
                                     first,
                                 call_.hidden - first);
        const Vec mask =
            call_.weights[d_].mask ? mask_of(call_, d_, place, first) : broadcast(1.0f);
        const Vec kept = keep(forget, mask);
        const Vec dc = load(&carried_[first]) + dh * output;
        store(&carried_[first], dc * kept);
        auto* to = gradients_.at(place.row, place.step) + block * GATED / Kind::ELEMENTS;
        constexpr long NEXT = LANES / Kind::ELEMENTS;
        Kind::store(to, dc * (1.0f - kept) * (1.0f - candidate * candidate));
        Kind::store(to + NEXT, dc * (before - candidate) * mask * (forget * (1.0f - forget)));
        Kind::store(to + 2 * NEXT, dh * load(cell) * (output * (1.0f - output)));
    }

    const QrnnForward& call_;
    const Shape& shape_;
    const Tokens& tokens_;
    const long d_;
    const float* dout_;
    const float* gates_;
    const float* cells_;
    const Line<Kind>& gradients_;
    Buffer<float> carried_;
};

// The panels of all directions on the way back.
template <class Kind>
class Turned {
    typedef typename Kind::Unit Unit;

   public:
    Turned(const QrnnForward& call, const Shape& shape, const Taps* taps)
        : count(panels(call.texts.width)),
          per_panel_(taps[0].width * Kind::units(shape.gates) * WIDTH),
          units_(call.directions * count * per_panel_) {
        auto pack = [&](long task) {
            pack_turned<Kind>(taps[task / count], shape.gates, task % count * WIDTH,
                              &units_[task * per_panel_],
                              [&](long column) { return shape.row_of(column); });
        };
        parallel(call.directions * count, pack);
    }
    const Unit* at(long d, long panel) const { return &units_[(d * count + panel) * per_panel_]; }

    const long count;

   private:
    const long per_panel_;
    Buffer<Unit> units_;
};

float* step_of_dx(const QrnnBackward& call, long row, long step) {
    const Texts& texts = call.forward.texts;
    return call.dx + (row * texts.steps + step) * texts.width;
}

// dx of every step: in each direction from the gates of the W steps whose windows it is in.
template <class Kind>
void windows_back(const QrnnBackward& call, const Shape& shape, const Tokens& tokens,
                  const Line<Kind>* const* gradients) {
    const QrnnForward& f = call.forward;
    const Taps taps[] = {taps_of(f, 0, true), taps_of(f, 1, true)};
    const Turned<Kind> turned(f, shape, taps);
    const long k = f.width * Kind::units(shape.gates);
    auto run = [&](long task) {
        const long part = task / turned.count, panel = task % turned.count;
        const auto group = [&](long first, auto rows) __attribute__((always_inline)) {
            Tile<decltype(rows)::MOST> tile;
            for (long d = 0; d < f.directions; d++) {
                const auto at = [&](int r) {
                    const Tokens::Token& place = tokens[first + r];
                    return gradients[d]->at(place.row, place.step - (d ? f.width - 1 : 0));
                };
                if (d == 0)
                    multiply<Kind>(tile, nullptr, rows, at, turned.at(d, panel), k);
                else
                    multiply_add<Kind>(tile, rows, at, turned.at(d, panel), k);
            }
            for (int r = 0; r < rows.count; r++) {
                const Tokens::Token& place = tokens[first + r];
                store_panel(step_of_dx(call, place.row, place.step), panel, tile.sum[r],
                            f.texts.width);
            }
        };
        Groups<Kind> groups;
        each_group<Kind, VECS>(groups, tokens, tokens.begin(part), tokens.begin(part + 1), group);
    };
    parallel(tokens.parts() * turned.count, run);
    for (long d = 0; d < f.directions; d++)
        taps_back<Kind>(
            f.texts, tokens, f.width, d ? 0 : f.width - 1, d > 0, shape.gates,
            [&](long token) { return gradients[d]->at(tokens[token].row, tokens[token].step); },
            [&](long column) { return shape.row_of(column); }, call.gradients[d].weight,
            call.gradients[d].bias);
}

template <class Kind>
void pairs_back(const QrnnBackward& call, const Shape& shape, const Tokens& tokens,
                const Line<Kind>* const* gradients) {
    const QrnnForward& f = call.forward;
    const long rows = GATES * f.hidden, second = f.directions > 1;
    const PairWeights weights[] = {PairWeights(taps_of(f, 0, true), rows),
                                   PairWeights(taps_of(f, 1, true), second ? rows : 0)};
    const Taps taps[] = {weights[0].taps(), weights[1].taps()};
    const Turned<Kind> turned(f, shape, taps);
    const Pairs pairs(f.texts, tokens);
    const Line<Kind> differences[] = {Line<Kind>(f.texts, PAIR, shape.gates),
                                      Line<Kind>(f.texts, PAIR, second ? shape.gates : 0)};
    for (long d = 0; d < f.directions; d++)
        subtract_steps(f.texts, *gradients[d], differences[d]);
    auto run = [&](long task) {
        const long part = task / turned.count, panel = task % turned.count;
        const PairSource<Kind> sources[] = {
            {*gradients[0], differences[0], 0, turned.at(0, panel)},
            {*gradients[1], differences[1], 1, turned.at(second, panel)}};
        slide_pairs<Kind, VECS>(
            pairs, pairs.begin(part), pairs.begin(part + 1), nullptr, sources, f.directions,
            [&](const Pairs::Pair& pair, const Vec(&early)[VECS], const Vec(&late)[VECS]) {
                float* dx = step_of_dx(call, pair.row, pair.step);
                store_panel(dx, panel, early, f.texts.width);
                if (pair.both) store_panel(dx + f.texts.width, panel, late, f.texts.width);
            });
    };
    parallel(tokens.parts() * turned.count, run);
    for (long d = 0; d < f.directions; d++)
        pair_taps_back<Kind>(
            f.texts, pairs, d ? 0 : 1, d > 0, *gradients[d],
            [&](long column) { return shape.row_of(column); }, call.gradients[d].weight,
            call.gradients[d].bias);
}

template <class Kind>
void backward(const QrnnBackward& call) {
    const QrnnForward& f = call.forward;
    const Shape shape(f);
    const Tokens tokens[] = {Tokens(f.texts), Tokens(f.texts, true)};
    const long gap = larger(f.width - 1, PAIR);
    const Line<Kind> first(f.texts, gap, shape.gates);
    const Line<Kind> second(f.texts, gap, f.directions > 1 ? shape.gates : 0);
    const Line<Kind>* const gradients[] = {&first, &second};
    auto go_back = [&](long task) {
        const long part = task / f.directions, d = task % f.directions;
        Returner<Kind>(call, shape, tokens[d], d, *gradients[d])
            .go_back(tokens[d].begin(part), tokens[d].begin(part + 1));
    };
    parallel(f.directions * tokens[0].parts(), go_back);
    clear_padding(f.texts, call.dx, f.texts.width);
    if (f.width == PAIR) return pairs_back<Kind>(call, shape, tokens[0], gradients);
    windows_back<Kind>(call, shape, tokens[0], gradients);
}

}  // namespace

void qrnn_forward(const QrnnForward& call) {
#if defined(GATEWISE_BFLOAT16)
    if (call.precision == Precision::BFLOAT16) return forward<Bfloat16>(call);
#endif
    forward<Float32>(call);
}

void qrnn_backward(const QrnnBackward& call) {
#if defined(GATEWISE_BFLOAT16)
    if (call.forward.precision == Precision::BFLOAT16) return backward<Bfloat16>(call);
#endif
    backward<Float32>(call);
}

}  // namespace gatewise::GATEWISE_ISA
