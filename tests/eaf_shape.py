"""What ELAN's schemas 2.8 and 3.0 ask of the elements that the program writes, in words of our own.

The schemas themselves (`EAFv2.8.xsd`, `EAFv3.0.xsd`) carry no licence, so they are not kept here; where they can be
fetched `test_elan_schema` holds files against them too, and this against them.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

TEXT = r"[\s\S]*"
ANY_URI = r"[^\x00-\x1f<>{}|\\^`]*"
"""A schema's anyURI may have spaces."""

ID = r"[A-Za-z_][\w.-]*"
WHOLE, LONG = r"\+?\d+", r"[+-]?\d+"
BOOLEAN = r"true|false|1|0"
DATE = r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"
MOST = 2**32 - 1
"""A time is an unsigned integer of 32 bits, in milliseconds."""


@dataclass(frozen=True)
class Shape:
    """An element: what it holds, in this order, and its attributes with their patterns; `needed` ones must be there.

    `children` is a pattern over the names of what it holds, each with a comma behind it.
    """

    children: str = ""
    needed: tuple[tuple[str, str], ...] = ()
    free: tuple[tuple[str, str], ...] = ()
    has_text: bool = False


_ANNOTATION = ("ANNOTATION_ID", ID)
SHAPES = {
    "ANNOTATION_DOCUMENT": Shape(
        r"(LICENSE,)*HEADER,TIME_ORDER,(TIER,)*(LINGUISTIC_TYPE,)*(LOCALE,)*(LANGUAGE,)*(CONSTRAINT,)*",
        (("DATE", DATE), ("AUTHOR", TEXT), ("VERSION", TEXT)),
        (("FORMAT", TEXT),),
    ),
    "LICENSE": Shape(free=(("LICENSE_URL", ANY_URI),), has_text=True),
    "HEADER": Shape(
        r"(MEDIA_DESCRIPTOR,)*(LINKED_FILE_DESCRIPTOR,)*(PROPERTY,)*",
        free=(("MEDIA_FILE", TEXT), ("TIME_UNITS", "NTSC-frames|PAL-frames|milliseconds")),
    ),
    "MEDIA_DESCRIPTOR": Shape(
        needed=(("MEDIA_URL", ANY_URI), ("MIME_TYPE", TEXT)),
        free=(("RELATIVE_MEDIA_URL", ANY_URI), ("TIME_ORIGIN", LONG), ("EXTRACTED_FROM", ANY_URI)),
    ),
    "PROPERTY": Shape(free=(("NAME", TEXT),), has_text=True),
    "TIME_ORDER": Shape(r"(TIME_SLOT,)*"),
    "TIME_SLOT": Shape(needed=(("TIME_SLOT_ID", ID),), free=(("TIME_VALUE", WHOLE),)),
    "TIER": Shape(
        r"(ANNOTATION,)*",
        (("TIER_ID", TEXT), ("LINGUISTIC_TYPE_REF", TEXT)),
        (("PARTICIPANT", TEXT), ("ANNOTATOR", TEXT), ("DEFAULT_LOCALE", ID), ("PARENT_REF", TEXT)),
    ),
    "ANNOTATION": Shape(r"(ALIGNABLE_ANNOTATION|REF_ANNOTATION),"),
    "ALIGNABLE_ANNOTATION": Shape(
        r"ANNOTATION_VALUE,", (_ANNOTATION, ("TIME_SLOT_REF1", ID), ("TIME_SLOT_REF2", ID))
    ),
    "REF_ANNOTATION": Shape(
        r"ANNOTATION_VALUE,", (_ANNOTATION, ("ANNOTATION_REF", ID)), (("PREVIOUS_ANNOTATION", ID),)
    ),
    "ANNOTATION_VALUE": Shape(has_text=True),
    "LINGUISTIC_TYPE": Shape(
        needed=(("LINGUISTIC_TYPE_ID", TEXT),),
        free=(("TIME_ALIGNABLE", BOOLEAN), ("CONSTRAINTS", ID), ("GRAPHIC_REFERENCES", BOOLEAN)),
    ),
    "LOCALE": Shape(needed=(("LANGUAGE_CODE", ID),), free=(("COUNTRY_CODE", TEXT), ("VARIANT", TEXT))),
    "LANGUAGE": Shape(needed=(("LANG_ID", ID),), free=(("LANG_DEF", TEXT), ("LANG_LABEL", TEXT))),
    "CONSTRAINT": Shape(needed=(("STEREOTYPE", ID),), free=(("DESCRIPTION", TEXT),)),
}

IDS = {
    "TIME_SLOT": "TIME_SLOT_ID",
    "ALIGNABLE_ANNOTATION": "ANNOTATION_ID",
    "REF_ANNOTATION": "ANNOTATION_ID",
    "LOCALE": "LANGUAGE_CODE",
    "LANGUAGE": "LANG_ID",
    "CONSTRAINT": "STEREOTYPE",
}
"""Attributes of the type ID: no two of them are the same in a whole file."""

NAMES = {"TIER": "TIER_ID", "LINGUISTIC_TYPE": "LINGUISTIC_TYPE_ID"}
"""Names that are unique among elements of their kind."""

REFERENCES = (
    ("TIER", "PARENT_REF", ("TIER",)),
    ("TIER", "LINGUISTIC_TYPE_REF", ("LINGUISTIC_TYPE",)),
    ("TIER", "DEFAULT_LOCALE", ("LOCALE",)),
    ("ALIGNABLE_ANNOTATION", "TIME_SLOT_REF1", ("TIME_SLOT",)),
    ("ALIGNABLE_ANNOTATION", "TIME_SLOT_REF2", ("TIME_SLOT",)),
    ("REF_ANNOTATION", "ANNOTATION_REF", ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION")),
    ("REF_ANNOTATION", "PREVIOUS_ANNOTATION", ("REF_ANNOTATION",)),
    ("LINGUISTIC_TYPE", "CONSTRAINTS", ("CONSTRAINT",)),
)


def troubles(root: ET.Element) -> list[str]:
    """Everything in which a file is not as the schemas want it; empty for a valid one."""
    found = [] if root.tag == "ANNOTATION_DOCUMENT" else [f"begins with {root.tag}"]
    for element in root.iter():
        found += _of_element(element)
    return found + list(_of_names(root))


def _of_element(element: ET.Element) -> Iterator[str]:
    shape = SHAPES.get(element.tag)
    if shape is None:
        yield f"{element.tag} is not known"
        return
    holds = "".join(f"{child.tag}," for child in element)
    if not re.fullmatch(shape.children, holds):
        yield f"{element.tag} holds {holds}"
    if not shape.has_text and any(
        (text or "").strip() for text in (element.text, *(c.tail for c in element))
    ):
        yield f"{element.tag} has text"
    yield from _of_attributes(element, shape)


def _of_attributes(element: ET.Element, shape: Shape) -> Iterator[str]:
    known = dict((*shape.needed, *shape.free))
    yield from (f"{element.tag} has no {name}" for name, _ in shape.needed if name not in element.attrib)
    for name, value in element.attrib.items():
        if name.startswith("{http://www.w3.org/2001/XMLSchema-instance}"):
            continue
        if not re.fullmatch(known.get(name, "(?!)"), value):
            yield f"{element.tag} has {name}={value}"
        elif name == "TIME_VALUE" and int(value) > MOST:
            yield "a time is too large"


def _of_names(root: ET.Element) -> Iterator[str]:
    ids = Counter(e.attrib.get(IDS[e.tag]) for e in root.iter() if e.tag in IDS)
    yield from (f"{name} is there twice" for name, count in ids.items() if count > 1)
    for tag, attribute in NAMES.items():
        names = Counter(e.attrib.get(attribute) for e in root.iter(tag))
        yield from (f"{tag} {name} is there twice" for name, count in names.items() if count > 1)
    named = {**IDS, **NAMES}
    for tag, attribute, kinds in REFERENCES:
        there = {e.attrib.get(named[kind]) for kind in kinds for e in root.iter(kind)}
        for element in root.iter(tag):
            if attribute in element.attrib and element.attrib[attribute] not in there:
                yield f"{tag} has {attribute}={element.attrib[attribute]}, which is nowhere"
