// The strongest response of each filter to texts of words: a response is a sum of products that
// were looked up, one a tap.
//
// Legend: as in kernels.hpp; F filters of a kernel, W taps.

#include "kernels/declared.hpp"
#include "kernels/filters.hpp"
#include "kernels/made.hpp"
#include "kernels/projected.hpp"

namespace gatewise::GATEWISE_ISA {
namespace {

// The filters' panels, a product's place for each, and the words' products with them.
template <class Kind>
struct Panels {
    explicit Panels(const StrongestWords& call)
        : filters(call.kernels, call.count, call.lookup.width),
          first(filters.count()),
          taps(0),
          products(call.lookup.table_rows, count(call, filters) * WIDTH, call.lookup.room()) {
        for (long i = 0; i < filters.count(); i++) {
            first[i] = taps;
            taps += call.kernels[filters[i].kernel].width;
        }
    }
    static long count(const StrongestWords& call, const Filters<Kind>& filters) {
        long sum = 0;
        for (long i = 0; i < filters.count(); i++) sum += call.kernels[filters[i].kernel].width;
        return sum;
    }

    Filters<Kind> filters;
    Buffer<long> first;  // [panels] number of its first tap among those of all
    long taps;
    Products products;
};

// Goes over texts with one panel.
template <class Kind>
class Reader {
   public:
    Reader(const StrongestWords& call, const Panels<Kind>& panels,
           const Projected<Kind>& projected, long number)
        : words_(call.lookup.words),
          projected_(projected),
          panel_(panels.filters[number]),
          width_(call.kernels[panel_.kernel].width),
          start_(before(call.kernels[panel_.kernel])),
          column_(panels.first[number] * WIDTH),
          means_(width_ * width_ * WIDTH),
          taps_(width_) {}

    Winner read(long row) {
        const int64_t* tokens = words_.tokens + row * words_.steps;
        const long length = words_.lengths[row];
        Winner winner;
        winner.clear();
        // The window of step t ends at t + ahead.
        const long ahead = width_ - 1 - start_;
        for (long t = 0; t < smaller(ahead, length); t++) look_up(t, tokens[t]);
        for (long t = 0; t < length; t++) {
            if (t + ahead < length) look_up(t + ahead, tokens[t + ahead]);
            const long first = larger(start_ - t, 0), end = smaller(width_, length - t + start_);
            Vec sum[VECS];
            for (int v = 0; v < VECS; v++) sum[v] = load(panel_.bias + v * LANES);
            for (long tap = first; tap < end; tap++) {
                const float* product = taps_[(t - start_ + tap) % width_] + tap * WIDTH;
                for (int v = 0; v < VECS; v++) sum[v] += load(product + v * LANES);
            }
            winner.meet(sum, t);
        }
        return winner;
    }

   private:
    // The products of step t with all taps; those of as many steps as a window has are at hand.
    void look_up(long t, long word) {
        const long parts = projected_.parts(word), place = t % width_;
        const float* first = projected_.part(word, 0) + column_;
        taps_[place] = first;
        if (parts == 1) return;
        float* mean = &means_[place * width_ * WIDTH];
        taps_[place] = mean;
        const float share = 1.0f / parts;
        for (long i = 0; i < width_ * WIDTH; i += LANES) {
            Vec sum = load(first + i);
            for (long p = 1; p < parts; p++) sum += load(projected_.part(word, p) + column_ + i);
            store(mean + i, sum * share);
        }
    }

    const Words& words_;
    const Projected<Kind>& projected_;
    const typename Filters<Kind>::Panel& panel_;
    const long width_, start_, column_;
    Buffer<float> means_;
    Buffer<const float*> taps_;  // [W] by step modulo W
};

template <class Kind>
void read(const StrongestWords& call) {
    const Words& words = call.lookup.words;
    const Made<Panels<Kind>> panels(call.lookup.store, call.kernels[0].weight,
                                    [&] { return new Panels<Kind>(call); });
    const Projected<Kind> projected(call.lookup, panels->filters.weights(), panels->taps,
                                    panels->products);
    const Filters<Kind>& filters = panels->filters;
    long width = 0;
    for (long k = 0; k < call.count; k++) width += call.kernels[k].filters;
    constexpr long TEXTS = 16;  // of a task
    auto run = [&](long task) {
        const long number = task % filters.count(), begin = task / filters.count() * TEXTS;
        const auto& panel = filters[number];
        Reader<Kind> reader(call, *panels, projected, number);
        for (long row = begin; row < smaller(begin + TEXTS, words.rows); row++)
            reader.read(row).write(call.out + row * width + panel.output, nullptr,
                                   call.kernels[panel.kernel].filters - panel.first);
    };
    parallel((words.rows + TEXTS - 1) / TEXTS * filters.count(), run);
}

}  // namespace

void strongest_words(const StrongestWords& call) {
#if defined(GATEWISE_BFLOAT16)
    if (call.precision == Precision::BFLOAT16) return read<Bfloat16>(call);
#endif
    read<Float32>(call);
}

}  // namespace gatewise::GATEWISE_ISA
