#include "text/unicode.hpp"

#include <Python.h>

#include <array>

namespace gatewise::text {
namespace {

struct Range {
    char32_t first, last;
};

constexpr Range UNSPACED_SCRIPTS[] = {
    {0x0e00, 0x0eff}, {0x1000, 0x109f}, {0x1780, 0x17ff}, {0x3005, 0x3005}, {0x3007, 0x3007},
    {0x3040, 0x30ff}, {0x3100, 0x312f}, {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xf900, 0xfaff},
    {0x20000, 0x3ffff},
};

uint8_t classify(char32_t point) {
    uint8_t found = 0;
    if (Py_UNICODE_ISALNUM(point) || point == U'_') found |= WORD;
    if (Py_UNICODE_ISSPACE(point)) found |= SPACE;
    for (const Range& range : UNSPACED_SCRIPTS)
        if (point >= range.first && point <= range.last) found |= UNSPACED;
    return found;
}

using Plane = std::array<uint8_t, 0x10000>;

Plane first_plane() {
    Plane plane;
    for (char32_t point = 0; point < plane.size(); point++) plane[point] = classify(point);
    return plane;
}

template <class T>
void widen(const void* from, long length, Points& to) {
    const T* points = static_cast<const T*>(from);
    to.assign(points, points + length);
}

uint64_t hash_byte(uint64_t hash, uint64_t byte) { return (hash ^ byte) * 0x100000001b3; }

uint64_t hash_point(uint64_t hash, char32_t point) {
    if (point < 0x80) return hash_byte(hash, point);
    const int following = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    const uint64_t mark = 0xff00 >> (following + 1) & 0xff;  // as many bits as there are bytes
    hash = hash_byte(hash, mark | point >> 6 * following);
    for (int i = following - 1; i >= 0; i--) hash = hash_byte(hash, 0x80 | (point >> 6 * i & 0x3f));
    return hash;
}

}  // namespace

uint64_t hash_word(const Str& word) {
    thread_local Points points;
    read(word, points);
    uint64_t hash = 0xcbf29ce484222325;
    for (char32_t point : points) hash = hash_point(hash, point);
    return hash;
}

uint8_t classes(char32_t point) {
    static const Plane plane = first_plane();
    return point < plane.size() ? plane[point] : classify(point);
}

void read(const Str& from, Points& to) {
    if (from.bytes == 1) return widen<uint8_t>(from.data, from.length, to);
    if (from.bytes == 2) return widen<uint16_t>(from.data, from.length, to);
    widen<uint32_t>(from.data, from.length, to);
}

}  // namespace gatewise::text
