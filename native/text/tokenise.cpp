#include "text/tokenise.hpp"

#include <algorithm>

namespace gatewise::text {
namespace {

bool within(char32_t point, char32_t first, char32_t last) {
    return point >= first && point <= last;
}

bool is_flag(char32_t point) { return within(point, 0x1f1e6, 0x1f1ff); }

bool is_sign(char32_t c) {
    return c == 0xa9 || c == 0xae || c == 0x203c || c == 0x2049 || c == 0x2122 || c == 0x2139 ||
           within(c, 0x2190, 0x21ff) || within(c, 0x2300, 0x23ff) || within(c, 0x2460, 0x24ff) ||
           within(c, 0x25a0, 0x27bf) || within(c, 0x2900, 0x297f) || within(c, 0x2b00, 0x2bff) ||
           c == 0x3030 || c == 0x303d || c == 0x3297 || c == 0x3299 || within(c, 0x1f000, 0x1faff);
}

bool is_look(char32_t c) {
    return c == 0xfe0f || c == 0x20e3 || within(c, 0x1f3fb, 0x1f3ff) || within(c, 0xe0020, 0xe007f);
}

// A text that can be read past its end, where nothing is found.
struct Reader {
    const Points& text;
    long size = static_cast<long>(text.size());

    char32_t at(long i) const { return i < size ? text[i] : 0; }
    bool is_word(long i) const { return i < size && classes(text[i]) & WORD; }
    bool is_letter(long i) const { return i < size && (classes(text[i]) & (WORD | UNSPACED)) == WORD; }

    long after_look(long i) const {
        while (is_look(at(i))) i++;
        return i;
    }

    // The end of an emoji of several code points that begins at i; i where there is none.
    long picture(long i) const {
        if (at(i + 1) < 0x200d) return i;  // all that goes on with one lies above
        if (is_flag(at(i)) && is_flag(at(i + 1))) return i + 2;
        if (within(at(i), U'0', U'9') || at(i) == U'#' || at(i) == U'*') {
            const long key = i + 1 + (at(i + 1) == 0xfe0f);
            return at(key) == 0x20e3 ? key + 1 : i;
        }
        if (!is_sign(at(i))) return i;
        long end = after_look(i + 1);
        while (at(end) == 0x200d && is_sign(at(end + 1))) end = after_look(end + 2);
        return end > i + 1 ? end : i;
    }

    bool has(long i, PointsView what) const {
        return PointsView(text).substr(i, what.size()) == what && !is_word(i + what.size());
    }

    // The end of 's, 're, 've, 'll, 'd, 'm at i; i where there is none.
    long clitic(long i) const {
        for (PointsView what : {U"'s", U"'re", U"'ve", U"'ll", U"'d", U"'m"})
            if (has(i, what)) return i + what.size();
        return i;
    }

    // The end of the letters from i on, but for the n of an "n't" that closes them.
    long word(long i) const {
        long end = i;
        while (is_letter(end)) end++;
        const bool negated = end > i && at(end) == U'\'' && has(end - 1, U"n't");
        if (!negated) return end;
        return end - 1 > i ? end - 1 : i + 3;
    }

    // The end of the token at i, which is no white space.
    long token(long i) const {
        const long end = std::max(picture(i), at(i) == U'\'' ? clitic(i) : i);
        if (end > i) return end;
        return std::max(word(i), i + 1);
    }
};

}  // namespace

void words(Points& text, std::vector<Token>& tokens) {
    for (char32_t& point : text)
        if (point == 0x2019) point = U'\'';
    tokens.clear();
    const Reader reader{text};
    for (long i = 0; i < reader.size;) {
        if (classes(text[i]) & SPACE) {
            i++;
            continue;
        }
        const long end = reader.token(i);
        tokens.push_back({i, end});
        i = end;
    }
}

void characters(Points& text, std::vector<Token>& tokens) {
    tokens.clear();
    const Reader reader{text};
    long to = 0;
    for (long i = 0; i < reader.size;) {
        if (classes(text[i]) & SPACE) {
            i++;
            continue;
        }
        const long end = std::max(reader.picture(i), i + 1);
        tokens.push_back({to, to + end - i});
        while (i < end) text[to++] = text[i++];
    }
    text.resize(to);
}

}  // namespace gatewise::text
