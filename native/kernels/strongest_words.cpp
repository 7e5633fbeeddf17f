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
          products(call.lookup.table_rows, Halved::bytes(count(call, filters)), call.lookup.room()) {
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
          first_(panels.first[number]),
          sums_(width_) {}

    // A step's products go to the windows that it lies in; a window is complete with its last step.
    Winner read(long row) {
        const int64_t* tokens = words_.tokens + row * words_.steps;
        const long length = words_.lengths[row], ahead = width_ - 1 - start_;
        Winner winner;
        winner.clear();
        for (long t = 0; t < width_; t++) begin(t);
        for (long step = 0; step < length; step++) {
            // Tap k of window t reads step t - start + k; windows before the text are never met.
            projected_.add_to(
                [&](long tap) -> Vec(&)[VECS] { return sums(step + start_ - tap); },
                tokens[step], first_, width_);
            if (step >= ahead) finish(winner, step - ahead);
            else begin(step - ahead);
        }
        for (long t = larger(length - ahead, 0); t < length; t++) finish(winner, t);
        return winner;
    }

   private:
    struct Sums {
        Vec sum[VECS];
    };

    // Those of window t; as many windows as a step lies in are open at a time.
    Vec (&sums(long t))[VECS] { return sums_[(t + width_) % width_].sum; }

    void begin(long t) {
        for (int v = 0; v < VECS; v++) sums(t)[v] = load(panel_.bias + v * LANES);
    }

    void finish(Winner& winner, long t) {
        winner.meet(sums(t), t);
        begin(t);  // the place is that of window t + W next
    }

    const Words& words_;
    const Projected<Kind>& projected_;
    const typename Filters<Kind>::Panel& panel_;
    const long width_, start_, first_;
    Buffer<Sums> sums_;
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
