"""What every source brings so that a reader finds it: rules and detectors are held to the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from transitions.evidence import Seen, Source, shared_sources


def assert_can_be_found(sources: Iterable[Source]) -> None:
    """There is one, each is told in words, and each has a DOI, an address or the reason why it has none."""
    sources = tuple(sources)
    assert sources
    for source in sources:
        assert source.key
        assert len(source.citation) > 20
        assert source.key not in shared_sources() or source == shared_sources()[source.key]
        if source.seen is Seen.OWN:
            assert not source.doi
        elif source.doi:
            assert re.fullmatch(r"10\.\d{4,9}/\S+", source.doi)
        else:
            assert source.address.startswith("https://") or len(source.unverified) > 10
