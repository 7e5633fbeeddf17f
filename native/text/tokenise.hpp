// Tokens of a normalised text: the patterns of tokenise.py and emoji.py by hand.
#pragma once

#include <vector>

#include "text/unicode.hpp"

namespace gatewise::text {

struct Token {
    long begin, end;
};

// Words, signs, and single characters of scripts without spaces. Curly apostrophes become straight.
void words(Points& text, std::vector<Token>& tokens);

// What a reader sees as single characters. White space is taken out, so that neighbours touch.
void characters(Points& text, std::vector<Token>& tokens);

}  // namespace gatewise::text
