// LSTM over ragged rows, forward and backward (Hochreiter & Schmidhuber 1997, Gers 2000).
//
// A step is one product over [x | h] for a block of L units at a time, whose panel holds the four
// gates of these units side by side: the tile that leaves the registers is already a block of all
// four gates, and the cell is computed from it at once. Each direction and each slice of rows is
// read by one thread from end to end, so nothing waits inside the loop over time. Gradients of the
// weights and of x are large products after it.
//
// Legend: as in kernels.hpp; H' is H in whole vectors; a column of "gates" is (block, gate, lane).

#include "kernels/declared.hpp"
#include "kernels/gates.hpp"
#include "kernels/gradients.hpp"
#include "kernels/inputs.hpp"

namespace gatewise::GATEWISE_ISA {
namespace {

// Tokens of a task.
template <class Kind>
constexpr long TOKENS = Kind::DEPTH > 1 ? 64 : 48;

Texts texts_of(const LstmForward& call) {
    return {call.rows, call.steps, call.inputs, call.lengths, call.x};
}

// Value of gate row `row` = (gate, unit) as a column of "gates".
GATEWISE_INLINE long column_of(long gate, long unit) {
    return unit / LANES * WIDTH + gate * LANES + unit % LANES;
}

// ---- packing -----------------------------------------------------------------------------------

// Panels of columns 0..n-1 of `weights` (4H, n) with the columns of "gates" as rows.
template <class Kind>
void pack_transposed(const float* weights, long hidden, long n, const Shape& shape,
                     typename Kind::Unit* panel, long first) {
    const long width = smaller(WIDTH, n - first);
    float pair[Kind::ELEMENTS][WIDTH];
    for (long k = 0; k < shape.gates; k += Kind::ELEMENTS, panel += WIDTH) {
        for (int e = 0; e < Kind::ELEMENTS; e++) {
            const long gate = (k + e) % WIDTH / LANES;
            const long unit = (k + e) / WIDTH * LANES + (k + e) % LANES;
            const float* row = weights + (gate * hidden + unit) * n + first;
            for (long c = 0; c < WIDTH; c++)
                pair[e][c] = unit < hidden && c < width ? row[c] : 0.0f;
        }
        Kind::interleave(&pair[0][0], panel);
    }
}

template <class Kind>
struct Packed {  // for reading forward
    typedef typename Kind::Unit Unit;
    Packed(const LstmForward& call, const Shape& shape)
        : inputs(Kind::units(call.inputs)),
          recurrent(Kind::units(call.hidden)),
          per_block((inputs + recurrent) * WIDTH),
          units(call.directions * shape.blocks * per_block),
          bias(call.directions * shape.gates),
          blocks(shape.blocks) {
        auto pack = [&](long task) {
            const long d = task / blocks, block = task % blocks;
            const LstmWeights& w = call.weights[d];
            Unit* panel = at(d, block);
            pack_gates<Kind>(w.input, call.hidden, call.inputs, block, panel);
            pack_gates<Kind>(w.recurrent, call.hidden, call.hidden, block, panel + inputs * WIDTH);
            pack_bias(w.bias, call.hidden, block, &bias[(d * blocks + block) * WIDTH]);
        };
        parallel(call.directions * blocks, pack);
    }
    Unit* at(long d, long block) const { return &units[(d * blocks + block) * per_block]; }

    long inputs, recurrent, per_block;  // units of K, units of a panel
    Buffer<Unit> units;
    Buffer<float> bias;
    long blocks;
};

// ---- forward -----------------------------------------------------------------------------------

// Reads one slice of rows in one direction.
template <class Kind>
class Reader {
    typedef typename Kind::Unit Unit;

   public:
    Reader(const LstmForward& call, const Shape& shape, const Slice& slice, long direction,
           const Packed<Kind>& packed, long slots)
        : call_(call),
          shape_(shape),
          slice_(slice),
          direction_(direction),
          packed_(packed),
          width_(call.directions * call.hidden),
          gates_(call.gates ? call.gates + direction * slots * shape.gates : nullptr),
          kept_(call.cells ? 0 : slice.count * shape.hidden),
          cells_(call.cells ? call.cells + direction * slots * shape.hidden : kept_.get()),
          seen_(Kind::ELEMENTS > 1 ? 2 * slice.count * (packed.inputs + packed.recurrent) : 0),
          x_(slice.count),
          hidden_(slice.count),
          out_(slice.count) {}

    void read() {
        if constexpr (Kind::ELEMENTS > 1)  // what a short last vector leaves unwritten
            std::memset(seen(0, 0), 0, sizeof(Unit) * 2 * slice_.count * depth());
        for (long s = 0; s < slice_.steps; s++) step(s);
    }

   private:
    void step(long s) {
        const long n = slice_.active[s];
        for (long i = 0; i < n; i++) point(s, i);
        for (long block = 0; block < shape_.blocks; block++)
            groups_.each(n, [&](long i, auto rows) __attribute__((always_inline)) {
                group(rows, s, block, i);
            });
    }

    void point(long s, long i) {
        const long row = slice_.rows[i], length = call_.lengths[row];
        const long t = direction_ ? length - 1 - s : s, before = direction_ ? t + 1 : t - 1;
        const float* x = call_.x + (row * call_.steps + t) * call_.inputs;
        out_[i] = out(row, t);
        if constexpr (Kind::ELEMENTS > 1) {
            Kind::convert(x, call_.inputs, seen(s, i));
        } else {
            x_[i] = x;
            hidden_[i] = out(row, before);
        }
    }

    float* out(long row, long t) const {
        return call_.out + (row * call_.steps + t) * width_ + direction_ * call_.hidden;
    }

    long depth() const { return packed_.inputs + packed_.recurrent; }

    Unit* seen(long s, long i) const {
        return seen_.get() + (s % 2 * slice_.count + i) * depth();
    }

    template <class Rows>
    GATEWISE_INLINE void group(Rows rows, long s, long block, long i) {
        const Unit* panel = packed_.at(direction_, block);
        const float* bias = &packed_.bias[direction_ * shape_.gates + block * WIDTH];
        Tile<Rows::MOST> tile;
        if constexpr (Kind::ELEMENTS > 1) {
            multiply<Kind>(
                tile, bias, rows, [&](int r) { return seen(s, i + r); }, panel,
                s > 0 ? depth() : packed_.inputs);
        } else {
            multiply<Kind>(
                tile, bias, rows, [&](int r) { return x_[i + r]; }, panel, packed_.inputs);
            if (s > 0)
                multiply_add<Kind>(
                    tile, rows, [&](int r) { return hidden_[i + r]; },
                    panel + packed_.inputs * WIDTH, packed_.recurrent);
        }
        for (int r = 0; r < rows.count; r++) finish(tile.sum[r], s, block, i + r);
    }

    GATEWISE_INLINE void finish(const Vec (&sum)[VECS], long s, long block, long i) {
        const bool learning = call_.cells != nullptr;
        const long slot = learning ? slice_.first[s] + i : i;
        const long previous = learning && s > 0 ? slice_.first[s - 1] + i : i;
        const float* before = cells_ + previous * shape_.hidden + block * LANES;
        Cell cell = step_cell(sum, s > 0 ? load(before) : zeros());
        store(cells_ + slot * shape_.hidden + block * LANES, cell.cell);
        if (learning) {
            float* gates = gates_ + slot * shape_.gates + block * WIDTH;
            store(gates, cell.input);
            store(gates + LANES, cell.forget);
            store(gates + 2 * LANES, cell.candidate);
            store(gates + 3 * LANES, cell.output);
        }
        const long first = block * LANES, count = smaller(LANES, call_.hidden - first);
        store_part(out_[i] + first, cell.hidden, count);
        if constexpr (Kind::ELEMENTS > 1)
            Kind::convert_part(cell.hidden,
                               seen(s + 1, i) + packed_.inputs + first / Kind::ELEMENTS, count);
    }

    const LstmForward& call_;
    const Shape& shape_;
    const Slice& slice_;
    const long direction_;
    const Packed<Kind>& packed_;
    const long width_;  // of a step of `out`
    float* gates_;
    Buffer<float> kept_;  // cells where none are asked for
    float* cells_;
    Groups<Kind> groups_;
    Buffer<Unit> seen_;  // [x | h before] of this step and of the next, in units of Kind
    Buffer<const float*> x_, hidden_;  // of this step, where float32 is read where it lies
    Buffer<float*> out_;
};

template <class Kind>
void forward(const LstmForward& call, const Ragged& ragged) {
    const Shape shape(call.hidden);
    const Packed<Kind> packed(call, shape);
    clear_padding(texts_of(call), call.out, call.directions * call.hidden);
    auto read = [&](long task) {
        const Slice& slice = ragged.slice(task / call.directions);
        Reader<Kind>(call, shape, slice, task % call.directions, packed, ragged.slots()).read();
    };
    parallel(call.directions * ragged.slices(), read);
}

// ---- backward ----------------------------------------------------------------------------------

// Gradients of the gates before their activation, slot by slot: float32 in place of the gates.
template <class Kind>
struct GateGradients {
    typedef typename Kind::Unit Unit;
    GateGradients(const LstmForward& call, const Shape& shape, long slots)
        : width(shape.gates / Kind::ELEMENTS),
          slots(slots),
          copy(Kind::ELEMENTS > 1 ? call.directions * slots * width : 0) {
        if constexpr (Kind::ELEMENTS > 1)
            data = copy.get();
        else
            data = call.gates;
    }
    Unit* at(long direction, long slot) const { return data + (direction * slots + slot) * width; }

    long width, slots;
    Buffer<Unit> copy;
    Unit* data;
};

// Panels of the transposed weights `from` (4H, n) of every direction.
template <class Kind>
struct Transposed {
    typedef typename Kind::Unit Unit;
    Transposed(const LstmForward& call, const Shape& shape, long n,
               const float* LstmWeights::*from)
        : per_panel(shape.gates / Kind::ELEMENTS * WIDTH),
          count(panels(n)),
          units(call.directions * count * per_panel) {
        auto pack = [&](long task) {
            const long d = task / count, panel = task % count;
            pack_transposed<Kind>(call.weights[d].*from, call.hidden, n, shape,
                                  at(d, panel), panel * WIDTH);
        };
        parallel(call.directions * count, pack);
    }
    Unit* at(long d, long panel) const { return &units[(d * count + panel) * per_panel]; }

    long per_panel, count;
    Buffer<Unit> units;
};

// Goes back through one slice of rows in one direction.
template <class Kind>
class Returner {
    typedef typename Kind::Unit Unit;

   public:
    Returner(const LstmBackward& call, const Shape& shape, const Slice& slice, long direction,
             const Transposed<Kind>& recurrent, const GateGradients<Kind>& gradients)
        : call_(call.forward),
          shape_(shape),
          slice_(slice),
          direction_(direction),
          recurrent_(recurrent),
          gradients_(gradients),
          dout_(call.dout),
          gates_(call_.gates + direction * gradients.slots * shape.gates),
          cells_(call_.cells + direction * gradients.slots * shape.hidden),
          stride_(recurrent.count * WIDTH),
          dhidden_(slice.count * stride_),
          dcell_(slice.count * shape.hidden) {}

    void go_back() {
        std::memset(dhidden_.get(), 0, sizeof(float) * slice_.count * stride_);
        std::memset(dcell_.get(), 0, sizeof(float) * slice_.count * shape_.hidden);
        for (long s = slice_.steps - 1; s >= 0; s--) {
            for (long i = 0; i < slice_.active[s]; i++) gates_back(s, i);
            if (s > 0) hidden_back(s);
        }
    }

   private:
    void gates_back(long s, long i) {
        const long row = slice_.rows[i], length = call_.lengths[row];
        const long t = direction_ ? length - 1 - s : s;
        const float* dout = dout_ + (row * call_.steps + t) * call_.directions * call_.hidden +
                            direction_ * call_.hidden;
        const long slot = slice_.first[s] + i;
        const float* before = s > 0 ? cells_ + (slice_.first[s - 1] + i) * shape_.hidden : nullptr;
        for (long block = 0; block < shape_.blocks; block++) {
            const long first = block * LANES, count = smaller(LANES, call_.hidden - first);
            Vec dh = load_part(dout + first, count) + load(&dhidden_[i * stride_ + first]);
            cell_back(slot, i, block, dh, before ? load(before + first) : zeros());
        }
    }

    GATEWISE_INLINE void cell_back(long slot, long i, long block, Vec dh, Vec before) {
        const float* gates = gates_ + slot * shape_.gates + block * WIDTH;
        Vec input = load(gates), forget = load(gates + LANES);
        Vec candidate = load(gates + 2 * LANES), output = load(gates + 3 * LANES);
        Vec shown = tanh(load(cells_ + slot * shape_.hidden + block * LANES));
        float* carried = &dcell_[i * shape_.hidden + block * LANES];
        Vec dc = load(carried) + dh * output * (1.0f - shown * shown);
        store(carried, dc * forget);
        Unit* to = gradients_.at(direction_, slot) + block * WIDTH / Kind::ELEMENTS;
        constexpr long NEXT = LANES / Kind::ELEMENTS;
        Kind::store(to, dc * candidate * (input * (1.0f - input)));
        Kind::store(to + NEXT, dc * before * (forget * (1.0f - forget)));
        Kind::store(to + 2 * NEXT, dc * input * (1.0f - candidate * candidate));
        Kind::store(to + 3 * NEXT, dh * shown * (output * (1.0f - output)));
    }

    // What the gates of step s say of the hidden states before it.
    void hidden_back(long s) {
        const Unit* first = gradients_.at(direction_, slice_.first[s]);
        for (long panel = 0; panel < recurrent_.count; panel++)
            groups_.each(slice_.active[s], [&](long i, auto rows) __attribute__((always_inline)) {
                multiply<Kind>(
                    &dhidden_[i * stride_ + panel * WIDTH], stride_, rows,
                    [&](int r) { return first + (i + r) * gradients_.width; },
                    recurrent_.at(direction_, panel), gradients_.width);
            });
    }

    const LstmForward& call_;
    const Shape& shape_;
    const Slice& slice_;
    const long direction_;
    const Transposed<Kind>& recurrent_;
    const GateGradients<Kind>& gradients_;
    const float* dout_;
    const float* gates_;
    const float* cells_;
    const long stride_;  // of a row of `dhidden_`
    Groups<Kind> groups_;
    Buffer<float> dhidden_, dcell_;
};

// The tokens of all rows in the order of the text, and the slot of each in every direction. Sums
// over tokens run in this order, which does not depend on how rows were dealt out to slices.
struct Places {
    Places(const LstmForward& call, const Ragged& ragged)
        : tokens(ragged.slots()), place(tokens), slot(call.directions * tokens) {
        Buffer<long> first(call.rows);
        long count = 0;
        for (long row = 0; row < call.rows; row++) {
            first[row] = count;
            for (long t = 0; t < call.lengths[row]; t++) place[count++] = row * call.steps + t;
        }
        for (long i = 0; i < ragged.slices(); i++) {
            const Slice& slice = ragged.slice(i);
            for (long s = 0; s < slice.steps; s++)
                for (long r = 0; r < slice.active[s]; r++) {
                    const long row = slice.rows[r], here = slice.first[s] + r;
                    slot[first[row] + s] = here;
                    if (call.directions > 1)
                        slot[tokens + first[row] + call.lengths[row] - 1 - s] = here;
                }
        }
    }
    long tokens;
    Buffer<long> place;  // [tokens] row * T + t
    Buffer<long> slot;   // [directions * tokens]
};

// dgates of the tokens of a task: where they lie, or side by side where Kind wants it so.
template <class Kind>
class Gathered {
    typedef typename Kind::Unit Unit;

   public:
    Gathered(const Places& places, const GateGradients<Kind>& gradients, long directions,
             long begin, long count)
        : copy_(Kind::DEPTH > 1 ? directions * count * gradients.width : 0) {
        Unit* to = copy_.get();
        for (long d = 0; d < directions; d++)
            for (long i = 0; i < count; i++) {
                rows_[d][i] = gradients.at(d, places.slot[d * places.tokens + begin + i]);
                if constexpr (Kind::DEPTH > 1) {
                    std::memcpy(to, rows_[d][i], sizeof(Unit) * gradients.width);
                    rows_[d][i] = to;
                    to += gradients.width;
                }
            }
    }
    const Unit* at(long d, long i) const { return rows_[d][i]; }

   private:
    Buffer<Unit> copy_;
    const Unit* rows_[MAX_DIRECTIONS][TOKENS<Kind>];
};

// dx = sum over directions of dgates W.
template <class Kind>
void inputs_back(const LstmBackward& call, const Shape& shape, const Places& places,
                 const GateGradients<Kind>& gradients) {
    const LstmForward& f = call.forward;
    const Transposed<Kind> weights(f, shape, f.inputs, &LstmWeights::input);
    clear_padding(texts_of(f), call.dx, f.inputs);
    auto run = [&](long task) {
        const long begin = task * TOKENS<Kind>;
        const long count = smaller(TOKENS<Kind>, places.tokens - begin);
        const Gathered<Kind> gathered(places, gradients, f.directions, begin, count);
        Groups<Kind> groups;
        for (long panel = 0; panel < weights.count; panel++)
            groups.each(count, [&](long i, auto rows) __attribute__((always_inline)) {
                Tile<decltype(rows)::MOST> tile;
                for (long d = 0; d < f.directions; d++) {
                    const auto at = [&](int r) { return gathered.at(d, i + r); };
                    if (d == 0)
                        multiply<Kind>(tile, nullptr, rows, at, weights.at(d, panel),
                                       gradients.width);
                    else
                        multiply_add<Kind>(tile, rows, at, weights.at(d, panel), gradients.width);
                }
                for (int r = 0; r < rows.count; r++)
                    for (int v = 0; v < VECS; v++) {
                        const long first = panel * WIDTH + v * LANES;
                        if (first < f.inputs)
                            store_part(call.dx + places.place[begin + i + r] * f.inputs + first,
                                       tile.sum[r][v], f.inputs - first);
                    }
            });
    };
    parallel((places.tokens + TOKENS<Kind> - 1) / TOKENS<Kind>, run);
}

// [x | h before] of every token in one direction, x and h in panels of their own.
template <class Kind>
Seen<Kind> look(const LstmForward& call, const Places& places, long d) {
    const long input_panels = panels(call.inputs), out_width = call.directions * call.hidden;
    return Seen<Kind>(
        input_panels + panels(call.hidden), places.tokens, [&](long panel, long token, float* to) {
            const bool inputs = panel < input_panels;
            const long first = (inputs ? panel : panel - input_panels) * WIDTH;
            const long width = smaller(WIDTH, (inputs ? call.inputs : call.hidden) - first);
            const long place = places.place[token], row = place / call.steps;
            const long before = place % call.steps + (d ? 1 : -1);
            if (inputs)
                std::memcpy(to, call.x + place * call.inputs + first, sizeof(float) * width);
            else if (before >= 0 && before < call.lengths[row])
                std::memcpy(to,
                            call.out + (row * call.steps + before) * out_width + d * call.hidden +
                                first,
                            sizeof(float) * width);
        });
}

// Gradients of the weights of one direction: dgates' [x | h before].
template <class Kind>
void weights_back(const LstmBackward& call, const Shape& shape, const Places& places,
                  const GateGradients<Kind>& gradients, long d) {
    const LstmForward& f = call.forward;
    const LstmGradients& to = call.gradients[d];
    weight_gradients<Kind>(
        look<Kind>(f, places, d), shape.gates,
        [&](long token) { return gradients.at(d, places.slot[d * places.tokens + token]); },
        [&](long column, const float* sums, float bias) {
            const long gate = column % WIDTH / LANES;
            const long unit = column / WIDTH * LANES + column % LANES;
            if (unit >= f.hidden) return;
            const long row = gate * f.hidden + unit;
            std::memcpy(to.input + row * f.inputs, sums, sizeof(float) * f.inputs);
            std::memcpy(to.recurrent + row * f.hidden, sums + panels(f.inputs) * WIDTH,
                        sizeof(float) * f.hidden);
            to.bias[row] = bias;
        });
}

template <class Kind>
void backward(const LstmBackward& call, const Ragged& ragged) {
    const LstmForward& f = call.forward;
    const Shape shape(f.hidden);
    const GateGradients<Kind> gradients(f, shape, ragged.slots());
    {
        const Transposed<Kind> recurrent(f, shape, f.hidden, &LstmWeights::recurrent);
        auto go_back = [&](long task) {
            const Slice& slice = ragged.slice(task / f.directions);
            Returner<Kind>(call, shape, slice, task % f.directions, recurrent, gradients)
                .go_back();
        };
        parallel(f.directions * ragged.slices(), go_back);
    }
    const Places places(f, ragged);
    if (call.dx) inputs_back<Kind>(call, shape, places, gradients);
    for (long d = 0; d < f.directions; d++) weights_back<Kind>(call, shape, places, gradients, d);
}

}  // namespace

void lstm_forward(const LstmForward& call, const Ragged& ragged) {
#if defined(GATEWISE_BFLOAT16)
    if (call.precision == Precision::BFLOAT16) return forward<Bfloat16>(call, ragged);
#endif
    forward<Float32>(call, ragged);
}

void lstm_backward(const LstmBackward& call, const Ragged& ragged) {
#if defined(GATEWISE_BFLOAT16)
    if (call.forward.precision == Precision::BFLOAT16) return backward<Bfloat16>(call, ragged);
#endif
    backward<Float32>(call, ragged);
}

}  // namespace gatewise::GATEWISE_ISA
