#include <algorithm>
#include <cmath>

#include "text/ngrams.hpp"
#include "text/shares.hpp"

namespace gatewise::text {
namespace {

constexpr long AHEAD = 8;  // n-grams
constexpr int DIGIT = 11;         // bits of a key looked at in one pass
constexpr size_t WORTH_IT = 256;  // keys from which counting beats comparing

void sort(std::vector<int32_t>& keys, std::vector<int32_t>& spare, long bits) {
    if (keys.size() < WORTH_IT) return std::sort(keys.begin(), keys.end());
    spare.resize(keys.size());
    for (long shift = 0; shift < bits; shift += DIGIT) {
        constexpr int32_t MASK = (1 << DIGIT) - 1;
        long starts[MASK + 2] = {};
        for (int32_t key : keys) starts[(key >> shift & MASK) + 1]++;
        for (int digit = 0; digit < MASK; digit++) starts[digit + 1] += starts[digit];
        for (int32_t key : keys) spare[starts[key >> shift & MASK]++] = key;
        keys.swap(spare);
    }
}

// The rows of some of the documents.
class Part {
 public:
    std::vector<int32_t> indices;
    std::vector<float> values;
    std::vector<int64_t> lengths;

    void add(const std::vector<Block>& blocks, long document, const double* levels) {
        const size_t before = indices.size();
        int32_t first = 0;
        for (const Block& block : blocks) {
            find(block, document);
            weigh(block, first, levels);
            first += static_cast<int32_t>(block.size);
        }
        lengths.push_back(indices.size() - before);
    }

 private:
    // The known n-grams of a document by number, as often as they stand in it, in order.
    void find(const Block& block, long document) {
        found_.clear();
        if (!block.size) return;
        const int shift = static_cast<int>(64 - block.bits);
        ngrams_.each(block.documents, document, block.kind, [&](const uint64_t* hashes, long count) {
            for (long i = 0; i < count; i++) {
                // The tables lie outside the caches: what is looked up soon is fetched now.
                __builtin_prefetch(&block.buckets[hashes[std::min(i + 2 * AHEAD, count - 1)] >> shift]);
                const uint64_t soon = hashes[std::min(i + AHEAD, count - 1)] >> shift;
                __builtin_prefetch(&block.hashes[block.buckets[soon]]);
                const int32_t* bucket = block.buckets + (hashes[i] >> shift);
                for (int32_t k = bucket[0]; k < bucket[1]; k++)
                    if (block.hashes[k] == hashes[i]) found_.push_back(k);
            }
        });
        sort(found_, spare_, block.bits);
    }

    void weigh(const Block& block, int32_t first, const double* levels) {
        weights_.clear();
        double squares = 0;
        for (size_t i = 0; i < found_.size();) {
            size_t end = i;
            while (end < found_.size() && found_[end] == found_[i]) end++;
            const double weight = levels[end - i - 1] * block.idf[found_[i]];
            squares += weight * weight;
            weights_.push_back(weight);
            indices.push_back(first + found_[i]);
            i = end;
        }
        const double norm = std::sqrt(squares);
        for (double weight : weights_) values.push_back(static_cast<float>(weight / norm));
    }

    Ngrams ngrams_;
    std::vector<int32_t> found_, spare_;
    std::vector<double> weights_;
};

}  // namespace

Rows weigh(const std::vector<Block>& blocks, const double* levels) {
    const Documents& documents = blocks.back().documents;
    const auto borders = share(documents.count, threads(),
                               [&](long document) { return documents.length(document) + 1; });
    const long tasks = borders.size() - 1;
    std::vector<Part> parts(tasks);
    auto task = [&](long t) {
        for (long document = borders[t]; document < borders[t + 1]; document++)
            parts[t].add(blocks, document, levels);
    };
    parallel(tasks, task);
    Rows rows{std::move(parts[0].indices), std::move(parts[0].values), {0}};
    for (long t = 0; t < tasks; t++) {
        const Part& part = parts[t];
        for (int64_t length : part.lengths) rows.offsets.push_back(rows.offsets.back() + length);
        if (t == 0) continue;
        rows.indices.insert(rows.indices.end(), part.indices.begin(), part.indices.end());
        rows.values.insert(rows.values.end(), part.values.begin(), part.values.end());
    }
    return rows;
}

void score(const Scoring& call) {
    const long classes = call.classes;
    const auto borders = share(call.rows, threads(), [&](long row) {
        return call.offsets[row + 1] - call.offsets[row] + 1;
    });
    auto task = [&](long t) {
        std::vector<double> sums(classes);
        for (long row = borders[t]; row < borders[t + 1]; row++) {
            std::fill(sums.begin(), sums.end(), 0.0);
            for (long i = call.offsets[row]; i < call.offsets[row + 1]; i++) {
                const int8_t* weight = call.weight + call.indices[i] * classes;
                const double value = call.values[i];
                for (long c = 0; c < classes; c++) sums[c] += value * weight[c];
            }
            for (long c = 0; c < classes; c++)
                call.logits[row * classes + c] =
                    static_cast<float>(sums[c] * call.scale[c] + call.bias[c]);
        }
    };
    parallel(static_cast<long>(borders.size()) - 1, task);
}

}  // namespace gatewise::text
