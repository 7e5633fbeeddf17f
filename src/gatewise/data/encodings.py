"""Bytes to text: byte order mark, strict UTF-8, GB18030, then Big5, the last two by plausibility.

Strict GB18030 alone proves little: it also accepts nearly every Big5 file and many Latin-1 and
Korean ones. So a reading counts as Chinese only when its characters are the common ones: the 3,755
of GB2312 level 1 and the 5,401 of Big5 level 1, which both standards chose by use. Real text scores
0.9 and more, the same bytes in the wrong one of the two about 0.3 to 0.5, Western bytes near 0.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from gatewise.errors import InputError
from gatewise.languages import say

__all__ = [
    "check_encoding_name",
    "decode",
    "decoded",
    "detect",
    "legacy_encoding",
    "recognise",
    "recognise_unicode",
    "unicode_encoding",
]

Blocks = Callable[[], Iterable[bytes]]
"""Gives the blocks of a file from its beginning, whenever it is called."""

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),  # before UTF-16, whose mark is its beginning
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BIG5_FAMILY = ("big5", "cp950", "big5hkscs")  # the standard, Windows' form, Hong Kong's superset
_SAMPLE = 200_000  # bytes that are judged
_PLAUSIBLE = 0.5
# The most frequent characters of running Chinese, simplified and traditional. They make up 14 % of
# news titles, 35 % of reviews, and 1 to 4 % of Korean or Russian bytes read as GB18030.
_FREQUENT = frozenset(
    "的一是不了人我在有他这上们来到时大地为子中你说生国年就那和要出也得后以会家可下过天去能对小多学都"
    "好看发没成事用作开个這們來時為說國會過對學後發沒個開"
)
_ENOUGH_IDEOGRAPHS = 200
_LEAST_FREQUENT = 0.05
_ENOUGH_KANA = 10
_MANY_KANA = 0.25


def detect(data: bytes) -> str:
    """`recognise` for bytes that are there at once."""
    return recognise(lambda: [data])


def unicode_encoding(data: bytes) -> str | None:
    """`recognise_unicode` for bytes that are there at once."""
    return recognise_unicode([data])


def legacy_encoding(data: bytes) -> str:
    """GB18030, Big5 or `utf-8` for bytes that are not UTF-8; see `recognise`."""
    return _recognise_legacy(lambda: [data])


def recognise(blocks: Blocks) -> str:
    """The name of the encoding; `utf-8` also for bytes that are no known encoding at all.

    GB18030 or Big5 by which reading has the commoner characters. Bytes that are mostly UTF-8, and
    those that read as Chinese in neither, are called `utf-8`: decoding them then names the row of
    the first bad byte, instead of giving garbled text.
    """
    return recognise_unicode(blocks()) or _recognise_legacy(blocks)


def recognise_unicode(blocks: Iterable[bytes]) -> str | None:
    """The encoding that a byte order mark names, `utf-8` where the bytes are that, or None.

    Args:
        blocks: The file; the first block, unless it is all, has the longest mark's 4 bytes.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for number, block in enumerate(blocks):
            if number == 0 and (named := _marked(block)):
                return named
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return "utf-8"


def decode(data: bytes, source: str, encoding: str, *, keep_broken: bool = False) -> str:
    """`decoded` for bytes that are there at once.

    Raises:
        InputError: As `decoded`.
    """
    return "".join(decoded([data], source, encoding, keep_broken=keep_broken))


def decoded(
    blocks: Iterable[bytes], source: str, encoding: str, *, keep_broken: bool = False
) -> Iterator[str]:
    """Decode strictly, without a byte order mark, a piece for each block.

    Args:
        blocks: The bytes.
        source: The file, for messages.
        encoding: A codec's name.
        keep_broken: Leave broken bytes as lone surrogates, so that only their rows are lost.

    Raises:
        InputError: For a byte that is not of that encoding, and, when all is read, for NUL, with
            the row.
    """
    reader = _Decoder(source, encoding, keep_broken=keep_broken)
    for block in blocks:
        yield reader.read(block)
    yield reader.read(b"", final=True)
    if reader.nul_row is not None and not keep_broken:
        raise InputError.at(
            source,
            reader.nul_row,
            say("a NUL byte"),
            say("text"),
            say("Repair that row; if this is UTF-16 without its mark, give --encoding utf-16-le."),
        )


class _Decoder:
    """Decodes blocks and knows in which row it is."""

    def __init__(self, source: str, encoding: str, *, keep_broken: bool) -> None:
        self.source = source
        self.encoding = encoding
        self.nul_row: int | None = None
        errors = "surrogateescape" if keep_broken else "strict"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._row = 1
        self._begun = False

    def read(self, block: bytes, *, final: bool = False) -> str:
        """The text that a block completes."""
        before = self._decoder.getstate()
        try:
            text = self._decoder.decode(block, final)
        except UnicodeDecodeError as error:
            self._decoder.setstate(before)
            raise self._broken(block, error) from error
        if self.nul_row is None and "\0" in text:
            self.nul_row = self._row + text.count("\n", 0, text.index("\0"))
        self._row += text.count("\n")
        if text and not self._begun:
            self._begun = True
            return text.removeprefix("\ufeff")
        return text

    def _broken(self, block: bytes, error: UnicodeDecodeError) -> InputError:
        row = self._row
        try:
            for byte in block:  # up to the broken one, since characters may span blocks
                row += self._decoder.decode(bytes((byte,))).count("\n")
        except UnicodeDecodeError:
            pass
        return InputError.at(
            self.source,
            row,
            say(
                "byte 0x{byte:02X} is not {encoding} text",
                byte=error.object[error.start],
                encoding=self.encoding,
            ),
            say("one encoding throughout (recognised: UTF-8, UTF-16 with its mark, GB18030, Big5)"),
            say("Repair that row, or name the file's encoding, for example --encoding latin-1."),
        )


def check_encoding_name(name: str, source: str) -> str:
    """Refuse a name that is no text encoding.

    Raises:
        InputError: When Python has no such text codec.
    """
    try:
        " ".encode(name)
    except (LookupError, ValueError) as error:
        raise InputError.at(
            source,
            None,
            say("unknown encoding {name!r}", name=name),
            say("a name such as utf-8, gb18030, big5, utf-16, latin-1, cp1252, shift-jis"),
            say("Correct --encoding, or leave it out to have the encoding recognised."),
        ) from error
    return name


def _marked(head: bytes) -> str | None:
    return next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), None)


def _recognise_legacy(blocks: Blocks) -> str:
    sample = _from_first_odd_byte(blocks())
    if _mostly_utf8(sample):
        return "utf-8"
    as_gb18030 = sample.decode("gb18030", errors="replace")
    gb18030 = _plausibility(as_gb18030)
    big5 = _plausibility(sample.decode("big5hkscs", errors="replace"))
    if max(gb18030, big5) < _PLAUSIBLE or _is_japanese(as_gb18030):
        return "utf-8"
    if gb18030 >= big5:
        return "gb18030"
    return next((name for name in _BIG5_FAMILY if _decodes(blocks(), name)), "big5")


def _from_first_odd_byte(blocks: Iterable[bytes]) -> bytes:
    # Up to here all is ASCII, so a character of any of the encodings begins here.
    sample = b""
    for block in blocks:
        if sample:
            sample += block
        elif first := re.search(rb"[\x80-\xff]", block):
            sample = block[first.start() :]
        if len(sample) >= _SAMPLE:
            break
    return sample[:_SAMPLE]


def _mostly_utf8(sample: bytes) -> bool:
    """Whether whole UTF-8 characters outnumber broken bytes (in GB18030 and Big5 it is 1 to 5)."""
    text = sample.decode("utf-8", errors="surrogateescape")
    broken = sum("\udc80" <= character <= "\udcff" for character in text)
    whole = sum(character > "\x7f" for character in text) - broken
    return whole > broken


def _is_japanese(text: str) -> bool:
    """Whether kana abound: EUC-JP has them where GB18030 has (in Big5 read so they are 1 in 20)."""
    kana = len(re.findall("[\u3041-\u30fe]", text))
    return kana >= _ENOUGH_KANA and kana > _MANY_KANA * len(re.findall(r"[^\0-\x7f]", text))


def _plausibility(text: str) -> float:
    """The share of common Chinese characters and punctuation among all that is not ASCII.

    A character on its own among ASCII does not count: that is what an accented letter of Latin-1
    and the letter after it become.
    """
    runs = re.findall(r"[^\0-\x7f]+", text)
    odd = "".join(runs)
    ideographs = [character for character in odd if "\u4e00" <= character <= "\u9fff"]
    if len(ideographs) >= _ENOUGH_IDEOGRAPHS:
        frequent = sum(character in _FREQUENT for character in ideographs)
        if frequent < _LEAST_FREQUENT * len(ideographs):
            return 0.0
    common = _common_characters()
    in_runs = "".join(run for run in runs if len(run) > 1)
    return sum(character in common for character in in_runs) / max(len(odd), 1)


@cache
def _common_characters() -> frozenset[str]:
    simplified = _zone("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF))
    traditional = _zone("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    punctuation = "，。、；：？！“”‘’（）《》「」『』【】…—～·％＋－\u3000"
    digits = "０１２３４５６７８９"
    return frozenset({*simplified, *traditional, *punctuation, *digits})


def _zone(encoding: str, leads: range, trails: range | tuple[int, ...]) -> str:
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return "".join(pair.decode(encoding, errors="ignore") for pair in pairs)


def _decodes(blocks: Iterable[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in blocks:
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
