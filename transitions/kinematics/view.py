"""Where the camera stands: the band a view angle falls into, and the view of a stretch of time."""

from __future__ import annotations

import numpy as np

from transitions.model import View
from transitions.series import FloatArray

BAND_EDGES_DEG = (25.0, 65.0, 115.0, 155.0)
"""Front under 25, oblique under 65, side under 115, back oblique under 155, back above (engineering value)."""

_BANDS = (View.FRONT, View.OBLIQUE, View.SIDE, View.BACK_OBLIQUE, View.BACK)


def view_band(view_angle_deg: float) -> View:
    """The band of an unsigned view angle; UNKNOWN for NaN."""
    if not np.isfinite(view_angle_deg):
        return View.UNKNOWN
    return _BANDS[int(np.searchsorted(BAND_EDGES_DEG, abs(view_angle_deg), side="right"))]


def typical_view_deg(view_angle_deg: FloatArray) -> float:
    """Median view angle of a stretch; NaN when the person is not seen in it."""
    seen = view_angle_deg[np.isfinite(view_angle_deg)]
    return float(np.median(seen)) if len(seen) else float("nan")
