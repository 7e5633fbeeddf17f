// Python strings as code points, and what Python's `re` takes a code point for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gatewise::text {

// A string of Python where it lies.
struct Str {
    const void* data;
    int bytes;  // of a code point: 1, 2 or 4
    long length;
};

using Points = std::u32string;
using PointsView = std::u32string_view;

void read(const Str& from, Points& to);

uint64_t hash_word(const Str& word);  // FNV-1a over the bytes of UTF-8

enum Class : uint8_t { WORD = 1, SPACE = 2, UNSPACED = 4 };

// \w, \s, and the scripts without spaces of script.py, as bits.
uint8_t classes(char32_t point);

}  // namespace gatewise::text
