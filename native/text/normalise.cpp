#include "text/normalise.hpp"

namespace gatewise::text {
namespace {

constexpr char32_t UNDECIDED = 0xffffffff;

bool within(char32_t point, char32_t first, char32_t last) {
    return point >= first && point <= last;
}

// What a code point becomes. Those decided here neither combine with others nor depend on them.
char32_t fold(char32_t c, bool lowercase) {
    if (c == 0x3000) return U' ';
    if (within(c, 0xff01, 0xff5e)) c -= 0xfee0;  // full width
    const bool capital = within(c, U'A', U'Z') || (within(c, 0xc0, 0xde) && c != 0xd7);
    if (capital && lowercase) return c + 0x20;
    const bool plain = c < 0x80 || within(c, 0xc0, 0xff) || within(c, 0x4e00, 0x9fff) ||
                       within(c, 0x3001, 0x3003) || within(c, 0x3008, 0x3011) || c == 0x2013 ||
                       c == 0x2014 || within(c, 0x2018, 0x201d);
    return plain ? c : UNDECIDED;
}

bool is_blank(char32_t c) { return c == U' ' || within(c, U'\t', U'\r'); }
bool is_control(char32_t c) { return c < U' ' || c == 0x7f; }

template <class T>
bool normalise(const T* from, long length, bool lowercase, Points& to) {
    bool blank = false;
    for (long i = 0; i < length; i++) {
        const char32_t point = fold(from[i], lowercase);
        if (point == UNDECIDED) return false;
        if (is_blank(point)) {
            blank = !to.empty();
        } else if (!is_control(point)) {
            if (blank) to.push_back(U' ');
            to.push_back(point);
            blank = false;
        }
    }
    return true;
}

}  // namespace

bool normalise(const Str& from, bool lowercase, Points& to) {
    to.clear();
    to.reserve(from.length);
    const auto* wide = static_cast<const uint32_t*>(from.data);
    const auto* narrow = static_cast<const uint8_t*>(from.data);
    if (from.bytes == 1) return normalise(narrow, from.length, lowercase, to);
    if (from.bytes == 4) return normalise(wide, from.length, lowercase, to);
    return normalise(static_cast<const uint16_t*>(from.data), from.length, lowercase, to);
}

}  // namespace gatewise::text
