"""What the markers of optical motion capture are called.

The names are those of Plug-in Gait, of OpenCap's laboratory and inferred sets, and the anatomical short ones that
Qualisys, Visual3D and the Human Body Model use. A name is a side and a place. Laboratories differ in case,
punctuation and in a subject put before it (``P01:LASI``), and write the side before or behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Place = tuple[str, str]
"""Side (``left``, ``right`` or empty) and place."""

PLACES: dict[str, str] = {
    "asis": "asis asi ias",
    "psis": "psis psi ips",
    "hip": "hjc hip hipjc hjcreg hipjointcentre hipjointcenter",
    "knee": "kjc kneejc kneejointcentre kneejointcenter",
    "knee_lateral": "knee kne kneelat kneelateral lknee lkne lateralknee latknee fle lek llek lfc lfe knel kneext",
    "knee_medial": "kneemed kneemedial mknee mkne medialknee medknee fme mek mfc mfe knem knm kneeint",
    "ankle": "ajc anklejc anklejointcentre anklejointcenter",
    "ankle_lateral": "ankle ank anklelat anklelateral lankle lank lateralankle latankle lmal lm fal ankl",
    "ankle_medial": "anklemed anklemedial mankle mank medialankle medankle mmal mm tam ankm med",
    "heel": "heel hee calc cal calcaneus fcc",
    "foot_index": "toe bigtoe hallux fm2 mt2 2meta secondtoe",
    "toe_inner": "fm1 mt1 1meta d1mt mtp1 1mt",
    "toe_outer": "fm5 mt5 5meta d5mt mtp5 5mt smalltoe",
    "shoulder": "sjc shoulderjc ghjc shoulderjointcentre shoulderjointcenter",
    "acromion": "shoulder sho acr acromion sae ac should",
    "elbow_lateral": "elbow elb elbowlat elbowlateral lelbow lelb lel hle lee latelbow",
    "elbow_medial": "elbowmed elbowmedial melbow melb mel hme mee medelbow",
    "wrist_radius": "wra wristradius lwrist radius rsp wristlat wristlateral faradius wrist wri",
    "wrist_ulna": "wrb wristulna mwrist ulna usp wristmed wristmedial faulna",
    "head_front": "fhd headfront fronthead",
    "head_back": "bhd headback backhead",
    "sacrum": "sacr sacrum vsacral s1 midpsis",
    "nose": "nose",
}
"""Place → its names without the side; the first listed wins where a file holds several."""

UNUSED = re.compile(
    r"(l|r)?(c7|clav|strn|sternum|xiph|neck|jugular|t\d+|l[1-5]|tv\d+|lv\d+|rbak|bak|back\w*|head\w*|tophead|chin"
    r"|th(i|igh)?\w?\d*\w*|tib\w*|tb\d*|sh(ank|n)?\d*\w*|upa\w*|ua\d*|la\d|frm\w*|forearm|fa\w*|fin\w*|hand\w*|humerus"
    r"|bicep|pelvis\d*|latfoot|foot|thumb|pinky|index|finger|midhip|chip|hjcreg)"
)
"""Known markers from which nothing is built: clusters, spine, trunk, hands."""

_NAMES = {name: place for place, names in PLACES.items() for name in names.split()}
_RANK = {name: i for names in PLACES.values() for i, name in enumerate(names.split())}
_SIDES = {"left": "left", "lt": "left", "l": "left", "right": "right", "rt": "right", "r": "right"}
_MIDDLE = ("sacrum", "nose")


def plain(name: str) -> str:
    """Spelling without case, punctuation, a subject before a colon, and the ``_study`` of inferred markers."""
    letters = re.sub(r"[^a-z0-9]", "", name.rpartition(":")[2].lower())
    return letters.removesuffix("study") or letters


def without_subject(names: Sequence[str]) -> list[str]:
    """The names without a beginning that all of them share up to a separator (``P01_LASI`` → ``LASI``)."""
    beginnings = {name[: mark.end()] for name in names[:1] for mark in re.finditer(r"[_.: -]", name)}
    shared = [start for start in beginnings if all(name.startswith(start) for name in names)]
    cut = max(map(len, shared), default=0) if len(names) > 2 else 0
    return [name[cut:] for name in names]


def place_of(name: str) -> Place | None:
    """The side and place that a marker's name means, None when it is not known."""
    known = _side_and_name(name)
    return known and (known[0], _NAMES[known[1]])


def columns_by_place(names: Sequence[str], is_seen: Iterable[bool]) -> tuple[dict[Place, int], list[str]]:
    """Which column stands for which place, and the names that are not understood.

    A column of which no frame was seen stands for none: another name of the place may have been.
    """
    found: dict[Place, tuple[int, int]] = {}
    unknown = []
    for column, (name, seen) in enumerate(zip(without_subject(names), is_seen, strict=True)):
        known = _side_and_name(name)
        if known is None:
            if not UNUSED.fullmatch(plain(name)):
                unknown.append(name)
            continue
        if not seen:
            continue
        place, rank = (known[0], _NAMES[known[1]]), _RANK[known[1]]
        if place not in found or rank < found[place][0]:
            found[place] = (rank, column)
    return {place: column for place, (_, column) in found.items()}, unknown


def _side_and_name(name: str) -> tuple[str, str] | None:
    letters = plain(name)
    if _NAMES.get(letters) in _MIDDLE:
        return "", letters
    for beginning, side in _SIDES.items():
        rest = letters.removeprefix(beginning)
        if rest != letters and rest in _NAMES and _NAMES[rest] not in _MIDDLE:
            return side, rest
    behind = re.fullmatch(r"(.+)[_. -](left|right|l|r)", name.lower().removesuffix("_study"))
    if behind and plain(behind[1]) in _NAMES:
        return _SIDES[behind[2]], plain(behind[1])
    return None
