// Filters of a convolution in panels, and the largest response of each.
#pragma once

#include "kernels/convolution.hpp"
#include "kernels/windows.hpp"

namespace gatewise::GATEWISE_ISA {

// The panels of several kernels, one after another.
template <class Kind>
class Filters {
    typedef typename Kind::Unit Unit;

   public:
    struct Panel {
        long kernel, first;  // the kernel's number and the panel's first filter
        long output;         // the same counted over all kernels
        Unit* weights;
        float* bias;
    };

    Filters(const Filter* kernels, long count, long depth)
        : list_(total(kernels, count)),
          units_(size(kernels, count, depth)),
          bias_(total(kernels, count) * WIDTH) {
        Unit* weights = units_.get();
        long filters = 0;
        for (long k = 0; k < count; k++) {
            for (long first = 0; first < kernels[k].filters; first += WIDTH) {
                list_[count_] = {k, first, filters + first, weights, &bias_[count_ * WIDTH]};
                weights += kernels[k].width * Kind::units(depth) * WIDTH;
                count_++;
            }
            filters += kernels[k].filters;
        }
        auto pack = [&](long i) { fill(kernels[list_[i].kernel], list_[i], depth); };
        parallel(count_, pack);
    }

    long count() const { return count_; }
    const Panel& operator[](long i) const { return list_[i]; }
    const Unit* weights() const { return units_.get(); }  // those of all panels, end to end

   private:
    static long total(const Filter* kernels, long count) {
        long sum = 0;
        for (long k = 0; k < count; k++) sum += panels(kernels[k].filters);
        return sum;
    }
    static long size(const Filter* kernels, long count, long depth) {
        long sum = 0;
        for (long k = 0; k < count; k++)
            sum += panels(kernels[k].filters) * kernels[k].width * Kind::units(depth) * WIDTH;
        return sum;
    }
    static void fill(const Filter& kernel, const Panel& panel, long depth) {
        auto row_of = [&](long column) {
            return panel.first + column < kernel.filters ? panel.first + column : -1;
        };
        pack_windows<Kind, VECS>({kernel.weight, kernel.width, depth, false}, panel.weights,
                                 row_of);
        for (long c = 0; c < WIDTH; c++)
            panel.bias[c] = row_of(c) < 0 ? 0.0f : kernel.bias[row_of(c)];
    }

    long count_ = 0;
    Buffer<Panel> list_;
    Buffer<Unit> units_;
    Buffer<float> bias_;
};

inline long before(const Filter& kernel) { return (kernel.width - 1) / 2; }

inline long widest(const Filter* kernels, long count) {
    long width = 1;
    for (long k = 0; k < count; k++) width = larger(width, kernels[k].width);
    return width;
}

// Largest response of WIDTH filters to the text being read, and its step.
struct Winner {
    Vec best[VECS];
    Ints step[VECS];

    GATEWISE_INLINE void clear() {
        for (int v = 0; v < VECS; v++) best[v] = zeros(), step[v] = Ints{} - 1;
    }
    // The first of equal steps stays. What is no number wins for good, so that it is seen.
    GATEWISE_INLINE void meet(const Vec (&sum)[VECS], long t) {
        for (int v = 0; v < VECS; v++) {
            const Ints wins = (sum[v] > best[v]) | (sum[v] != sum[v]);
            best[v] = wins ? sum[v] : best[v];
            step[v] = wins ? Ints{} + (int32_t)t : step[v];
        }
    }
    GATEWISE_INLINE void write(float* out, int32_t* where, long filters) const {
        for (int v = 0; v < VECS && v * LANES < filters; v++) {
            const long count = smaller(LANES, filters - v * LANES);
            store_part(out + v * LANES, best[v], count);
            if (where) std::memcpy(where + v * LANES, &step[v], sizeof(int32_t) * count);
        }
    }
};

}  // namespace gatewise::GATEWISE_ISA
