#include <nanobind/stl/tuple.h>

#include "bindings/arrays.hpp"
#include "bindings/module.hpp"
#include "text/counts.hpp"
#include "text/intern.hpp"
#include "text/machines.hpp"
#include "text/ngrams.hpp"
#include "text/normalise.hpp"
#include "text/speller.hpp"

namespace gatewise {
namespace {

using namespace text;

template <class T>
using Values = Array<const T, 1>;

// An array that owns what was computed.
template <class T>
nb::ndarray<nb::numpy, T, nb::ndim<1>> owned(std::vector<T>&& values) {
    auto* kept = new std::vector<T>(std::move(values));
    nb::capsule owner(kept, [](void* p) noexcept { delete static_cast<std::vector<T>*>(p); });
    return {kept->data(), {kept->size()}, owner};
}

// A string where it lies, for as long as `text` lives.
Str string(nb::handle text) {
    PyObject* object = text.ptr();
    expect(PyUnicode_Check(object), "texts are strings");
    return {PyUnicode_DATA(object), static_cast<int>(PyUnicode_KIND(object)),
            static_cast<long>(PyUnicode_GET_LENGTH(object))};
}

std::vector<Str> strings(const nb::tuple& texts) {
    std::vector<Str> found;
    for (nb::handle text : texts) found.push_back(string(text));
    return found;
}

nb::object to_python(PointsView points) {
    PyObject* text = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, points.data(), points.size());
    if (!text) throw nb::python_error();
    return nb::steal(text);
}

nb::object normalised(nb::str text, bool lowercase) {
    thread_local Points points;
    return normalise(string(text), lowercase, points) ? to_python(points) : nb::none();
}

auto hash_words(nb::tuple words) {
    std::vector<uint64_t> hashes;
    for (const Str& word : strings(words)) hashes.push_back(hash_word(word));
    return owned(std::move(hashes));
}

nb::list to_list(const Distinct& distinct) {
    nb::list list;
    for (long i = 0; i < distinct.size(); i++) list.append(to_python(distinct[i]));
    return list;
}

nb::tuple number(nb::tuple texts, bool words, long span, long head, long tail) {
    const std::vector<Str> given = strings(texts);
    Interned found;
    {
        nb::gil_scoped_release released;
        found = intern(given, {words, span, head, tail});
    }
    return nb::make_tuple(to_list(found.distinct), owned(std::move(found.values)),
                          owned(std::move(found.offsets)), owned(std::move(found.lengths)));
}

// A model's way from texts to rows of its table.
struct Encoder {
    Encoder(nb::tuple tokens, Values<uint64_t> hashes, long low, long high, bool words)
        : hashes(hashes),
          words(words),
          speller(strings(tokens), hashes.data(), hashes.shape(0), low, high, words) {}

    // Numbers of words from 1, since 0 is the padding, and the rows of every word.
    nb::tuple encode(nb::tuple texts, long span, long head, long tail) const {
        const std::vector<Str> given = strings(texts);
        Interned found;
        Spelled spelled;
        long unknown = 0;
        {
            nb::gil_scoped_release released;
            found = intern(given, {words, span, head, tail});
            spelled = speller.spell(found.distinct);
            for (int32_t& value : found.values) unknown += !spelled.known[value++];
        }
        spelled.rows.insert(spelled.rows.begin(), 0);
        for (int64_t& offset : spelled.offsets) offset++;
        spelled.offsets.insert(spelled.offsets.begin(), 0);
        return nb::make_tuple(owned(std::move(found.values)), owned(std::move(found.offsets)),
                              owned(std::move(found.lengths)), owned(std::move(spelled.rows)),
                              owned(std::move(spelled.offsets)), unknown);
    }

    Values<uint64_t> hashes;  // which the speller reads
    bool words;
    Speller speller;
};

Lists lists(const Values<int32_t>& values, const Integers& offsets) {
    const long count = static_cast<long>(offsets.shape(0)) - 1;
    expect(count >= 0 && offsets.data()[count] == (int64_t)values.shape(0), "offsets (N + 1,)");
    return {values.data(), offsets.data(), count};
}

void expect_below(const Lists& rows, long size) {
    for (long i = 0; i < rows.offsets[rows.count]; i++)
        expect(rows.values[i] >= 0 && rows.values[i] < size, "numbers in range");
}

auto count(Values<int32_t> values, Integers offsets, std::optional<Values<int32_t>> part_values,
           std::optional<Integers> part_offsets, long size) {
    const Lists rows = lists(values, offsets);
    Lists parts{};
    if (part_values) parts = lists(*part_values, part_offsets.value());
    expect_below(rows, part_values ? parts.count : size);
    if (part_values) expect_below(parts, size);
    std::vector<int64_t> counted;
    {
        nb::gil_scoped_release released;
        counted = count_rows(rows, part_values ? &parts : nullptr, size);
    }
    return owned(std::move(counted));
}

Documents documents(const Values<uint64_t>& units, const Integers& offsets) {
    const long count = static_cast<long>(offsets.shape(0)) - 1;
    expect(count >= 0 && offsets.data()[count] == (int64_t)units.shape(0), "offsets (D + 1,)");
    return {units.data(), offsets.data(), count};
}

void add(NgramCounter& counter, Values<uint64_t> units, Integers offsets) {
    const Documents given = documents(units, offsets);
    nb::gil_scoped_release released;
    counter.add(given);
}

nb::tuple take(NgramCounter& counter, int64_t least) {
    std::vector<uint64_t> hashes;
    std::vector<int64_t> counts;
    {
        nb::gil_scoped_release released;
        counter.take(least, hashes, counts);
    }
    return nb::make_tuple(owned(std::move(hashes)), owned(std::move(counts)));
}

// Units, offsets, low, high, salt, hashes, idf and buckets of a kind of n-gram.
using Given = std::tuple<Values<uint64_t>, Integers, long, long, uint64_t, Values<uint64_t>,
                         Values<float>, Values<int32_t>>;

Block block(const Given& given, long levels) {
    const auto& [units, offsets, low, high, salt, hashes, idf, buckets] = given;
    Block made{documents(units, offsets), {low, high, salt}, hashes.data(), idf.data(),
               buckets.data(), static_cast<long>(hashes.shape(0)), 0};
    while ((1L << made.bits) + 1 < (long)buckets.shape(0)) made.bits++;
    expect(made.bits > 0 && (1L << made.bits) + 1 == (long)buckets.shape(0) &&
               buckets.data()[1L << made.bits] == made.size && (long)idf.shape(0) == made.size,
           "buckets (2^b + 1,), hashes and idf (F,)");
    for (long d = 0; d < made.documents.count; d++)
        expect(made.documents.length(d) <= levels, "a level for every length");
    return made;
}

nb::tuple weigh_documents(std::vector<Given> given, Values<double> levels) {
    expect(!given.empty(), "a kind of n-gram");
    std::vector<Block> blocks;
    for (const Given& one : given) blocks.push_back(block(one, levels.shape(0)));
    for (const Block& one : blocks)
        expect(one.documents.count == blocks[0].documents.count, "the same documents");
    Rows rows;
    {
        nb::gil_scoped_release released;
        rows = weigh(blocks, levels.data());
    }
    return nb::make_tuple(owned(std::move(rows.indices)), owned(std::move(rows.values)),
                          owned(std::move(rows.offsets)));
}

void score_rows(Values<int32_t> indices, Values<float> values, Integers offsets,
                Array<const int8_t, 2> weight, Values<float> scale, Values<float> bias,
                Floats<2> logits) {
    const Lists rows = lists(indices, offsets);
    const long classes = weight.shape(1);
    expect_below(rows, weight.shape(0));
    expect((long)values.shape(0) == rows.offsets[rows.count] && (long)scale.shape(0) == classes &&
               (long)bias.shape(0) == classes && (long)logits.shape(0) == rows.count &&
               (long)logits.shape(1) == classes,
           "values (Z,), scale and bias (C,), logits (D, C)");
    nb::gil_scoped_release released;
    score({rows.values, values.data(), rows.offsets, rows.count, classes, weight.data(),
           scale.data(), bias.data(), logits.data()});
}

void solve_machines(Values<int32_t> indices, Values<float> values, Integers offsets,
                    Array<const int8_t, 2> positive, Array<const double, 2> costs,
                    Array<const double, 2> importances, double tolerance, long passes, uint64_t seed, Array<double, 2> weights,
                    Array<double, 1> biases) {
    const Lists rows = lists(indices, offsets);
    const long machines = positive.shape(0), features = weights.shape(1);
    const bool shared = costs.shape(0) == 1;
    expect_below(rows, features);
    expect((long)values.shape(0) == rows.offsets[rows.count] &&
               (long)positive.shape(1) == rows.count && (long)costs.shape(1) == rows.count &&
               (shared || (long)costs.shape(0) == machines) &&
               (long)importances.shape(0) == machines && (long)importances.shape(1) == features &&
               (long)weights.shape(0) == machines && (long)biases.shape(0) == machines,
           "values (Z,), positive (G, N), costs (1 or G, N), importances and weights (G, F), "
           "biases (G,)");
    nb::gil_scoped_release released;
    solve({rows.values, values.data(), rows.offsets, rows.count, features, machines,
           positive.data(), costs.data(), shared, importances.data(), tolerance, passes, seed, weights.data(),
           biases.data()});
}

}  // namespace

void bind_text(nb::module_& module) {
    module.def("normalise", &normalised, "text"_a, "lowercase"_a);
    module.def("hash_words", &hash_words, "words"_a);
    module.def("number_units", &number, "texts"_a, "words"_a, "span"_a, "head"_a, "tail"_a);
    nb::class_<Encoder>(module, "Encoder")
        .def(nb::init<nb::tuple, Array<const uint64_t, 1>, long, long, bool>(), "tokens"_a, "hashes"_a,
             "low"_a, "high"_a, "words"_a)
        .def("encode", &Encoder::encode, "texts"_a, "span"_a, "head"_a, "tail"_a);
    module.def("count_rows", &count, "values"_a, "offsets"_a, "part_values"_a.none(),
               "part_offsets"_a.none(), "size"_a);
    nb::class_<NgramCounter>(module, "NgramCounter")
        .def("__init__",
             [](NgramCounter* made, long low, long high, uint64_t salt) {
                 new (made) NgramCounter(Kind{low, high, salt});
             })
        .def("add", &add, "units"_a, "offsets"_a)
        .def("take", &take, "least"_a);
    module.def("weigh", &weigh_documents, "blocks"_a, "levels"_a);
    module.def("score_rows", &score_rows, "indices"_a, "values"_a, "offsets"_a, "weight"_a,
               "scale"_a, "bias"_a, "logits"_a);
    module.def("solve_machines", &solve_machines, "indices"_a, "values"_a, "offsets"_a, "positive"_a,
               "costs"_a, "importances"_a, "tolerance"_a, "passes"_a, "seed"_a, "weights"_a, "biases"_a);
}

}  // namespace gatewise
