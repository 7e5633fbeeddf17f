// Additive attention with one learnt query over the steps of a text (Yang 2016).
//
// score = query . tanh(P x + b), shares = softmax of a text's scores, out = sum of share x.
// The scores leave the product's tiles with their tanh; nothing else is kept unless it is learnt.
//
// Legend: as in kernels.hpp; A units, A' in whole vectors; S tokens.

#include "kernels/declared.hpp"
#include "kernels/inputs.hpp"
#include "kernels/made.hpp"
#include "kernels/vectors.hpp"
#include "kernels/windows.hpp"

namespace gatewise::GATEWISE_ISA {
namespace {

// The projection's panels, with the bias and the query beside them.
template <class Kind>
class Projection {
    typedef typename Kind::Unit Unit;

   public:
    explicit Projection(const Attend& call)
        : count(panels(call.units)),
          bias(count * WIDTH),
          query(count * WIDTH),
          per_panel_(Kind::units(call.texts.width) * WIDTH),
          units_(count * per_panel_) {
        auto pack = [&](long panel) {
            auto row_of = [&](long column) {
                const long unit = panel * WIDTH + column;
                return unit < call.units ? unit : -1;
            };
            pack_windows<Kind, VECS>({call.projection, 1, call.texts.width, false},
                                     &units_[panel * per_panel_], row_of);
            for (long c = 0; c < WIDTH; c++) {
                const long unit = row_of(c);
                bias[panel * WIDTH + c] = unit < 0 ? 0.0f : call.bias[unit];
                query[panel * WIDTH + c] = unit < 0 ? 0.0f : call.query[unit];
            }
        };
        parallel(count, pack);
    }
    const Unit* at(long panel) const { return &units_[panel * per_panel_]; }

    const long count;
    Buffer<float> bias, query;

   private:
    const long per_panel_;
    Buffer<Unit> units_;
};

// One text's tokens among all.
struct Text {
    Text(const Texts& texts, const Tokens& tokens, long first)
        : first(first),
          row(tokens[first].row),
          length(texts.lengths[row]),
          x(texts.x + row * texts.steps * texts.width) {}
    long first, row, length;  // its first token, its row, its steps
    const float* x;
};

template <class F>
void each_text(const Texts& texts, const Tokens& tokens, long part, F&& f) {
    for (long token = tokens.begin(part); token < tokens.begin(part + 1);) {
        const Text text(texts, tokens, token);
        f(text);
        token += text.length;
    }
}

// ---- forward -----------------------------------------------------------------------------------

template <class Kind>
class Reader {
    typedef typename Kind::Unit Unit;

   public:
    Reader(const Attend& call, const Tokens& tokens, const Projection<Kind>& projection,
           const Inputs<Kind>& inputs, float* shares)
        : call_(call),
          tokens_(tokens),
          projection_(projection),
          inputs_(inputs),
          width_(whole(call.units, LANES)),
          shares_(shares) {}

    void read(long part) const {
        Groups<Kind> groups;
        each_group<Kind, VECS>(
            groups, tokens_, tokens_.begin(part), tokens_.begin(part + 1),
            [&](long first, auto rows) __attribute__((always_inline)) { score(first, rows); });
        each_text(call_.texts, tokens_, part, [&](const Text& text) {
            share(&shares_[text.first], text.length);
            mix(text);
        });
    }

   private:
    template <class Rows>
    GATEWISE_INLINE void score(long token, Rows rows) const {
        Vec scores[Rows::MOST] = {};
        const auto at = [&](int r) {
            const auto& place = tokens_[token + r];
            return inputs_.at(place.row * call_.texts.steps + place.step);
        };
        for (long panel = 0; panel < projection_.count; panel++) {
            Tile<Rows::MOST> tile;
            multiply<Kind>(tile, &projection_.bias[panel * WIDTH], rows, at, projection_.at(panel),
                           inputs_.width());
            for (int r = 0; r < rows.count; r++) scores[r] += ask(tile.sum[r], token + r, panel);
        }
        for (int r = 0; r < rows.count; r++) shares_[token + r] = sum_lanes(scores[r]);
    }

    Vec ask(const Vec (&sum)[VECS], long token, long panel) const {
        Vec score = zeros();
        for (long v = 0; v < VECS; v++) {
            const long first = panel * WIDTH + v * LANES;
            if (first >= width_) break;
            const Vec hidden = tanh(sum[v]);
            score += hidden * load(&projection_.query[first]);
            if (call_.hidden) store(call_.hidden + token * width_ + first, hidden);
        }
        return score;
    }

    // Scores of one text become shares.
    static void share(float* scores, long length) {
        float largest = scores[0];
        for (long t = 1; t < length; t++) largest = scores[t] > largest ? scores[t] : largest;
        Vec sums = zeros();
        for (long t = 0; t < length; t += LANES) {
            const long count = smaller(LANES, length - t);
            const Vec powers = exp(load_part(scores + t, count) - largest);
            store_part(scores + t, powers, count);
            sums += load_part(scores + t, count);
        }
        const float sum = sum_lanes(sums);
        for (long t = 0; t < length; t++) scores[t] /= sum;
    }

    void mix(const Text& text) const {
        const long width = call_.texts.width;
        float* out = call_.out + text.row * width;
        for (long t = 0; t < text.length; t++)
            add_scaled(out, text.x + t * width, shares_[text.first + t], width);
    }

    const Attend& call_;
    const Tokens& tokens_;
    const Projection<Kind>& projection_;
    const Inputs<Kind>& inputs_;
    const long width_;  // A'
    float* shares_;
};

template <class Kind>
void forward(const Attend& call) {
    const Tokens tokens(call.texts);
    const Made<Projection<Kind>> projection(call.store, call.projection,
                                            [&] { return new Projection<Kind>(call); });
    const Inputs<Kind> inputs(call.texts);
    const Buffer<float> scratch(call.shares ? 0 : tokens.count());
    std::memset(call.out, 0, sizeof(float) * call.texts.rows * call.texts.width);
    const Reader<Kind> reader(call, tokens, *projection, inputs,
                              call.shares ? call.shares : scratch.get());
    auto run = [&](long part) { reader.read(part); };
    parallel(tokens.parts(), run);
}

// ---- backward ----------------------------------------------------------------------------------

template <class Kind>
class Back {
    typedef typename Kind::Unit Unit;

   public:
    explicit Back(const AttendBackward& call)
        : call_(call),
          f_(call.forward),
          texts_(f_.texts),
          tokens_(texts_),
          width_(whole(f_.units, LANES)),
          query_(width_),
          scores_(tokens_.count()),
          gradients_(tokens_.count() * Kind::units(width_)) {
        std::memset(query_.get(), 0, sizeof(float) * width_);
        std::memcpy(query_.get(), f_.query, sizeof(float) * f_.units);
    }

    void go() {
        clear_padding(texts_, call_.dx, texts_.width);
        auto run = [&](long part) {
            each_text(texts_, tokens_, part, [&](const Text& text) { scores(text); });
            for (long i = tokens_.begin(part); i < tokens_.begin(part + 1); i++) hidden(i);
        };
        parallel(tokens_.parts(), run);
        query();
        inputs();
        weights();
    }

   private:
    Unit* gradients(long token) const { return &gradients_[token * Kind::units(width_)]; }

    // The gradient of a softmax: share (g - sum of share g).
    void scores(const Text& text) const {
        const float* shares = f_.shares + text.first;
        float* to = &scores_[text.first];
        float mean = 0.0f;
        for (long t = 0; t < text.length; t++) {
            to[t] = dot(call_.dout + text.row * texts_.width, text.x + t * texts_.width,
                        texts_.width);
            mean += shares[t] * to[t];
        }
        for (long t = 0; t < text.length; t++) to[t] = shares[t] * (to[t] - mean);
    }

    // Of what was projected, before its tanh.
    void hidden(long token) const {
        const float* hidden = f_.hidden + token * width_;
        for (long first = 0; first < width_; first += LANES) {
            const Vec value = load(hidden + first);
            Kind::store(gradients(token) + first / Kind::ELEMENTS,
                        scores_[token] * load(&query_[first]) * (1.0f - value * value));
        }
        const long used = width_ / Kind::ELEMENTS;
        std::memset(gradients(token) + used, 0, sizeof(Unit) * (Kind::units(width_) - used));
    }

    void query() const {
        auto run = [&](long vector) {
            const long first = vector * LANES;
            Vec sum = zeros();
            for (long token = 0; token < tokens_.count(); token++)
                sum += scores_[token] * load(f_.hidden + token * width_ + first);
            store_part(call_.dquery + first, sum, f_.units - first);
        };
        parallel(width_ / LANES, run);
    }

    // By the projection and by the mixture itself.
    void inputs() const {
        const long count = panels(texts_.width), per_panel = Kind::units(width_) * WIDTH;
        const Buffer<Unit> turned(count * per_panel);
        auto pack = [&](long panel) {
            pack_turned<Kind>({f_.projection, 1, texts_.width, false}, width_, panel * WIDTH,
                              &turned[panel * per_panel],
                              [&](long column) { return column < f_.units ? column : -1; });
        };
        parallel(count, pack);
        auto run = [&](long task) {
            const long part = task / count, first = task % count * WIDTH;
            slide<Kind, VECS>(
                tokens_, part, nullptr, &turned[task % count * per_panel], Kind::units(width_),
                [&](long token) { return gradients(token); },
                [&](long token, const Vec(&sum)[VECS]) { write(token, first, sum); });
        };
        parallel(tokens_.parts() * count, run);
    }

    void write(long token, long first, const Vec (&sum)[VECS]) const {
        const auto& place = tokens_[token];
        const float* dout = call_.dout + place.row * texts_.width;
        float* dx = call_.dx + (place.row * texts_.steps + place.step) * texts_.width;
        for (int v = 0; v < VECS; v++, first += LANES) {
            const long count = texts_.width - first;
            if (count <= 0) return;
            store_part(dx + first, sum[v] + f_.shares[token] * load_part(dout + first, count),
                       count);
        }
    }

    void weights() const {
        taps_back<Kind>(
            texts_, tokens_, 1, 0, false, width_,
            [&](long token) { return gradients(token); },
            [&](long column) { return column < f_.units ? column : -1; }, call_.dprojection,
            call_.dbias);
    }

    const AttendBackward& call_;
    const Attend& f_;
    const Texts& texts_;
    const Tokens tokens_;
    const long width_;  // A'
    Buffer<float> query_, scores_;  // the query in whole vectors; gradients of the scores
    Buffer<Unit> gradients_;        // (S, A') of what was projected
};

}  // namespace

void attend_forward(const Attend& call) {
#if defined(GATEWISE_BFLOAT16)
    if (call.precision == Precision::BFLOAT16) return forward<Bfloat16>(call);
#endif
    forward<Float32>(call);
}

void attend_backward(const AttendBackward& call) {
#if defined(GATEWISE_BFLOAT16)
    if (call.forward.precision == Precision::BFLOAT16) return Back<Bfloat16>(call).go();
#endif
    Back<Float32>(call).go();
}

}  // namespace gatewise::GATEWISE_ISA
