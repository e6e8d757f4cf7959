"""Scripts of a component are joined to one: a name that two of them declare keeps the page from opening at all."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

PACKAGES = (
    "day",
    "drawings",
    "edges",
    "pair_player",
    "pattern",
    "person_picker",
    "player",
    "queue",
    "rating",
    "upload",
)

COLLECT = """
import importlib, json, sys
import streamlit as st
given = {}
st.components.v2.component = lambda name, **parts: given.update({name: parts.get("js", "")})
for name in sys.argv[1:]:
    importlib.import_module(f"transitions.ui.{name}")
print(json.dumps(given))
"""

DECLARED = re.compile(r"^(?:async )?(?:function\*?|class|const|let|var) ([\w$]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def scripts() -> dict[str, str]:
    """The script of every component, as Streamlit is given it."""
    ran = subprocess.run(
        [sys.executable, "-c", COLLECT, *PACKAGES], capture_output=True, text=True, check=True
    )
    given: dict[str, str] = json.loads(ran.stdout.splitlines()[-1])
    return given


def test_no_name_is_declared_twice_in_a_component(scripts: dict[str, str]) -> None:
    assert len(scripts) > len(PACKAGES)
    twice = {}
    for component, script in scripts.items():
        names = DECLARED.findall(script)
        twice[component] = sorted({name for name in names if names.count(name) > 1})
    assert {component: names for component, names in twice.items() if names} == {}
