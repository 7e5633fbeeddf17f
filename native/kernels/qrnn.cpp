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
#include "kernels/windows.hpp"

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

// ---- forward -----------------------------------------------------------------------------------

// Panels of all directions, block after block.
template <class Kind>
class Packed {
    typedef typename Kind::Unit Unit;

   public:
    Packed(const QrnnForward& call, const Shape& shape)
        : blocks_(shape.blocks),
          per_block_(call.width * Kind::units(call.texts.width) * GATED),
          units_(call.directions * blocks_ * per_block_),
          bias_(call.directions * shape.gates) {
        auto pack = [&](long task) {
            const long d = task / blocks_, first = task % blocks_ * GATED;
            auto row_of = [&](long column) { return shape.row_of(first + column); };
            pack_windows<Kind, GATES>({call.weights[d].weight, call.width, call.texts.width, d > 0},
                                      &units_[task * per_block_], row_of);
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
void forward(const QrnnForward& call) {
    const Shape shape(call);
    const Texts& texts = call.texts;
    const Tokens tokens[] = {Tokens(texts), Tokens(texts, true)};
    const Line<Kind> x(texts, call.width - 1, texts.width, texts.x, texts.width);
    const Packed<Kind> packed(call, shape);
    clear_padding(texts, call.out, call.directions * call.hidden);
    auto run = [&](long task) {
        const long block = task % shape.blocks, d = task / shape.blocks % call.directions;
        const long part = task / shape.blocks / call.directions;
        const Tokens& mine = tokens[d];
        const long before = d ? 0 : call.width - 1;
        Cells cells(call, shape, mine, d, block);
        slide<Kind, GATES>(
            mine.begin(part), mine.begin(part + 1), packed.bias(d, block), packed.at(d, block),
            call.width * x.width(),
            [&](long token) { return x.at(mine[token].row, mine[token].step - before); },
            [&](long token, const Vec(&sum)[GATES]) { cells.meet(token, sum); });
    };
    parallel(tokens[0].parts() * call.directions * shape.blocks, run);
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

// dx of every step: in each direction from the gates of the W steps whose windows it is in.
template <class Kind>
void inputs_back(const QrnnBackward& call, const Shape& shape, const Tokens& tokens,
                 const Line<Kind>* const* gradients) {
    typedef typename Kind::Unit Unit;
    const QrnnForward& f = call.forward;
    const long count = panels(f.texts.width);
    const long k = f.width * Kind::units(shape.gates), per_panel = k * WIDTH;
    const Buffer<Unit> turned(f.directions * count * per_panel);
    auto pack = [&](long task) {
        const long d = task / count;
        pack_turned<Kind>({f.weights[d].weight, f.width, f.texts.width, d == 0}, shape.gates,
                          task % count * WIDTH, &turned[task * per_panel],
                          [&](long column) { return shape.row_of(column); });
    };
    parallel(f.directions * count, pack);
    auto run = [&](long task) {
        const long part = task / count, panel = task % count, begin = tokens.begin(part);
        in_groups(tokens.begin(part + 1) - begin, [&](long i, auto rows)
                                                      __attribute__((always_inline)) {
            constexpr int R = decltype(rows)::value;
            Tile<R> tile{};
            for (long d = 0; d < f.directions; d++) {
                const Unit* a[R];
                for (int r = 0; r < R; r++) {
                    const Tokens::Token& place = tokens[begin + i + r];
                    a[r] = gradients[d]->at(place.row, place.step - (d ? f.width - 1 : 0));
                }
                multiply_add<Kind, R>(tile, a, &turned[(d * count + panel) * per_panel], k);
            }
            for (int r = 0; r < R; r++) {
                const Tokens::Token& place = tokens[begin + i + r];
                store_panel(call.dx + (place.row * f.texts.steps + place.step) * f.texts.width,
                            panel, tile.sum[r], f.texts.width);
            }
        });
    };
    parallel(tokens.parts() * count, run);
}

template <class Kind>
void backward(const QrnnBackward& call) {
    const QrnnForward& f = call.forward;
    const Shape shape(f);
    const Tokens tokens[] = {Tokens(f.texts), Tokens(f.texts, true)};
    const Line<Kind> first(f.texts, f.width - 1, shape.gates);
    const Line<Kind> second(f.texts, f.width - 1, f.directions > 1 ? shape.gates : 0);
    const Line<Kind>* const gradients[] = {&first, &second};
    auto go_back = [&](long task) {
        const long part = task / f.directions, d = task % f.directions;
        Returner<Kind>(call, shape, tokens[d], d, *gradients[d])
            .go_back(tokens[d].begin(part), tokens[d].begin(part + 1));
    };
    parallel(f.directions * tokens[0].parts(), go_back);
    clear_padding(f.texts, call.dx, f.texts.width);
    inputs_back<Kind>(call, shape, tokens[0], gradients);
    for (long d = 0; d < f.directions; d++)
        taps_back<Kind>(
            f.texts, tokens[0], f.width, d ? 0 : f.width - 1, d > 0, shape.gates,
            [&](long token) { return gradients[d]->at(tokens[0][token].row, tokens[0][token].step); },
            [&](long column) { return shape.row_of(column); }, call.gradients[d].weight,
            call.gradients[d].bias);
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
