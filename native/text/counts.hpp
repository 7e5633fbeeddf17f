// In how many rows each number stands.
#pragma once

#include <cstdint>
#include <vector>

namespace gatewise::text {

// Rows of numbers, row i at offsets[i]..offsets[i + 1].
struct Lists {
    const int32_t* values;
    const int64_t* offsets;
    long count;
};

// Rows that hold each of 0..size-1, a repeated one once; where `parts` are given, a number stands
// for the parts that are listed for it.
std::vector<int64_t> count_rows(const Lists& rows, const Lists* parts, long size);

}  // namespace gatewise::text
