#include "text/machines.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "core/pool.hpp"

namespace gatewise::text {
namespace {

constexpr double INFINITE = std::numeric_limits<double>::infinity();

// The rows with features numbered anew, the most frequent first: then those that almost every row
// has lie side by side, in the cache.
class Matrix {
 public:
    explicit Matrix(const Machines& call)
        : values_(call.values), offsets_(call.offsets), places_(call.offsets[call.rows]), order(call.features) {
        const long pairs = call.offsets[call.rows];
        std::vector<int32_t> counts(call.features), place(call.features);
        for (long i = 0; i < pairs; i++) counts[call.indices[i]]++;
        const auto most = static_cast<int32_t>(call.rows);
        std::vector<int32_t> starts(most + 2);  // of the features that so many rows lack
        for (int32_t& count : counts) starts[most - (count = std::min(count, most)) + 1]++;
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        for (long i = 0; i < call.features; i++) {
            place[i] = starts[most - counts[i]]++;
            order[place[i]] = static_cast<int32_t>(i);
        }
        for (long i = 0; i < pairs; i++) places_[i] = place[call.indices[i]];
    }

    // The squares of a row, each times the importance of its feature.
    double norm(long row, const double* importances) const {
        double sum = 0;
        for (long i = offsets_[row]; i < offsets_[row + 1]; i++)
            sum += static_cast<double>(values_[i]) * values_[i] * importances[places_[i]];
        return sum;
    }

    double times(long row, const double* weights) const {
        double sums[4] = {};
        long i = offsets_[row];
        const long end = offsets_[row + 1];
        for (; i + 4 <= end; i += 4)
            for (int k = 0; k < 4; k++) sums[k] += values_[i + k] * weights[places_[i + k]];
        for (; i < end; i++) sums[0] += values_[i] * weights[places_[i]];
        return (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }

    void add(long row, double factor, const double* importances, double* weights) const {
        for (long i = offsets_[row]; i < offsets_[row + 1]; i++)
            weights[places_[i]] += factor * values_[i] * importances[places_[i]];
    }

 private:
    const float* values_;
    const int64_t* offsets_;
    std::vector<int32_t> places_;

 public:
    std::vector<int32_t> order;  // the feature at each place
};

class Machine {
 public:
    Machine(const Matrix& matrix, const Machines& call, long number)
        : matrix_(matrix),
          call_(call),
          positive_(call.positive + number * call.rows),
          costs_(call.costs + (call.shared ? 0 : number) * call.rows),
          random_(call.seed * 0x9e3779b97f4a7c15 + number + 1),
          alphas_(call.rows),
          weights_(call.features),
          importances_(call.features),
          norms_(call.rows),
          active_(call.rows) {
        std::iota(active_.begin(), active_.end(), 0);
        const double* given = call.importances + number * call.features;
        for (long i = 0; i < call.features; i++) importances_[i] = given[matrix.order[i]];
        for (long row = 0; row < call.rows; row++)
            norms_[row] = matrix.norm(row, importances_.data());
    }

    void solve() {
        double limit = INFINITE;
        long left = call_.rows;
        for (long pass = 0; pass < call_.passes; pass++) {
            const auto [least, most] = go(left, limit);
            limit = most > 0 ? most : INFINITE;
            if (most - least > call_.tolerance) continue;
            if (left == call_.rows) return;
            left = call_.rows;  // solved for the rows looked at; now for all
            limit = INFINITE;
        }
    }

    void give(double* weights, double& bias) const {
        for (long i = 0; i < call_.features; i++) weights[matrix_.order[i]] = weights_[i];
        bias = bias_;
    }

 private:
    // One pass over the rows still looked at; the smallest and the largest projected gradient.
    // Rows that stay without weight by more than `limit` are not looked at any more.
    std::pair<double, double> go(long& left, double limit) {
        double least = INFINITE, most = -INFINITE;
        for (long i = 0; i < left; i++) std::swap(active_[i], active_[i + draw(left - i)]);
        for (long i = 0; i < left;) {
            const long row = active_[i];
            const double slack = 0.5 / costs_[row];
            const double gradient =
                sign(row) * (matrix_.times(row, weights_.data()) + bias_) - 1 + alphas_[row] * slack;
            if (alphas_[row] == 0 && gradient > limit) {
                std::swap(active_[i], active_[--left]);
                continue;
            }
            i++;
            const double projected = alphas_[row] == 0 ? std::min(gradient, 0.0) : gradient;
            least = std::min(least, projected), most = std::max(most, projected);
            if (std::abs(projected) > 1e-12) step(row, gradient / (norms_[row] + 1 + slack));
        }
        return {least, most};
    }

    void step(long row, double by) {
        const double before = alphas_[row];
        alphas_[row] = std::max(before - by, 0.0);
        const double change = (alphas_[row] - before) * sign(row);
        matrix_.add(row, change, importances_.data(), weights_.data());
        bias_ += change;
    }

    double sign(long row) const { return positive_[row] ? 1 : -1; }

    long draw(long below) {  // SplitMix64
        uint64_t x = random_ += 0x9e3779b97f4a7c15;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return static_cast<long>((x ^ (x >> 31)) % below);
    }

    const Matrix& matrix_;
    const Machines& call_;
    const int8_t* positive_;
    const double* costs_;
    uint64_t random_;
    std::vector<double> alphas_, weights_, importances_, norms_;
    std::vector<long> active_;
    double bias_ = 0;
};

}  // namespace

void solve(const Machines& call) {
    const Matrix matrix(call);
    auto task = [&](long number) {
        Machine machine(matrix, call, number);
        machine.solve();
        machine.give(call.weights + number * call.features, call.biases[number]);
    };
    parallel(call.machines, task);
}

}  // namespace gatewise::text
