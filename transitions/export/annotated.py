"""The annotated video: skeleton, named angles, the transition and its phase, and each flag as it happens.

Frames stream from the decoder through the drawing to the encoder; no more than a few are in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from transitions.errors import Cancelled
from transitions.export import overlay
from transitions.export.blurred import blurred_at
from transitions.export.captions import Captions, Flag, PanelLine, phase_name, transition_name
from transitions.export.overlay import Colour, RgbImage
from transitions.model import Run, Segment, Severity
from transitions.series import Kinematics
from transitions.video import encode_video, open_clip

_SEVERITY_COLOURS: dict[Severity | None, Colour] = {
    Severity.SEVERE: (235, 94, 85),
    Severity.MODERATE: (245, 156, 66),
    Severity.MILD: (240, 205, 80),
    None: overlay.GREY,
}
_TRANSITION_COLOUR: Colour = (96, 200, 170)
_MIN_TEXT_PX = 11


def write_annotated(
    clip_path: str | Path,
    run: Run,
    out_path: Path,
    *,
    blur_faces: bool = False,
    on_progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the clip with what was found drawn on it, as H.264 for any browser, size and times kept.

    Parameters
    ----------
    clip_path : the clip that `run` is an analysis of.
    out_path : the MP4 to write; appears only when it is whole.
    blur_faces : put the followed person's head in patches, the whole frame where it cannot be placed (`blurred_at`).
    on_progress : called with the number of frames written, after each.
    cancelled : asked before each frame; true ends the work and leaves nothing behind.

    Raises
    ------
    ClipError
        If the clip can no longer be read.
    OutputError
        If the video cannot be written.
    Cancelled
        When `cancelled` says so.
    """
    reader = open_clip(clip_path)
    width, height = reader.size
    painter = Painter(run, width, height, blur_faces=blur_faces)
    with encode_video(out_path, width, height) as writer:
        for count, frame in enumerate(reader.read(), start=1):
            if cancelled is not None and cancelled():
                raise Cancelled("The annotated video was stopped.")
            writer.write(painter.painted(frame.rgb, frame.t_s), frame.t_s)
            if on_progress is not None:
                on_progress(count)


class Painter:
    """Draws a run on upright frames of one size; text and lines grow with the frame."""

    def __init__(self, run: Run, width: int, height: int, *, blur_faces: bool = False) -> None:
        self._captions = Captions(run)
        self._blur_faces = blur_faces
        self._width, self._height = width, height
        self._text_px = max(_MIN_TEXT_PX, round(min(height / 24, width / 26)))
        self._pad = max(4, self._text_px // 2)
        self._bar_height = overlay.line_height(self._text_px) + 2 * self._pad
        self._panel_width = round(self._text_px * 14.8)
        self._panel_left = self._emptier_side()
        self._panel_bottom = 3 * self._pad + len(self._captions.panel_lines(None)) * overlay.line_height(
            self._text_px
        )

    def painted(self, picture: RgbImage, t_s: float) -> RgbImage:
        """The picture of the moment `t_s` with everything drawn on it; it may be the one given."""
        if self._blur_faces:
            kinematics = self._captions.kinematics
            picture = blurred_at(
                picture, None if kinematics is None else kinematics.pose, self._captions.row(t_s)
            )
        elif not picture.flags.writeable:
            picture = picture.copy()
        self.draw(picture, t_s)
        return picture

    def draw(self, picture: RgbImage, t_s: float) -> None:
        """Draw everything known of the moment `t_s` on (height, width, 3) uint8, in place."""
        row = self._captions.row(t_s)
        kinematics = self._captions.kinematics
        if row is not None and kinematics is not None:
            self._draw_skeleton(picture, kinematics, row)
        self._draw_panel(picture, self._captions.panel_lines(row))
        self._draw_bar(picture, self._captions.segment(t_s), t_s)
        self._draw_flags(picture, self._captions.flags(t_s))

    def _draw_skeleton(self, picture: RgbImage, kinematics: Kinematics, row: int) -> None:
        pose = kinematics.pose
        near = self._captions.near_side(row)
        overlay.draw_skeleton(
            picture,
            pose.image_px[row],
            pose.visibility[row],
            max(2, round(self._text_px / 5)),
            far_side="right" if near == "left" else "left",
        )

    def _draw_panel(self, picture: RgbImage, lines: list[PanelLine]) -> None:
        size, pad, left = self._text_px, self._pad, self._panel_left
        step = overlay.line_height(size)
        overlay.shade(picture, left, pad, left + self._panel_width, self._panel_bottom)
        value_right = left + round(size * 11.9)
        for number, line in enumerate(lines):
            top = 2 * pad + number * step
            colour = {"left": overlay.LEFT, "right": overlay.RIGHT}.get(line.side or "", overlay.WHITE)
            label = f"{line.label} {line.side}" if line.side else line.label
            overlay.draw_text(picture, label, left + pad, top, size, colour)
            value_left = value_right - overlay.text_width(line.value, size, bold=True)
            overlay.draw_text(picture, line.value, value_left, top, size, overlay.WHITE, bold=True)
            small = round(size * 0.75)
            overlay.draw_text(
                picture, line.interval, value_right + pad // 2, top + size - small, small, overlay.GREY
            )

    def _draw_bar(self, picture: RgbImage, segment: Segment | None, t_s: float) -> None:
        size, pad, top = self._text_px, self._pad, self._height - self._bar_height
        overlay.shade(picture, 0, top, self._width, self._height)
        clock = f"{t_s:.1f} s"
        clock_left = self._width - pad - overlay.text_width(clock, size)
        overlay.draw_text(picture, clock, clock_left, top + pad, size, overlay.GREY)
        if segment is None:
            overlay.draw_text(picture, "no transition", pad, top + pad, size, overlay.GREY)
            return
        share = (t_s - segment.start_s) / segment.duration_s
        line = max(2, pad // 2)
        overlay.fill(picture, 0, top, round(self._width * share), top + line, _TRANSITION_COLOUR)
        name = transition_name(segment)
        overlay.draw_text(picture, name, pad, top + pad, size, _TRANSITION_COLOUR, bold=True)
        phase_left = 2 * pad + overlay.text_width(name, size, bold=True)
        phase, phase_px = _fitted(phase_name(segment, t_s), size, clock_left - pad - phase_left)
        overlay.draw_text(picture, phase, phase_left, top + pad + size - phase_px, phase_px, overlay.WHITE)

    def _draw_flags(self, picture: RgbImage, flags: list[Flag]) -> None:
        top = self._panel_bottom + self._pad // 2
        for flag in flags:
            top = self._draw_flag(picture, flag, top) + self._pad // 2

    def _draw_flag(self, picture: RgbImage, flag: Flag, top: int) -> int:
        """Draw one flag in the panel's column below `top`; its bottom."""
        pad, stripe, left = self._pad, max(3, self._pad // 2), self._panel_left
        room = self._panel_width - 2 * pad - stripe
        lines = [
            (line, self._text_px, overlay.WHITE, True)
            for line in _wrapped(flag.headline, self._text_px, room)
        ]
        detail, detail_px = _fitted(flag.detail, round(self._text_px * 0.8), room)
        lines.append((detail, detail_px, overlay.GREY, False))
        bottom = top + pad + sum(overlay.line_height(size) for _, size, _, _ in lines)
        overlay.shade(picture, left, top, left + self._panel_width, bottom)
        overlay.fill(picture, left, top, left + stripe, bottom, _SEVERITY_COLOURS[flag.severity])
        line_top = top + pad // 2
        for line, size, colour, bold in lines:
            overlay.draw_text(picture, line, left + stripe + pad, line_top, size, colour, bold=bold)
            line_top += overlay.line_height(size)
        return bottom

    def _emptier_side(self) -> int:
        """Left edge of the column for panel and flags: where the person comes less often."""
        on_right = self._width - self._pad - self._panel_width
        kinematics = self._captions.kinematics
        if kinematics is None:
            return self._pad
        x = kinematics.pose.image_px[:, :, 0]
        hidden_on_left = np.count_nonzero(x < self._pad + self._panel_width)
        hidden_on_right = np.count_nonzero(x > on_right)
        return on_right if hidden_on_right < hidden_on_left else self._pad


def _wrapped(text: str, size_px: int, room_px: int) -> list[str]:
    """Bold text broken between words into lines that fit."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and overlay.text_width(longer, size_px, bold=True) > room_px:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _fitted(text: str, size_px: int, room_px: int) -> tuple[str, int]:
    """The text and a size at which it fits: smaller at first, then shortened."""
    while size_px > _MIN_TEXT_PX and overlay.text_width(text, size_px) > room_px:
        size_px -= 1
    while len(text) > 2 and overlay.text_width(text, size_px) > room_px:
        text = text[:-2].rstrip() + "…"
    return text, size_px
