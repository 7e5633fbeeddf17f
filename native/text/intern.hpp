// Distinct units of texts, numbered in the order in which they first appear.
#pragma once

#include <cstdint>
#include <vector>

#include "text/unicode.hpp"

namespace gatewise::text {

// What a text is cut into, and how much of it is kept.
struct Cut {
    bool words;       // else characters
    long span;        // tokens a unit: itself and those after it; 1 for words
    long head, tail;  // units kept of a text that has more than both together
};

// A growing list of distinct strings with a hash table over it.
class Distinct {
 public:
    long size() const { return static_cast<long>(ends_.size()); }
    PointsView operator[](long i) const;
    int32_t number(PointsView unit);      // its place, after adding it if it is new
    int32_t find(PointsView unit) const;  // its place; -1 where it is not there

 private:
    // The slot that holds a unit, or the free one where it would go.
    uint64_t slot_of(PointsView unit, uint64_t hashed) const;
    void grow();

    Points letters_;
    std::vector<long> ends_;
    std::vector<uint64_t> hashes_;
    std::vector<int32_t> slots_;  // numbers from 1; 0 is free
};

struct Interned {
    Distinct distinct;
    std::vector<int32_t> values;   // units kept, text after text
    std::vector<int64_t> offsets;  // [texts + 1]
    std::vector<int64_t> lengths;  // [texts] units before any were left out
};

Interned intern(const std::vector<Str>& texts, const Cut& cut);

}  // namespace gatewise::text
