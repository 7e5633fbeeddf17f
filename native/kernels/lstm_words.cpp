// An LSTM that reads words, forward: what a step adds to the gates is looked up, and the product in
// the loop over time is that of the hidden state alone.
//
// Legend: as in kernels.hpp; H' is H in whole vectors.

#include "kernels/declared.hpp"
#include "kernels/gates.hpp"
#include "kernels/inputs.hpp"
#include "kernels/made.hpp"
#include "kernels/projected.hpp"

namespace gatewise::GATEWISE_ISA {
namespace {

// The weights of all directions, a panel a block of units, and the words' products with them.
template <class Kind>
struct Panels {
    typedef typename Kind::Unit Unit;
    Panels(const LstmWords& call, const Shape& shape)
        : blocks(call.directions * shape.blocks),
          inputs(Kind::units(call.lookup.width)),
          recurrent(Kind::units(call.hidden)),
          input_units(blocks * inputs * WIDTH),
          recurrent_units(blocks * recurrent * WIDTH),
          bias(blocks * WIDTH),
          products(call.lookup.table_rows, Halved::bytes(blocks), call.lookup.room()) {
        auto pack = [&](long task) {
            const LstmWeights& w = call.weights[task / shape.blocks];
            const long block = task % shape.blocks;
            pack_gates<Kind>(w.input, call.hidden, call.lookup.width, block,
                             &input_units[task * inputs * WIDTH]);
            pack_gates<Kind>(w.recurrent, call.hidden, call.hidden, block,
                             &recurrent_units[task * recurrent * WIDTH]);
            pack_bias(w.bias, call.hidden, block, &bias[task * WIDTH]);
        };
        parallel(blocks, pack);
    }

    const long blocks, inputs, recurrent;  // of all directions; units of a column
    Buffer<Unit> input_units, recurrent_units;
    Buffer<float> bias;
    Products products;
};

// Reads one slice of rows in one direction.
template <class Kind>
class Reader {
    typedef typename Kind::Unit Unit;

   public:
    Reader(const LstmWords& call, const Shape& shape, const Slice& slice, long direction,
           const Panels<Kind>& panels, const Projected<Kind>& projected)
        : call_(call),
          words_(call.lookup.words),
          shape_(shape),
          slice_(slice),
          direction_(direction),
          panels_(panels),
          projected_(projected),
          width_(call.directions * call.hidden),
          cells_(slice.count * shape.hidden),
          before_(Kind::ELEMENTS > 1 ? 2 * slice.count * panels.recurrent : 0),
          hidden_(slice.count),
          word_(slice.count),
          out_(slice.count) {}

    void read() {
        if constexpr (Kind::ELEMENTS > 1)  // what a short last vector leaves unwritten
            std::memset(before_.get(), 0, sizeof(Unit) * 2 * slice_.count * panels_.recurrent);
        std::memset(cells_.get(), 0, sizeof(float) * slice_.count * shape_.hidden);
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
        const long row = slice_.rows[i], length = words_.lengths[row];
        const long t = direction_ ? length - 1 - s : s, place = row * words_.steps + t;
        word_[i] = words_.tokens[place];
        out_[i] = call_.out + place * width_ + direction_ * call_.hidden;
        hidden_[i] = out_[i] + (direction_ ? width_ : -width_);  // read from the second step on
    }

    Unit* before(long s, long i) const {
        return before_.get() + (s % 2 * slice_.count + i) * panels_.recurrent;
    }

    template <class Rows>
    GATEWISE_INLINE void group(Rows rows, long s, long block, long i) {
        const long number = direction_ * shape_.blocks + block;
        Tile<Rows::MOST> tile;
        for (int r = 0; r < rows.count; r++) look_up(tile.sum[r], word_[i + r], number);
        if (s > 0) {
            const Unit* panel = &panels_.recurrent_units[number * panels_.recurrent * WIDTH];
            if constexpr (Kind::ELEMENTS > 1)
                multiply_add<Kind>(
                    tile, rows, [&](int r) { return before(s, i + r); }, panel, panels_.recurrent);
            else
                multiply_add<Kind>(
                    tile, rows, [&](int r) { return hidden_[i + r]; }, panel, panels_.recurrent);
        }
        for (int r = 0; r < rows.count; r++) finish(tile.sum[r], s, block, i + r);
    }

    // What a word adds to the gates of a block, with the bias.
    GATEWISE_INLINE void look_up(Vec (&sum)[VECS], long word, long number) const {
        const float* bias = &panels_.bias[number * WIDTH];
        for (int v = 0; v < VECS; v++) sum[v] = load(bias + v * LANES);
        projected_.add_to([&](long) -> Vec(&)[VECS] { return sum; }, word, number, 1);
    }

    GATEWISE_INLINE void finish(const Vec (&sum)[VECS], long s, long block, long i) {
        float* cells = &cells_[i * shape_.hidden + block * LANES];
        const Cell cell = step_cell(sum, load(cells));
        store(cells, cell.cell);
        const long first = block * LANES, count = smaller(LANES, call_.hidden - first);
        store_part(out_[i] + first, cell.hidden, count);
        if constexpr (Kind::ELEMENTS > 1)
            Kind::convert_part(cell.hidden, before(s + 1, i) + first / Kind::ELEMENTS, count);
    }

    const LstmWords& call_;
    const Words& words_;
    const Shape& shape_;
    const Slice& slice_;
    const long direction_;
    const Panels<Kind>& panels_;
    const Projected<Kind>& projected_;
    const long width_;  // of a step of `out`
    Groups<Kind> groups_;
    Buffer<float> cells_;
    Buffer<Unit> before_;  // h before this step and before the next, in units of Kind
    Buffer<const float*> hidden_;  // h before, where float32 is read where it lies
    Buffer<long> word_;
    Buffer<float*> out_;
};

template <class Kind>
void read(const LstmWords& call, const Ragged& ragged) {
    const Shape shape(call.hidden);
    const Lookup& lookup = call.lookup;
    const Made<Panels<Kind>> panels(lookup.store, call.weights[0].input,
                                    [&] { return new Panels<Kind>(call, shape); });
    const Projected<Kind> projected(lookup, panels->input_units.get(), panels->blocks,
                                    panels->products);
    const Texts texts{lookup.words.rows, lookup.words.steps, 0, lookup.words.lengths, nullptr};
    clear_padding(texts, call.out, call.directions * call.hidden);
    auto run = [&](long task) {
        const Slice& slice = ragged.slice(task / call.directions);
        Reader<Kind>(call, shape, slice, task % call.directions, *panels, projected).read();
    };
    parallel(call.directions * ragged.slices(), run);
}

}  // namespace

void lstm_words(const LstmWords& call, const Ragged& ragged) {
#if defined(GATEWISE_BFLOAT16)
    if (call.precision == Precision::BFLOAT16) return read<Bfloat16>(call, ragged);
#endif
    read<Float32>(call, ragged);
}

}  // namespace gatewise::GATEWISE_ISA
