// Rows of a batch in the order in which a recurrent layer reads them.
//
// The rows of a slice are sorted by length, the longest first, so that at step s the first
// active[s] of them are still being read. A slot is the place of one row at one step: all rows of
// step 0, then all of step 1 and so on, slice after slice; a text's values at a step are kept
// there. Slices are read by different threads.
#pragma once

#include <cstdint>

namespace gatewise {

struct Slice {
    long count;          // rows
    long steps;          // of the longest
    const long* rows;    // [count] row of the batch
    const long* active;  // [steps + 1] rows at a step; 0 at the end
    const long* first;   // [steps] slot of its first row
};

class Ragged {
   public:
    // `lengths` of `rows` rows, each at least 0; at most `slices` slices.
    Ragged(const int64_t* lengths, long rows, long slices);
    ~Ragged();
    Ragged(const Ragged&) = delete;
    Ragged& operator=(const Ragged&) = delete;

    long slices() const { return slices_; }
    long slots() const { return slots_; }
    const Slice& slice(long i) const { return list_[i]; }

   private:
    long slices_;
    long slots_ = 0;
    long* numbers_;
    Slice* list_;
};

}  // namespace gatewise
