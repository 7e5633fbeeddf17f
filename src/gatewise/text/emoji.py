"""What a reader sees as one picture: emoji of several code points.

A flag is two letters, a family four people and three joiners, a thumb with a skin tone two signs
(Unicode UTS 51). Cut apart, the parts of different pictures are the same.
"""

from __future__ import annotations

__all__ = ["PICTURE"]

_SIGN = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
# The wish for a colourful form, skin tones, and the letters of Scotland's flag and its kin.
_LOOK = "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"

PICTURE = (
    "[\U0001f1e6-\U0001f1ff]{2}"  # the flag of a country
    "|[0-9#*]\ufe0f?\u20e3"  # a key
    f"|{_SIGN}(?:{_LOOK}+(?:\u200d{_SIGN}{_LOOK}*)*|(?:\u200d{_SIGN}{_LOOK}*)+)"
)
"""A pattern for pictures of two code points or more; simpler ones are single signs anyway."""
