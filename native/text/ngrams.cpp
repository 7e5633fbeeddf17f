#include "text/ngrams.hpp"

#include <algorithm>

#include "text/shares.hpp"

namespace gatewise::text {

NgramCounter::Seen& NgramCounter::Table::place(uint64_t hash) {
    const uint64_t mask = places.size() - 1;
    uint64_t i = hash & mask;
    while (places[i].documents && places[i].hash != hash) i = (i + 1) & mask;
    return places[i];
}

void NgramCounter::Table::count(uint64_t hash, uint32_t document) {
    if (8 * used >= 5 * static_cast<long>(places.size())) grow();
    Seen& seen = place(hash);
    if (!seen.documents)
        used++;
    else if (seen.last == document)
        return;
    seen = {hash, seen.documents + 1, document};
}

void NgramCounter::Table::grow() {
    std::vector<Seen> before(places.empty() ? 64 : 2 * places.size());
    before.swap(places);
    for (const Seen& seen : before)
        if (seen.documents) place(seen.hash) = seen;
}

void NgramCounter::add(const Documents& documents) {
    const auto borders = share(documents.count, threads(),
                               [&](long document) { return documents.length(document) + 1; });
    const long tasks = borders.size() - 1;
    if (static_cast<long>(found_.size()) < tasks * TABLES) found_.resize(tasks * TABLES);
    auto find = [&](long task) {
        Ngrams ngrams;
        std::vector<Found>* found = &found_[task * TABLES];
        for (long document = borders[task]; document < borders[task + 1]; document++) {
            const uint32_t number = documents_ + static_cast<uint32_t>(document);
            ngrams.each(documents, document, kind_,
                        [&](const uint64_t* hashes, long count) {
                            for (long i = 0; i < count; i++)
                                found[hashes[i] >> 56].push_back({hashes[i], number});
                        });
        }
    };
    parallel(tasks, find);
    auto count = [&](long table) {
        for (long task = 0; task < tasks; task++) {
            std::vector<Found>& found = found_[task * TABLES + table];
            for (const Found& ngram : found) tables_[table].count(ngram.hash, ngram.document);
            found.clear();
        }
    };
    parallel(TABLES, count);
    documents_ += static_cast<uint32_t>(documents.count);
}

void NgramCounter::take(int64_t least, std::vector<uint64_t>& hashes,
                        std::vector<int64_t>& counts) const {
    std::vector<std::vector<Seen>> kept(TABLES);
    auto sort = [&](long table) {
        for (const Seen& seen : tables_[table].places)
            if (seen.documents && seen.documents >= least) kept[table].push_back(seen);
        std::sort(kept[table].begin(), kept[table].end(),
                  [](const Seen& a, const Seen& b) { return a.hash < b.hash; });
    };
    parallel(TABLES, sort);
    for (const auto& table : kept)
        for (const Seen& seen : table) {
            hashes.push_back(seen.hash);
            counts.push_back(seen.documents);
        }
}

}  // namespace gatewise::text
