"""The checksum of a manifest over its own bytes."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gatewise.bundle.seal import is_sealed, render, seal

KEYS = st.one_of(st.text(max_size=5), st.just("checksum"))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=9)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)
MANIFESTS = st.dictionaries(KEYS, JSON, max_size=4).map(lambda rest: {"format": 1, **rest})


@given(MANIFESTS)
def test_what_was_sealed_is_told_as_rendering_anew_would(manifest: dict[str, Any]) -> None:
    content = render(seal(manifest))
    assert is_sealed(content)
    assert content == render(seal(json.loads(content)))
    assert not is_sealed(render(manifest))


@given(MANIFESTS, st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_any_other_byte_is_told(manifest: dict[str, Any], place: float, change: int) -> None:
    altered = bytearray(render(seal(manifest)))
    altered[int(place * len(altered))] ^= change
    assert not is_sealed(bytes(altered))
    assert not is_sealed(bytes(altered[:-1]))
    assert not is_sealed(b"")
