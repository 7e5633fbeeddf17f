// Normalising of texts that hold nothing but what most texts are made of.
#pragma once

#include "text/unicode.hpp"

namespace gatewise::text {

// NFKC, lower case if wanted, no control characters, single spaces: what normalise.py makes of
// `from`. False where it holds a code point that Unicode's tables must decide about.
bool normalise(const Str& from, bool lowercase, Points& to);

}  // namespace gatewise::text
