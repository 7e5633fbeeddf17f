"""From raw text to token ids and n-gram features; the same code trains and predicts."""

from gatewise.text.encode import Encoded, TextEncoder
from gatewise.text.lexicon import Lexicon, without_paths
from gatewise.text.ngrams import NgramHasher
from gatewise.text.normalise import Normaliser
from gatewise.text.numbered import Numbered, number_units
from gatewise.text.ragged import Ragged
from gatewise.text.reader import NOTHING_LEARNT, TOKENIZERS, Reader
from gatewise.text.script import uses_spaces
from gatewise.text.subwords import Subwords
from gatewise.text.tokenise import tokenize_characters, tokenize_words
from gatewise.text.vocabulary import PAD, UNKNOWN, Vocabulary

__all__ = [
    "NOTHING_LEARNT",
    "PAD",
    "TOKENIZERS",
    "UNKNOWN",
    "Encoded",
    "Lexicon",
    "NgramHasher",
    "Normaliser",
    "Numbered",
    "Ragged",
    "Reader",
    "Subwords",
    "TextEncoder",
    "Vocabulary",
    "number_units",
    "tokenize_characters",
    "tokenize_words",
    "uses_spaces",
    "without_paths",
]
