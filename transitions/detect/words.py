"""What a transition is called, its side and its phases, from its detector's record.

A stored run may hold a kind that no detector finds any more: its identifiers are then turned into words.
"""

from __future__ import annotations

from transitions.detect import detector_of


def kind_name(kind: str) -> str:
    """Plain name of a transition: ``sit_to_stand`` → “Standing up”."""
    detector = detector_of(kind)
    return detector.name if detector else _as_words(kind).capitalize()


def side_words(kind: str, side: str | None) -> str:
    """What is on that side, ready to stand after the kind's name: ``, left hand``; empty without a side."""
    detector = detector_of(kind)
    words = detector.side if detector and detector.side else "{} side"
    return f", {words.format(side)}" if side else ""


def phase_name(kind: str, key: str) -> str:
    """Plain name of the phase of a transition that begins at a time such as ``seat_off_s``."""
    detector = detector_of(kind)
    named = {phase.key: phase.name for phase in detector.phases} if detector else {}
    return named.get(key, _as_words(key.removesuffix("_s")))


def _as_words(identifier: str) -> str:
    return identifier.replace("_", " ").strip().lower()
