"""What the program writes is what ELAN's schemas 2.8 and 3.0 allow: by our own account of them, and by themselves."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from eaf_shape import troubles
from hypothesis import given
from said_things import CLIPS, WORD

from transitions.annotation.replay import ClipWord
from transitions.annotation.study_words import ClipWords
from transitions.export.elan import write_eaf

PYMPI = "pympi-ling==1.71"
SHA256 = {
    "2.8": "0cc4790ef04882a7f4acaaf1faad62d38a2c4eeea7396d1ea4255654fcaa4326",
    "3.0": "59e76f90d5840813314b1e635480d044287b811ebd63a40e25cb4e73c6ad72bb",
}
"""Of `EAFv2.8.xsd` and `EAFv3.0.xsd` as ELAN's makers published them and pympi's source distribution holds them."""

MANY = ClipWords("Clip 01", "P01", {"Ana": WORD, "Zoë <&>": WORD, "Ben": ClipWord({}, {}, True)}, 10.0, 30.0)


def written(folder: Path, clip: ClipWords = MANY) -> Path:
    path = folder / "clip.eaf"
    write_eaf(path, clip)
    return path


@given(CLIPS)
def test_any_words_make_a_file_that_is_valid(
    tmp_path_factory: pytest.TempPathFactory, clip: ClipWords
) -> None:
    assert troubles(ET.parse(written(tmp_path_factory.getbasetemp(), clip)).getroot()) == []


def _swap_order(root: ET.Element) -> None:
    tier = root.find("TIER")
    assert tier is not None
    root.remove(tier)
    root.insert(0, tier)


def _no_date(root: ET.Element) -> None:
    del root.attrib["DATE"]


def _broken_time(root: ET.Element) -> None:
    next(root.iter("TIME_SLOT")).attrib["TIME_VALUE"] = "12.5"


def _twice(root: ET.Element) -> None:
    first, second, *_ = root.iter("TIME_SLOT")
    second.attrib["TIME_SLOT_ID"] = first.attrib["TIME_SLOT_ID"]


def _nowhere(root: ET.Element) -> None:
    next(root.iter("ALIGNABLE_ANNOTATION")).attrib["TIME_SLOT_REF1"] = "ts999"


def _no_parent(root: ET.Element) -> None:
    next(tier for tier in root.iter("TIER") if "PARENT_REF" in tier.attrib).attrib["PARENT_REF"] = "gone"


def _same_tier(root: ET.Element) -> None:
    first, second, *_ = root.iter("TIER")
    second.attrib["TIER_ID"] = first.attrib["TIER_ID"]


def _no_type(root: ET.Element) -> None:
    next(root.iter("TIER")).attrib["LINGUISTIC_TYPE_REF"] = "gone"


def _no_value(root: ET.Element) -> None:
    annotation = next(root.iter("ALIGNABLE_ANNOTATION"))
    annotation.remove(annotation[0])


def _odd_attribute(root: ET.Element) -> None:
    next(root.iter("TIER")).attrib["COLOUR"] = "red"


def _odd_units(root: ET.Element) -> None:
    next(root.iter("HEADER")).attrib["TIME_UNITS"] = "seconds"


SPOILED: dict[str, Callable[[ET.Element], None]] = {
    "order": _swap_order,
    "date": _no_date,
    "time": _broken_time,
    "same id": _twice,
    "slot": _nowhere,
    "parent": _no_parent,
    "same tier": _same_tier,
    "type": _no_type,
    "value": _no_value,
    "attribute": _odd_attribute,
    "units": _odd_units,
}


@pytest.mark.parametrize("how", SPOILED)
def test_our_account_finds_what_is_wrong(tmp_path: Path, how: str) -> None:
    root = ET.parse(written(tmp_path)).getroot()
    SPOILED[how](root)
    assert troubles(root)


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """ELAN's schemas, out of pympi's source distribution, which the package registry has."""
    folder = tmp_path_factory.mktemp("schemas")
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:"]
    fetched = subprocess.run([*command, "-d", str(folder), PYMPI], capture_output=True, text=True)
    if fetched.returncode:
        pytest.skip(f"{PYMPI} cannot be fetched as source: {fetched.stderr.strip().splitlines()[-1:]}")
    (archive,) = folder.glob("*.tar.gz")
    kept = {}
    with tarfile.open(archive) as opened:
        for version, sha256 in SHA256.items():
            name = next(one for one in opened.getnames() if one.endswith(f"/EAFv{version}.xsd"))
            text = opened.extractfile(name)
            assert text is not None
            kept[version] = folder / f"EAFv{version}.xsd"
            kept[version].write_bytes(text.read())
            assert hashlib.sha256(kept[version].read_bytes()).hexdigest() == sha256
    return kept


@pytest.mark.slow
@pytest.mark.parametrize("version", SHA256)
def test_it_is_valid_by_elans_own_schema_and_ours_is_no_laxer(
    tmp_path: Path, schemas: dict[str, Path], version: str
) -> None:
    etree = pytest.importorskip("lxml.etree")
    check = etree.XMLSchema(etree.parse(str(schemas[version])))
    for clip in (MANY, ClipWords("Clip 02", "P01", {"Ana": ClipWord({}, {}, True)}, 10.0, 30.0)):
        document = etree.parse(str(written(tmp_path, clip)))
        assert check.validate(document), check.error_log
    for how, spoil in SPOILED.items():
        root = ET.parse(written(tmp_path)).getroot()
        spoil(root)
        assert not check.validate(etree.fromstring(ET.tostring(root))), how
