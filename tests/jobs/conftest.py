from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from transitions.settings import Settings
from transitions.store import Store, open_store


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with pytest.MonkeyPatch.context() as patch:
        # The workers find the stand-in analysis here.
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        yield Settings(
            data_dir=tmp_path_factory.mktemp("data"),
            workers=1,
            heartbeat_s=0.2,
            lease_s=60.0,
            cancel_grace_s=2.0,
        )


@pytest.fixture(scope="module")
def store(settings: Settings) -> Iterator[Store]:
    with open_store(settings) as opened:
        yield opened
