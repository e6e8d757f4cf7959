from pathlib import Path

import pytest

from transitions.settings import Settings
from transitions.store import open_store


@pytest.fixture
def settings(tmp_path, monkeypatch):
    # The workers find the stand-in analysis here.
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    return Settings(data_dir=tmp_path / "data", workers=1, heartbeat_s=0.2, lease_s=60.0)


@pytest.fixture
def store(settings):
    with open_store(settings) as opened:
        yield opened
