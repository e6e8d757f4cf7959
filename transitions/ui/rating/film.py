"""The film of a study's clip, at one transition: alone while the study is blind, with landmarks and curves after."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import numpy as np
import streamlit as st

from transitions.annotation.entries import Mark
from transitions.errors import TransitionsError
from transitions.model import Segment, View
from transitions.rules.record import Rule
from transitions.series import Kinematics, PoseSeries
from transitions.store import ClipView, RatingTask
from transitions.ui.film_source import FilmSource
from transitions.ui.frame import literal
from transitions.ui.moment import stored_run
from transitions.ui.player import show_player
from transitions.ui.player.payload import LEAD_IN_S, Focus, ShownClip, player_data, span_s
from transitions.ui.rating.worklist import ListFilter, Place, next_left, stepped
from transitions.ui.reels import SERIES_MARGIN_S, make_reel, reels_of
from transitions.ui.services import store

FILM_KEY, _PREPARED = "rate_film", "rate_prepared"
LEAST_PRIORITY = 19
WHOLE = "whole"
"""Key of the stretch shown where no transition is marked: as much of the clip as the player takes."""


def show_film(
    view: ClipView, key: str, rule: Rule | None, nonce: int, viewer: str, on_open: Callable[[], None]
) -> None:
    """Show the player on the transition `key` of the clip.

    Parameters
    ----------
    viewer : who looks: the addresses of the film are theirs alone.
    rule : whose curve is shown once the study is revealed.
    nonce : changes with every place opened, so that the film goes to its start.

    Raises
    ------
    TransitionsError
        The clip is no longer there, or the piece cannot be made.
    """
    mark = mark_shown(view, key)
    clip = stored_run(view.run_id).clip
    store().recordings.clip_path(view.recording_id)  # says so at once where the file is gone
    seen = None if view.shown is None else _kinematics(view, mark)
    pieces = reels_of(_source(view, viewer, is_seen=seen is not None))
    shown = ShownClip(view.duration_s, (clip.width, clip.height), pieces)
    data = player_data(
        shown,
        seen or _nobody(clip.width, clip.height, view.rate_hz),
        _segment(key, mark),
        segments=[_segment(other, one) for other, one in view.own.marks.items()],
        moments=(),
        focus=Focus(None, mark.start_s, nonce),
        rule=rule if seen else None,
        with_curves=seen is not None,
    )
    own = {"keys": "playback", "can_review": False, "answers": nonce, "is_bare": seen is None}
    show_player({**data, **own}, FILM_KEY, on_open)


def mark_shown(view: ClipView, key: str) -> Mark:
    """The transition with this key as the rater has it, or the whole clip where there is none."""
    return view.own.marks.get(key) or Mark(WHOLE, 0.0, view.duration_s)


def prepare_next(study: str, name: str, tasks: Sequence[RatingTask], where: ListFilter, place: Place) -> None:
    """Make the piece of film that comes next while the rater looks at this one."""
    following = next_left(tasks, where.rules, place) or stepped(tasks, where, place, 1)
    if following is None or following[:2] == place[:2] or st.session_state.get(_PREPARED) == following[:2]:
        return
    st.session_state[_PREPARED] = following[:2]
    view = store().studies.view(study, following[0], name)
    mark = mark_shown(view, following[1])
    span = span_s(_segment(following[1], mark), view.duration_s)
    _helper().submit(_make, _source(view, name, is_seen=view.shown is not None), span)


def _make(source: FilmSource, span: tuple[float, float]) -> None:
    # Said when the piece is opened, not before.
    with suppress(TransitionsError):
        make_reel(source, span)


def _source(view: ClipView, viewer: str, *, is_seen: bool) -> FilmSource:
    """The film as it is shown: with the pose once the study is revealed, without the face where it asks for that."""
    return FilmSource(
        view.recording_id,
        view.run_id if is_seen else None,
        view.run_id if view.faces_blurred else None,
        f"{view.clip_id} {viewer}",
    )


@st.cache_resource(show_spinner=False)
def _helper() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="film", initializer=_stand_back)


def _stand_back() -> None:
    """Give way to whoever waits for an answer; where a thread has no priority of its own it stays as it is."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LEAST_PRIORITY)


def _segment(key: str, mark: Mark) -> Segment:
    return Segment(
        mark.kind,
        mark.start_s,
        mark.end_s,
        float("nan"),
        dict(mark.phases),
        None,
        key,
        View.UNKNOWN,
        float("nan"),
    )


def _nobody(width_px: int, height_px: int, rate_hz: float) -> Kinematics:
    """Nothing of what the program saw, only the picture's size."""
    none = np.empty(0)
    pose = PoseSeries(
        none, np.empty((0, 33, 3)), np.empty((0, 33, 3)), np.empty((0, 33)), width_px, height_px
    )
    return Kinematics(none, pose, {}, none, rate_hz, float("nan"))


@st.cache_resource(show_spinner=False, max_entries=32)
def _series(run_id: int, start_s: float, end_s: float) -> Kinematics:
    return store().runs.series(run_id, start_s, end_s)


def _kinematics(view: ClipView, mark: Mark) -> Kinematics | None:
    """What the program saw of it; None where that was not kept, which is said."""
    margin_s = LEAD_IN_S + SERIES_MARGIN_S
    try:
        return _series(view.run_id, max(0.0, mark.start_s - margin_s), mark.end_s + margin_s)
    except TransitionsError as error:
        st.caption(f"This is the film alone. {literal(str(error))}")
        return None
