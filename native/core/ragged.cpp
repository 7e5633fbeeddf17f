#include "core/ragged.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace gatewise {

Ragged::Ragged(const int64_t* lengths, long rows, long slices)
    : slices_(std::clamp(slices, 1L, std::max(rows, 1L))), list_(new Slice[slices_]) {
    std::vector<long> order(rows);
    std::iota(order.begin(), order.end(), 0L);
    std::stable_sort(order.begin(), order.end(),
                     [lengths](long a, long b) { return lengths[a] > lengths[b]; });
    const long longest = rows ? lengths[order[0]] : 0;
    numbers_ = new long[rows + slices_ * (2 * longest + 1)];
    long* numbers = numbers_;
    for (long i = 0; i < slices_; i++) {  // dealt out like cards, so that slices are of like size
        long *mine = numbers, count = 0;
        for (long r = i; r < rows; r += slices_) mine[count++] = order[r];
        const long steps = count ? lengths[mine[0]] : 0;
        long *active = mine + count, *first = active + steps + 1;
        for (long s = 0, n = count; s <= steps; s++) {
            while (n > 0 && lengths[mine[n - 1]] <= s) n--;
            active[s] = n;
            if (s < steps) first[s] = slots_;
            slots_ += n;
        }
        list_[i] = Slice{count, steps, mine, active, first};
        numbers = first + steps;
    }
}

Ragged::~Ragged() {
    delete[] list_;
    delete[] numbers_;
}

}  // namespace gatewise
