// From units of texts to the rows of the embedding table that make them up.
#pragma once

#include <cstdint>
#include <vector>

#include "text/intern.hpp"
#include "text/ngrams.hpp"

namespace gatewise::text {

// Every unit's rows of the table: its own if it is known, then those of its known pieces by rising
// length; one without any is UNKNOWN.
struct Spelled {
    std::vector<int32_t> rows;     // unit after unit
    std::vector<int64_t> offsets;  // [units + 1]
    std::vector<uint8_t> known;    // [units] whether it has a row of its own
};

class Speller {
 public:
    // `tokens` take the first rows of the table after the reserved ones, the sorted `hashes` of
    // pieces those after. Pieces are the n-grams within a word, both ends counted as characters,
    // or else those that begin a unit, whose own row is that of its first character.
    Speller(const std::vector<Str>& tokens, const uint64_t* hashes, long count, long low, long high,
            bool words);

    Spelled spell(const Distinct& units) const;

 private:
    class Spelling;

    long find(uint64_t hash) const;  // -1 where it is not there

    Distinct tokens_;
    const uint64_t* hashes_;
    const long count_;
    const Kind kind_;
    const bool words_;
    int shift_;                     // what is left of a hash are its first bits
    std::vector<int32_t> buckets_;  // where the hashes with these first bits begin
};

}  // namespace gatewise::text
