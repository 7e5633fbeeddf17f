// N-grams of units (words or characters) as 64-bit hashes: those of ngrams.py.
#pragma once

#include <cstdint>
#include <vector>

namespace gatewise::text {

struct Kind {
    long low, high;  // units of an n-gram
    uint64_t salt;
};

// Documents as units end to end.
struct Documents {
    const uint64_t* units;
    const int64_t* offsets;
    long count;

    long length(long document) const { return offsets[document + 1] - offsets[document]; }
};

// Every n-gram of a document, by rising length: found(hashes, count) once a length.
class Ngrams {
 public:
    template <class Found>
    void each(const Documents& documents, long document, const Kind& kind, Found found) {
        const uint64_t* units = documents.units + documents.offsets[document];
        const long length = documents.length(document);
        rolling_.assign(length, kind.salt);
        for (long n = 1; n <= kind.high && n <= length; n++) {
            const long count = length - n + 1;
            for (long i = 0; i < count; i++)
                rolling_[i] = mix(rolling_[i] * 0x9e3779b97f4a7c15 + units[i + n - 1]);
            if (n >= kind.low) found(rolling_.data(), count);
        }
    }

 private:
    static uint64_t mix(uint64_t x) {  // the finaliser of SplitMix64
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    std::vector<uint64_t> rolling_;
};

// In how many documents each n-gram stands.
class NgramCounter {
 public:
    explicit NgramCounter(const Kind& kind) : kind_(kind), tables_(TABLES) {}

    void add(const Documents& documents);

    // N-grams of at least so many documents, by rising hash.
    void take(int64_t least, std::vector<uint64_t>& hashes, std::vector<int64_t>& counts) const;

 private:
    static constexpr long TABLES = 256;  // by the first bits of a hash; each fits in a cache

    struct Seen {
        uint64_t hash;
        uint32_t documents;  // 0: a free place
        uint32_t last;       // the last one
    };

    struct Table {
        std::vector<Seen> places;
        long used = 0;

        Seen& place(uint64_t hash);
        void count(uint64_t hash, uint32_t document);
        void grow();
    };

    struct Found {
        uint64_t hash;
        uint32_t document;
    };

    Kind kind_;
    uint32_t documents_ = 0;
    std::vector<Table> tables_;
    std::vector<std::vector<Found>> found_;  // [tasks * TABLES], kept for its memory
};

// The known n-grams of one kind, and documents to look for them in.
struct Block {
    Documents documents;
    Kind kind;
    const uint64_t* hashes;   // [size] rising
    const float* idf;         // [size]
    const int32_t* buckets;   // [2^bits + 1] where the hashes with some first bits begin
    long size, bits;
};

// A sparse matrix by rows.
struct Rows {
    std::vector<int32_t> indices;
    std::vector<float> values;
    std::vector<int64_t> offsets;
};

// Values levels[times] * idf, each block of a row scaled to length 1, block after block.
Rows weigh(const std::vector<Block>& blocks, const double* levels);

// logits (rows, classes) = (sum of values * weight (features, classes)) * scale + bias.
struct Scoring {
    const int32_t* indices;
    const float* values;
    const int64_t* offsets;
    long rows, classes;
    const int8_t* weight;
    const float *scale, *bias;
    float* logits;
};

void score(const Scoring& call);

}  // namespace gatewise::text
