// Updates of the table rows that a batch touched: optimiser, weight decay and running average in
// one pass, a row's memory read and written once.
//
// What a row missed since it was last seen is made up for first: its moments shrink by a power of
// their decay, and its average moves towards its values as the decays of the steps between say.

#include "core/pool.hpp"
#include "core/simd.hpp"
#include "kernels/declared.hpp"

namespace gatewise::GATEWISE_ISA {
namespace {

constexpr long CHUNK = 16;  // rows of a task

// Where a vector's lanes are: all of them, or the first `count` at the end of a row.
struct Whole {
    GATEWISE_INLINE Vec load(const float* from) const { return GATEWISE_ISA::load(from); }
    GATEWISE_INLINE void store(float* to, Vec value) const { GATEWISE_ISA::store(to, value); }
};

struct Part {
    long count;
    GATEWISE_INLINE Vec load(const float* from) const { return load_part(from, count); }
    GATEWISE_INLINE void store(float* to, Vec value) const { store_part(to, value, count); }
};

// Calls f(first column, lanes) for every vector of a row.
template <class F>
GATEWISE_INLINE void in_vectors(long width, const F& f) {
    long i = 0;
    for (; i + LANES <= width; i += LANES) f(i, Whole{});
    if (i < width) f(i, Part{width - i});
}

// A row in its table. The new average is kept * average + old * values before + fresh * values now.
struct Row {
    Row(const Rows& table, long row)
        : values(table.state + row * (2 + table.moments) * table.width),
          average(values + table.width),
          first(average + table.width),
          second(first + table.width) {}
    float *values, *average, *first, *second;  // moments, if there are as many
    const float* gradient;
    long elapsed;  // steps since the last update, this one counted
    float kept, old, fresh;
};

// Rows are far apart: the processor does not see the next one coming.
GATEWISE_INLINE void fetch(const Rows& table, long row) {
    const long size = (2 + table.moments) * table.width;
    const float* from = table.state + row * size;
    for (long i = 0; i < size; i += 16) __builtin_prefetch(from + i, 1);
}

// Calls move(row) for every row of the step, and notes that it was seen.
template <class Move>
void each_row(const RowStep& call, const Move& move) {
    const Rows& table = call.table;
    auto run = [&](long chunk) {
        const long end = (chunk + 1) * CHUNK < call.count ? (chunk + 1) * CHUNK : call.count;
        for (long i = chunk * CHUNK; i < end; i++) {
            if (i + 1 < end) fetch(table, call.rows[i + 1]);
            Row row(table, call.rows[i]);
            row.gradient = call.gradient + i * table.width;
            int64_t& seen = table.seen[call.rows[i]];
            double& log_decay = table.log_decay_at[call.rows[i]];
            row.elapsed = call.step - seen;
            const double rested = __builtin_exp(call.log_decay - log_decay);
            row.kept = (float)(rested * call.averaging);
            row.old = (float)((1 - rested) * call.averaging);
            row.fresh = 1 - call.averaging;
            move(row);
            seen = call.step;
            log_decay = call.log_decay_now;
        }
    };
    parallel((call.count + CHUNK - 1) / CHUNK, run);
}

template <class Lanes>
GATEWISE_INLINE void finish(const Row& row, long i, Lanes lanes, Vec before, Vec now) {
    const Vec average = lanes.load(row.average + i);
    lanes.store(row.values + i, now);
    lanes.store(row.average + i, row.kept * average + row.old * before + row.fresh * now);
}

}  // namespace

void adam_step(const AdamStep& call) {
    const RowStep& step = call.step;
    const float coupled = call.decoupled ? 0.0f : step.weight_decay;
    const float left = call.decoupled ? 1 - step.rate * step.weight_decay : 1.0f;
    const float new1 = (float)(1 - call.beta1), new2 = (float)(1 - call.beta2);
    const float rate = (float)(step.rate / (1 - __builtin_pow(call.beta1, step.step)));
    const float unbiased = (float)(1 / (1 - __builtin_pow(call.beta2, step.step)));
    each_row(step, [&](const Row& row) {
        const float old1 = (float)__builtin_pow(call.beta1, row.elapsed);
        const float old2 = (float)__builtin_pow(call.beta2, row.elapsed);
        in_vectors(step.table.width, [&](long i, auto lanes) __attribute__((always_inline)) {
            const Vec before = lanes.load(row.values + i);
            const Vec gradient = lanes.load(row.gradient + i) + coupled * before;
            const Vec first = old1 * lanes.load(row.first + i) + new1 * gradient;
            const Vec second = old2 * lanes.load(row.second + i) + new2 * gradient * gradient;
            lanes.store(row.first + i, first);
            lanes.store(row.second + i, second);
            const Vec scale = sqrt(second * unbiased) + call.eps;
            finish(row, i, lanes, before, left * before - rate * first / scale);
        });
    });
}

void sgd_step(const SgdStep& call) {
    const RowStep& step = call.step;
    each_row(step, [&](const Row& row) {
        const float shrunk = (float)__builtin_pow(call.momentum, row.elapsed);
        in_vectors(step.table.width, [&](long i, auto lanes) __attribute__((always_inline)) {
            const Vec before = lanes.load(row.values + i);
            const Vec gradient = lanes.load(row.gradient + i) + step.weight_decay * before;
            const Vec velocity = shrunk * lanes.load(row.first + i) + gradient;
            lanes.store(row.first + i, velocity);
            finish(row, i, lanes, before, before - step.rate * velocity);
        });
    });
}

void row_average(const RowAverage& call) {
    const Rows& table = call.table;
    auto run = [&](long number) {
        const Row row(table, number);
        const float kept = (float)__builtin_exp(call.log_decay - table.log_decay_at[number]);
        in_vectors(table.width, [&](long i, auto lanes) __attribute__((always_inline)) {
            const Vec values = lanes.load(row.values + i);
            lanes.store(call.out + number * table.width + i,
                        kept * lanes.load(row.average + i) + (1 - kept) * values);
        });
    };
    parallel(table.table_rows, run);
}

}  // namespace gatewise::GATEWISE_ISA
