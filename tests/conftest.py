"""What every test may ask for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
"""The same examples on every machine, however busy: a failure is a change of the program."""

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of clips with exact truth that lies beside the checkout on a developer's machine."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the optional folder ../shared is not here")
    return folder


@pytest.fixture
def two_hours_ahead(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer's clock is two hours ahead of UTC."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "XXX-2")
        time.tzset()
        yield
    time.tzset()
