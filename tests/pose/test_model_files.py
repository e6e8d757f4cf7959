from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from transitions.errors import ModelFileError
from transitions.pose.model_files import MODEL_FOLDERS, MODEL_SHA256, model_path, model_sha256

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("model", MODEL_SHA256)
def test_the_shipped_models_are_whole_and_listed(model: str) -> None:
    path = model_path(model)
    assert path.is_file()
    listed = (REPOSITORY / "models" / "README.md").read_text()
    assert path.name in listed
    assert model_sha256(model) in listed


def test_an_unknown_name_a_missing_and_an_altered_file_are_one_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="choose full or lite"):
        model_path("heavy")
    with pytest.raises(ModelFileError, match="is missing: install the program again"):
        model_path("lite", (tmp_path,))
    altered = tmp_path / "pose_landmarker_lite.task"
    shutil.copy(model_path("lite"), altered)
    altered.write_bytes(altered.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelFileError, match="was altered: install the program again"):
        model_path("lite", (tmp_path,))


def test_an_installed_package_is_searched_before_a_checkout() -> None:
    assert [folder.name for folder in MODEL_FOLDERS] == ["_models", "models"]
    assert MODEL_FOLDERS[0].parent.name == "transitions"
