// Rows dealt to tasks: neighbours stay together, every task gets about as much work.
#pragma once

#include <vector>

#include "core/pool.hpp"

namespace gatewise::text {

// Borders of `tasks` runs of rows, where length(row) says how long each row is.
template <class Length>
std::vector<long> share(long rows, long tasks, Length length) {
    double total = 0, seen = 0;
    for (long row = 0; row < rows; row++) total += length(row);
    std::vector<long> borders{0};
    for (long row = 0; row < rows; row++) {
        seen += length(row);
        if (seen * tasks >= total * borders.size() && static_cast<long>(borders.size()) < tasks)
            borders.push_back(row + 1);
    }
    borders.push_back(rows);
    return borders;
}

}  // namespace gatewise::text
