"""Writes marker files the way each exporter does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

N = 90
T_S = np.arange(N) / 60.0


def write_trc(
    path: Path,
    points: Mapping[str, np.ndarray],
    *,
    unit: str = "m",
    style: str = "pose2sim",
    t_s: np.ndarray = T_S,
) -> Path:
    """The file, written as the exporter named by `style` does; points are (n, 3) each."""
    names = list(points)
    table = np.stack([points[name] for name in names], axis=1)
    if style == "opencap":  # spaces in the first line, trailing tabs, a blank line, subject's own spelling
        head = [f"PathFileType  4\t(X/Y/Z) C:\\data\\{path.name}"]
    else:
        head = [f"PathFileType\t4\t(X/Y/Z)\t{path.name}"]
    head += [
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"60\t60\t{len(t_s)}\t{len(names)}\t{unit}\t60\t0\t{len(t_s)}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t" + ("\t" if style == "opencap" else ""),
        "\t\t" + "\t".join(f"{axis}{i + 1}" for i in range(len(names)) for axis in "XYZ"),
    ]
    if style == "opencap":
        head += [""]
    rows = [
        "\t".join([str(i + 1), f"{t:.7f}", *("" if np.isnan(v) else f"{v:.7f}" for v in row.ravel())])
        for i, (t, row) in enumerate(zip(t_s, table, strict=True))
    ]
    path.write_text("\n".join(head + rows) + "\n")
    return path
