"""What a helper process does: answers that cannot be read are said, models opened ahead are used where they fit."""

from __future__ import annotations

from contextlib import closing
from math import inf
from pathlib import Path

import pytest

from transitions.errors import HelperError
from transitions.following.helpers import Helper
from transitions.following.plan import ClipSpan
from transitions.following.task import StretchTask, carry_out
from transitions.pose.models import PoseModels
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


@pytest.mark.slow
@pytest.mark.parametrize(("model", "left"), [("lite", 0), ("full", 1)])
def test_models_opened_ahead_are_used_by_a_task_of_that_model_only(model: str, left: int) -> None:
    clip = open_clip(CLIP)
    task = StretchTask(clip.path, clip.name, clip.facts, ClipSpan(0.0, 0.2), clip.fit_within(640), model, 1)
    with closing(PoseModels("lite")) as models:
        models.open_ahead()
        assert len(carry_out(task, models=models).stretch) == 6
        assert (len(models._searchers), len(models._trackers)) == (left, left)
