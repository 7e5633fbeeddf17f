#include "text/speller.hpp"

#include <algorithm>

#include "text/shares.hpp"
#include "text/tokenise.hpp"

namespace gatewise::text {
namespace {

constexpr int32_t UNKNOWN = 1, RESERVED = 2;
constexpr uint64_t SALT = 2;  // of n-grams of characters

}  // namespace

Speller::Speller(const std::vector<Str>& tokens, const uint64_t* hashes, long count, long low,
                 long high, bool words)
    : hashes_(hashes), count_(count), kind_{low, high, SALT}, words_(words), shift_(63) {
    Points points;
    for (const Str& token : tokens) {
        read(token, points);
        tokens_.number(points);
    }
    while (shift_ > 0 && (count >> (64 - shift_)) > 0) shift_--;
    buckets_.assign((1l << (64 - shift_)) + 1, 0);
    for (long i = 0; i < count; i++) buckets_[(hashes[i] >> shift_) + 1]++;
    for (size_t b = 1; b < buckets_.size(); b++) buckets_[b] += buckets_[b - 1];
}

long Speller::find(uint64_t hash) const {
    const uint64_t bucket = hash >> shift_;
    const uint64_t *begin = hashes_ + buckets_[bucket], *end = hashes_ + buckets_[bucket + 1];
    const uint64_t* found = std::lower_bound(begin, end, hash);
    return found < end && *found == hash ? found - hashes_ : -1;
}

// Spells some of the units, one after the other.
class Speller::Spelling {
 public:
    explicit Spelling(const Speller& speller) : speller_(speller) {}

    std::vector<int32_t> rows;
    std::vector<int64_t> lengths;
    std::vector<uint8_t> known;

    void spell(PointsView unit) {
        const size_t before = rows.size();
        const long token = speller_.tokens_.find(first(unit));
        if (token >= 0) rows.push_back(static_cast<int32_t>(token) + RESERVED);
        known.push_back(token >= 0);
        if (speller_.count_) add_pieces(unit);
        if (rows.size() == before) rows.push_back(UNKNOWN);
        lengths.push_back(rows.size() - before);
    }

 private:
    PointsView first(PointsView unit) {
        if (speller_.words_) return unit;
        points_ = unit;
        characters(points_, tokens_);
        return tokens_.empty() ? unit : unit.substr(0, tokens_[0].end);
    }

    void add_pieces(PointsView unit) {
        characters_.assign(unit.begin(), unit.end());
        if (speller_.words_ && !unit.empty()) {
            characters_.insert(characters_.begin(), U' ');
            characters_.push_back(U' ');
        }
        const int64_t offsets[] = {0, static_cast<int64_t>(characters_.size())};
        const auto pieces = static_cast<int32_t>(speller_.tokens_.size()) + RESERVED;
        ngrams_.each({characters_.data(), offsets, 1}, 0, speller_.kind_,
                     [&](const uint64_t* hashes, long count) {
                         for (long i = 0; i < (speller_.words_ ? count : 1); i++) {
                             const long piece = speller_.find(hashes[i]);
                             if (piece >= 0)
                                 rows.push_back(pieces + static_cast<int32_t>(piece));
                         }
                     });
    }

    const Speller& speller_;
    Ngrams ngrams_;
    Points points_;
    std::vector<Token> tokens_;
    std::vector<uint64_t> characters_;
};

Spelled Speller::spell(const Distinct& units) const {
    const auto borders = share(units.size(), threads(), [](long) { return 1; });
    const long tasks = borders.size() - 1;
    std::vector<Spelling> parts(tasks, Spelling(*this));
    auto run = [&](long task) {
        for (long i = borders[task]; i < borders[task + 1]; i++) parts[task].spell(units[i]);
    };
    parallel(tasks, run);
    Spelled all;
    all.offsets.push_back(0);
    for (const Spelling& part : parts) {
        all.rows.insert(all.rows.end(), part.rows.begin(), part.rows.end());
        all.known.insert(all.known.end(), part.known.begin(), part.known.end());
        for (int64_t length : part.lengths) all.offsets.push_back(all.offsets.back() + length);
    }
    return all;
}

}  // namespace gatewise::text
