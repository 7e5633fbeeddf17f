// The embedding of a batch: the mean of the table rows that make up each token's word.
//
// Backward every word collects from its tokens and every row of the table from its words, each in
// the order in which they stand in the batch: a sum is one task's and has one order.

#include "core/pool.hpp"
#include "kernels/buffer.hpp"
#include "kernels/declared.hpp"

namespace gatewise::GATEWISE_ISA {
namespace {

constexpr long CHUNK = 32;  // words or rows of the table of a task

long end_of(const Words& words, long word) {
    return word + 1 < words.words ? words.starts[word + 1] : words.pieces;
}

long pieces_of(const Words& words, long word) { return end_of(words, word) - words.starts[word]; }

long chunks(long count) { return (count + CHUNK - 1) / CHUNK; }

// Calls f(i) for the members of a chunk of 0..count-1.
template <class F>
GATEWISE_INLINE void in_chunk(long chunk, long count, F&& f) {
    const long end = (chunk + 1) * CHUNK < count ? (chunk + 1) * CHUNK : count;
    for (long i = chunk * CHUNK; i < end; i++) f(i);
}

GATEWISE_INLINE void add(float* __restrict to, const float* __restrict from, long width) {
    for (long i = 0; i < width; i++) to[i] += from[i];
}

GATEWISE_INLINE void divide(float* values, float by, long width) {
    for (long i = 0; i < width; i++) values[i] /= by;
}

// Rows are far apart: the processor does not see the next one coming.
GATEWISE_INLINE void fetch(const float* row, long width) {
    for (long i = 0; i < width; i += 16) __builtin_prefetch(row + i);
}

// to = the sum of `from(k)` for k = begin..end-1, in this order.
template <class From>
GATEWISE_INLINE void add_up(float* to, long begin, long end, long width, const From& from) {
    if (begin == end) {
        std::memset(to, 0, sizeof(float) * width);
        return;
    }
    std::memcpy(to, from(begin), sizeof(float) * width);
    for (long k = begin + 1; k < end; k++) {
        if (k + 1 < end) fetch(from(k + 1), width);
        add(to, from(k), width);
    }
}

// Each word's vector: a row of the table where it has one piece, else a mean of its own.
struct Vectors {
    explicit Vectors(const EmbedForward& call)
        : at(call.words.words), means(composed(call.words) * call.width) {
        const Words& words = call.words;
        float* mean = means.get();
        for (long u = 0; u < words.words; u++) {
            const bool single = pieces_of(words, u) == 1;
            at[u] = single ? call.table + words.piece[words.starts[u]] * call.stride : mean;
            if (!single) mean += call.width;
        }
        auto compute = [&](long chunk) {
            in_chunk(chunk, words.words, [&](long u) {
                if (pieces_of(words, u) == 1) return;
                float* to = const_cast<float*>(at[u]);
                add_up(to, words.starts[u], end_of(words, u), call.width,
                       [&](long p) { return call.table + words.piece[p] * call.stride; });
                divide(to, pieces_of(words, u), call.width);
            });
        };
        parallel(chunks(words.words), compute);
    }

    static long composed(const Words& words) {
        long count = 0;
        for (long u = 0; u < words.words; u++) count += pieces_of(words, u) > 1;
        return count;
    }

    Buffer<const float*> at;
    Buffer<float> means;
};

// The numbers 0, 1, ... by the group they belong to, in order within a group (a counting sort).
class Groups {
   public:
    // `each` calls its argument with (group, number) for every number, in ascending order.
    template <class Each>
    Groups(long groups, long numbers, const Each& each) : starts_(groups + 2), numbers_(numbers) {
        std::memset(starts_.get(), 0, sizeof(long) * (groups + 2));
        each([&](long group, long) { starts_[group + 2]++; });
        for (long g = 2; g < groups + 2; g++) starts_[g] += starts_[g - 1];
        // starts_[g + 1] moves from the start of group g to its end, the start of the next.
        each([&](long group, long number) { numbers_[starts_[group + 1]++] = number; });
    }
    long begin(long group) const { return starts_[group]; }
    long end(long group) const { return starts_[group + 1]; }
    long operator[](long i) const { return numbers_[i]; }

   private:
    Buffer<long> starts_, numbers_;
};

Groups tokens_of_words(const Words& words) {
    return Groups(words.words, words.rows * words.steps, [&](auto&& visit) {
        for (long row = 0; row < words.rows; row++)
            for (long t = 0; t < words.lengths[row]; t++) {
                const long token = row * words.steps + t;
                visit(words.tokens[token], token);
            }
    });
}

// The words of every table row; a word stands there once a piece.
Groups words_of_rows(const Words& words, long table_rows) {
    return Groups(table_rows, words.pieces, [&](auto&& visit) {
        for (long u = 0; u < words.words; u++)
            for (long p = words.starts[u]; p < end_of(words, u); p++) visit(words.piece[p], u);
    });
}

}  // namespace

void embed_forward(const EmbedForward& call) {
    const Words& words = call.words;
    const Vectors vectors(call);
    auto write = [&](long row) {
        const long length = words.lengths[row];
        const int64_t* tokens = words.tokens + row * words.steps;
        float* out = call.out + row * words.steps * call.width;
        for (long t = 0; t < length; t++) {
            if (t + 1 < length) fetch(vectors.at[tokens[t + 1]], call.width);
            std::memcpy(out + t * call.width, vectors.at[tokens[t]], sizeof(float) * call.width);
        }
        std::memset(out + length * call.width, 0,
                    sizeof(float) * (words.steps - length) * call.width);
    };
    parallel(words.rows, write);
}

void embed_backward(const EmbedBackward& call) {
    const Words& words = call.words;
    const long width = call.width;
    const Groups tokens = tokens_of_words(words);
    const Groups found = words_of_rows(words, call.table_rows);
    Buffer<float> dwords(words.words * width);  // of each piece of a word
    // A word that shares its only row with no other word is that row's gradient.
    auto alone = [&](long row) {
        const long first = found.begin(row);
        return found.end(row) == first + 1 && pieces_of(words, found[first]) == 1;
    };
    auto collect = [&](long chunk) {
        in_chunk(chunk, words.words, [&](long u) {
            const long row = words.piece[words.starts[u]], pieces = pieces_of(words, u);
            float* to = alone(row) ? call.dtable + row * width : &dwords[u * width];
            add_up(to, tokens.begin(u), tokens.end(u), width,
                   [&](long k) { return call.dout + tokens[k] * width; });
            if (pieces > 1) divide(to, pieces, width);
        });
    };
    parallel(chunks(words.words), collect);
    auto share = [&](long chunk) {
        in_chunk(chunk, call.table_rows, [&](long row) {
            if (alone(row)) return;
            add_up(call.dtable + row * width, found.begin(row), found.end(row), width,
                   [&](long k) { return &dwords[found[k] * width]; });
        });
    };
    parallel(chunks(call.table_rows), share);
}

}  // namespace gatewise::GATEWISE_ISA
