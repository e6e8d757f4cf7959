"""Two small plots as SVG: points, the straight line that fits them best, and how well it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import numpy as np

_WIDTH, _HEIGHT = 460, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 16, 34, 46
_INK, _SOFT, _LINE = "#333", "#8a8a8a", "#2a78b8"


def fitted_line(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Slope, intercept and R² of the least-squares line; R² is 1 where all points have one height."""
    x, y = np.array(points, dtype=float).T
    slope, intercept = np.polyfit(x, y, 1)
    spread = float(((y - y.mean()) ** 2).sum())
    left = float(((y - slope * x - intercept) ** 2).sum())
    return float(slope), float(intercept), 1.0 - left / spread if spread else 1.0


def write_line_plot(
    path: Path, points: Sequence[tuple[float, float]], *, title: str, across: str, up: str
) -> float:
    """Write the plot and return R² of the line.

    Parameters
    ----------
    points : of two different places at least. across, up : what the axes tell, with units.
    """
    slope, intercept, r2 = fitted_line(points)
    widest = 1.08 * max(x for x, _ in points)
    highest = 1.12 * max(max(y for _, y in points), slope * widest + intercept)

    def at(x: float, y: float) -> tuple[float, float]:
        inner_w, inner_h = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
        return _LEFT + inner_w * x / widest, _HEIGHT - _BOTTOM - inner_h * y / highest

    (x0, y0), (x1, y1) = at(0.0, intercept), at(widest, slope * widest + intercept)
    view = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12"'
    middle_x, middle_y = (_LEFT + _WIDTH - _RIGHT) / 2, (_TOP + _HEIGHT - _BOTTOM) / 2
    centred = f'text-anchor="middle" fill="{_INK}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {view}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" fill="{_INK}" font-weight="bold">{escape(title)}</text>',
        *_axis_marks(at, widest, highest),
        f'<text x="{middle_x}" y="{_HEIGHT - 8}" {centred}>{escape(across)}</text>',
        f'<text transform="translate(14 {middle_y}) rotate(-90)" {centred}>{escape(up)}</text>',
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{_LINE}" stroke-width="1.5"/>',
        *(
            f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="4" fill="{_INK}"/>'
            for cx, cy in (at(*point) for point in points)
        ),
        f'<text x="{_LEFT + 10}" y="{_TOP + 14}" fill="{_LINE}">'
        f"{intercept:.1f} + {slope:.2f} x, R² = {r2:.3f}</text>",
        "</svg>",
    ]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return r2


def _axis_marks(
    at: Callable[[float, float], tuple[float, float]], widest: float, highest: float
) -> list[str]:
    x0, y0 = at(0, 0)
    x1, _ = at(widest, 0)
    _, y1 = at(0, highest)
    marks = [f'<path d="M{x0:.1f} {y1:.1f}V{y0:.1f}H{x1:.1f}" fill="none" stroke="{_SOFT}"/>']
    for value in _round_values(widest):
        x, _ = at(value, 0)
        marks.append(
            f'<text x="{x:.1f}" y="{y0 + 16:.1f}" text-anchor="middle" fill="{_SOFT}">{value:g}</text>'
        )
    for value in _round_values(highest):
        _, y = at(0, value)
        marks.append(
            f'<text x="{x0 - 6:.1f}" y="{y + 4:.1f}" text-anchor="end" fill="{_SOFT}">{value:g}</text>'
        )
    return marks


def _round_values(most: float) -> list[float]:
    """About five round values from 0."""
    rough = most / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(float(power * each) for each in (1, 2, 5, 10) if power * each >= rough)
    return [step * number for number in range(int(most / step) + 1)]
