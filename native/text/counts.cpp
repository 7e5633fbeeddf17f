#include "text/counts.hpp"

#include "text/shares.hpp"

namespace gatewise::text {
namespace {

class Count {
 public:
    explicit Count(long size) : rows(size), last_(size, -1) {}

    std::vector<int64_t> rows;

    bool add(int32_t number, long row) {
        if (last_[number] == row) return false;
        last_[number] = row;
        rows[number]++;
        return true;
    }

 private:
    std::vector<long> last_;  // the last row that held a number
};

void count(const Lists& rows, long row, const Lists* parts, Count& units, Count& counted) {
    for (long i = rows.offsets[row]; i < rows.offsets[row + 1]; i++) {
        const int32_t unit = rows.values[i];
        if (!units.add(unit, row) || !parts) continue;
        for (long p = parts->offsets[unit]; p < parts->offsets[unit + 1]; p++)
            counted.add(parts->values[p], row);
    }
}

}  // namespace

std::vector<int64_t> count_rows(const Lists& rows, const Lists* parts, long size) {
    const auto borders = share(rows.count, threads(), [&](long row) {
        return rows.offsets[row + 1] - rows.offsets[row] + 1;
    });
    const long tasks = borders.size() - 1;
    std::vector<std::vector<int64_t>> found(tasks);
    auto task = [&](long t) {
        Count units(parts ? parts->count : size), counted(parts ? size : 0);
        for (long row = borders[t]; row < borders[t + 1]; row++)
            count(rows, row, parts, units, counted);
        found[t] = std::move(parts ? counted.rows : units.rows);
    };
    parallel(tasks, task);
    for (long t = 1; t < tasks; t++)
        for (long i = 0; i < size; i++) found[0][i] += found[t][i];
    return std::move(found[0]);
}

}  // namespace gatewise::text
