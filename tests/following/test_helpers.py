"""A helper process whose answers cannot be read is said, not waited for."""

from __future__ import annotations

from math import inf
from pathlib import Path

import pytest

from transitions.errors import HelperError
from transitions.following.helpers import Helper
from transitions.following.plan import ClipSpan
from transitions.following.task import StretchTask
from transitions.video import open_clip

CLIP = Path(__file__).resolve().parents[1] / "clips" / "reach_stand_abrupt_+00.mp4"
LONG_S = 60.0


# The thread that listens ends by the unreadable word, and Python says so on its way.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_something_else_on_the_pipe_is_an_error_and_no_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where a site's own settings greet whoever starts Python.
    (tmp_path / "sitecustomize.py").write_text("print('Loading site settings', flush=True)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    clip = open_clip(CLIP)
    task = StretchTask(clip.path, clip.name, clip.facts, ClipSpan(0.0, inf), clip.fit_within(640), "lite", 1)
    with Helper(task) as helper, pytest.raises(HelperError, match="ended"):
        assert helper.answer(LONG_S) is not None
