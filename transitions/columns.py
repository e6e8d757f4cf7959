"""The column names of ``series.parquet``, shared by its writer and its reader.

A curve's name ends in its unit (``trunk_twist_deg``); its standard uncertainty puts ``_u`` before the unit
(``trunk_twist_u_deg``) and its validity stands in the unit's place (``trunk_twist_valid``), as does the number of
the reason why it is not valid (``trunk_twist_reason``, 0 for none), where the reason differs from row to row.
"""

from __future__ import annotations

from transitions.series import LANDMARKS

TIME = "t_s"
VIEW_ANGLE = "view_angle_deg"
OUTLINE = "outline_trunks"
"""The person's outline about the trunk, (2, 13) trunk lengths in one list of 26 (see `PoseSeries`)."""
TRUNK_MASK = "trunk_mask"
"""The small picture of the person's mask about the trunk, 32 x 32 bytes a row (see `PoseSeries`)."""
SURROUNDINGS = "surroundings"
"""What stands about the person where they stood, 6 x 18 bytes a row (see `PoseSeries`)."""

LOOKED_AT = "looked_at"
"""Whether the pose model looked at the frame; else its row lies between two at which it did (see `PoseSeries`)."""

CAMERA_SHIFT = ("camera_shift_x_px", "camera_shift_y_px")
"""How far the background lies from its place in the first frame (see `PoseSeries`); left out where not measured."""

IMAGE_WIDTH = "image_width_px"
IMAGE_HEIGHT = "image_height_px"
PEOPLE_SEEN = "people_seen"

IMAGE = tuple(f"image_{name}_{axis}_px" for name in LANDMARKS for axis in "xyz")
WORLD = tuple(f"world_{name}_{axis}_m" for name in LANDMARKS for axis in "xyz")
VISIBILITY = tuple(f"{name}_visibility" for name in LANDMARKS)

_UNIT_ENDINGS = ("_deg", "_dps", "_hps", "_ratio", "_m", "_px", "_s")


def uncertainty_column(curve: str) -> str:
    """``trunk_twist_deg`` → ``trunk_twist_u_deg``; ``hip_height_norm`` → ``hip_height_norm_u``."""
    stem, unit = _split(curve)
    return f"{stem}_u{unit}"


def valid_column(curve: str) -> str:
    """``trunk_twist_deg`` → ``trunk_twist_valid``; ``hip_height_norm`` → ``hip_height_norm_valid``."""
    return f"{_split(curve)[0]}_valid"


def reason_column(curve: str) -> str:
    """``trunk_twist_deg`` → ``trunk_twist_reason``: which sentence of the file's metadata says why it is not valid."""
    return f"{_split(curve)[0]}_reason"


def _split(curve: str) -> tuple[str, str]:
    for unit in _UNIT_ENDINGS:
        if curve.endswith(unit):
            return curve.removesuffix(unit), unit
    return curve, ""
