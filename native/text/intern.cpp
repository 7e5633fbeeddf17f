#include "text/intern.hpp"

#include <algorithm>

#include "text/shares.hpp"
#include "text/tokenise.hpp"

namespace gatewise::text {
namespace {

uint64_t hash(PointsView unit) {
    uint64_t value = unit.size();
    for (char32_t point : unit) value = (value ^ point) * 0x9e3779b97f4a7c15;
    return value ^ (value >> 32);
}

// Number the units of some of the texts.
class Reading {
 public:
    Distinct distinct;
    std::vector<int32_t> values;
    std::vector<int64_t> lengths, kept;

    void read(const Str& text, const Cut& cut) {
        text::read(text, points_);
        cut.words ? words(points_, tokens_) : characters(points_, tokens_);
        const long units = tokens_.size(), before = values.size();
        const bool whole = units <= cut.head + cut.tail;
        add(0, whole ? units : cut.head, cut.span);
        if (!whole) add(units - cut.tail, units, cut.span);
        lengths.push_back(units);
        kept.push_back(values.size() - before);
    }

 private:
    void add(long from, long to, long span) {
        const long last = static_cast<long>(tokens_.size()) - 1;
        for (long i = from; i < to; i++) {
            const long begin = tokens_[i].begin, end = tokens_[std::min(i + span - 1, last)].end;
            values.push_back(distinct.number(PointsView(points_).substr(begin, end - begin)));
        }
    }

    Points points_;
    std::vector<Token> tokens_;
};

}  // namespace

PointsView Distinct::operator[](long i) const {
    const long begin = i ? ends_[i - 1] : 0;
    return PointsView(letters_).substr(begin, ends_[i] - begin);
}

uint64_t Distinct::slot_of(PointsView unit, uint64_t hashed) const {
    const uint64_t mask = slots_.size() - 1;
    uint64_t slot = hashed & mask;
    for (; slots_[slot]; slot = (slot + 1) & mask) {
        const int32_t found = slots_[slot] - 1;
        if (hashes_[found] == hashed && (*this)[found] == unit) break;
    }
    return slot;
}

int32_t Distinct::number(PointsView unit) {
    if (2 * ends_.size() >= slots_.size()) grow();
    const uint64_t hashed = hash(unit);
    int32_t& slot = slots_[slot_of(unit, hashed)];
    if (slot) return slot - 1;
    letters_ += unit;
    ends_.push_back(letters_.size());
    hashes_.push_back(hashed);
    slot = static_cast<int32_t>(size());
    return slot - 1;
}

int32_t Distinct::find(PointsView unit) const {
    return slots_.empty() ? -1 : slots_[slot_of(unit, hash(unit))] - 1;
}

void Distinct::grow() {
    const uint64_t room = slots_.empty() ? 1024 : 2 * slots_.size();
    slots_.assign(room, 0);
    for (long i = 0; i < size(); i++) {
        uint64_t slot = hashes_[i] & (room - 1);
        while (slots_[slot]) slot = (slot + 1) & (room - 1);
        slots_[slot] = static_cast<int32_t>(i + 1);
    }
}

Interned intern(const std::vector<Str>& texts, const Cut& cut) {
    const long rows = texts.size();
    const auto borders = share(rows, threads(), [&](long row) { return texts[row].length + 1; });
    const long tasks = borders.size() - 1;
    std::vector<Reading> readings(tasks);
    auto read = [&](long task) {
        for (long row = borders[task]; row < borders[task + 1]; row++)
            readings[task].read(texts[row], cut);
    };
    parallel(tasks, read);
    // Runs of texts are joined in their order, so numbers are those of one reading from the start.
    Interned all;
    all.distinct = std::move(readings[0].distinct);
    all.offsets.push_back(0);
    for (long task = 0; task < tasks; task++) {
        Reading& part = readings[task];
        for (int64_t kept : part.kept) all.offsets.push_back(all.offsets.back() + kept);
        all.lengths.insert(all.lengths.end(), part.lengths.begin(), part.lengths.end());
        std::vector<int32_t> numbers(part.distinct.size());
        for (long i = 0; i < part.distinct.size(); i++)
            numbers[i] = all.distinct.number(part.distinct[i]);
        if (task)
            for (int32_t& value : part.values) value = numbers[value];
        all.values.insert(all.values.end(), part.values.begin(), part.values.end());
    }
    return all;
}

}  // namespace gatewise::text
