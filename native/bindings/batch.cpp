#include <algorithm>
#include <memory>
#include <tuple>
#include <vector>

#include <nanobind/stl/tuple.h>

#include "bindings/arrays.hpp"
#include "bindings/module.hpp"
#include "core/ranks.hpp"

namespace gatewise {
namespace {

using Values = Array<const int32_t, 1>;
using Numbers = std::vector<int64_t>;

// What `gatewise.layers.operations.Batch` holds of words.
struct Batch {
    Numbers tokens;  // (N, T)
    Numbers pieces;  // (P,)
    Numbers starts;  // (U,)
    size_t steps;
};

// Arrays of different lengths, end to end: number i lies at offsets[i] up to offsets[i + 1].
struct Ragged32 {
    const int32_t* values;
    const int64_t* offsets;
    long count, size;

    void expect_inside(long i) const {
        expect(offsets[i] >= 0 && offsets[i] <= offsets[i + 1] && offsets[i + 1] <= size,
               "offsets that ascend within the values");
    }
};

// Memory that Python frees.
template <int N>
using Made = nb::ndarray<nb::numpy, int64_t, nb::ndim<N>>;

template <int N>
Made<N> give(Numbers&& numbers, const size_t (&shape)[N]) {
    auto kept = std::make_unique<Numbers>(std::move(numbers));
    int64_t* data = kept->data();
    nb::capsule owner(kept.release(), [](void* p) noexcept { delete static_cast<Numbers*>(p); });
    return Made<N>(data, N, shape, owner);
}

// The pieces of the words in `used`, which is everything a batch needs of them.
void copy_pieces(const Ragged32& words, const Ranks& used, long count, Batch& batch) {
    Numbers numbers(count);
    used.list(numbers.data());
    batch.starts.reserve(count);
    for (int64_t word : numbers) {
        words.expect_inside(word);
        batch.starts.push_back(batch.pieces.size());
        batch.pieces.insert(batch.pieces.end(), words.values + words.offsets[word],
                            words.values + words.offsets[word + 1]);
    }
}

Batch put_together(const Values& values, const Integers& begins, const Integers& lengths,
                   const Ragged32& words) {
    const int64_t *begin = begins.data(), *length = lengths.data();
    const long rows = begins.shape(0);
    Ranks used(words.count);
    used.add(0);
    long steps = 1;
    for (long row = 0; row < rows; row++) {
        expect(begin[row] >= 0 && length[row] >= 0 &&
                   length[row] <= (long)values.shape(0) - begin[row],
               "rows within the values");
        steps = std::max(steps, (long)length[row]);
        for (const int32_t *word = values.data() + begin[row], *end = word + length[row];
             word < end; word++) {
            expect(*word >= 0 && *word < words.count, "words that exist");
            used.add(*word);
        }
    }
    Batch batch{Numbers(rows * steps), {}, {}, (size_t)steps};
    copy_pieces(words, used, used.count(), batch);
    for (long row = 0; row < rows; row++)
        std::transform(values.data() + begin[row], values.data() + begin[row] + length[row],
                       batch.tokens.begin() + row * steps,
                       [&](int32_t word) { return used.rank(word); });
    return batch;
}

std::tuple<Made<2>, Made<1>, Made<1>> collate(Values values, Integers begins, Integers lengths,
                                              Values word_values, Integers word_offsets) {
    const Ragged32 words{word_values.data(), word_offsets.data(), (long)word_offsets.shape(0) - 1,
                         (long)word_values.shape(0)};
    expect(words.count > 0 && begins.shape(0) == lengths.shape(0),
           "a word or more, and begins and lengths (N,)");
    Batch batch = [&] {
        nb::gil_scoped_release released;
        return put_together(values, begins, lengths, words);
    }();
    const size_t pieces = batch.pieces.size(), words_used = batch.starts.size();
    return {give<2>(std::move(batch.tokens), {begins.shape(0), batch.steps}),
            give<1>(std::move(batch.pieces), {pieces}),
            give<1>(std::move(batch.starts), {words_used})};
}

// The distinct `numbers` below `limit`, ascending, and where each stands among them.
std::tuple<Made<1>, Made<1>> distinct(Integers numbers, long limit) {
    expect(limit >= 0, "a limit of 0 or more");
    Numbers found, places(numbers.shape(0));
    {
        nb::gil_scoped_release released;
        const int64_t *begin = numbers.data(), *end = begin + places.size();
        Ranks ranks(limit);
        for (const int64_t* number = begin; number < end; number++) {
            expect(*number >= 0 && *number < limit, "numbers below the limit");
            ranks.add(*number);
        }
        found.resize(ranks.count());
        ranks.list(found.data());
        std::transform(begin, end, places.begin(), [&](int64_t n) { return ranks.rank(n); });
    }
    const size_t count = found.size(), all = places.size();
    return {give<1>(std::move(found), {count}), give<1>(std::move(places), {all})};
}

}  // namespace

void bind_batch(nb::module_& module) {
    module.def("collate", &collate, "values"_a, "begins"_a, "lengths"_a, "word_values"_a,
               "word_offsets"_a);
    module.def("distinct", &distinct, "numbers"_a, "limit"_a);
}

}  // namespace gatewise
