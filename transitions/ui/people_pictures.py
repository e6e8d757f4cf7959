"""Pictures of the people in view, each with their place in it."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

import streamlit as st
from PIL import Image

from transitions.errors import TransitionsError
from transitions.series import PersonPlace
from transitions.ui.person_picker import Pickable, PickedFrom
from transitions.ui.services import store
from transitions.ui.words import clock
from transitions.video import open_clip

SIDE_PX = 960
ROOM_SHARE = 0.06
"""Shown around the landmarks, as a share of the person: they end at the eyes and the soles."""


def pictures_of_people(recording_id: int, run_id: int, followed: int) -> tuple[PickedFrom, ...]:
    """A picture for each time at which people's places were kept; none of an older analysis, which kept none.

    Raises
    ------
    TransitionsError
        The clip is no longer there.
    """
    return _pictures(recording_id, run_id, followed, store().runs.state(run_id))


@st.cache_data(show_spinner=False, max_entries=16)
def _pictures(recording_id: int, run_id: int, followed: int, state: str) -> tuple[PickedFrom, ...]:  # noqa: ARG001 - as it grows
    try:
        pose = store().runs.series(run_id, 0.0, 0.0).pose
    except TransitionsError:
        return ()  # saved without curves, so without places
    places = sorted(pose.places, key=attrgetter("t_s", "person"))
    return tuple(
        _picture(recording_id, t_s, list(those), followed)
        for t_s, those in groupby(places, key=attrgetter("t_s"))
    )


def _picture(recording_id: int, t_s: float, places: list[PersonPlace], followed: int) -> PickedFrom:
    clip = open_clip(store().recordings.clip_path(recording_id))
    size = clip.fit_within(SIDE_PX)
    frame = next(clip.read(max(t_s - 1e-3, 0.0), size=size), None) or next(clip.read(size=size))
    kept = io.BytesIO()
    Image.fromarray(frame.rgb).save(kept, "JPEG", quality=82)
    src = f"data:image/jpeg;base64,{base64.b64encode(kept.getvalue()).decode()}"
    numbers = " and ".join(str(place.person) for place in places)
    alt = f"At {clock(t_s)}: {'person' if len(places) == 1 else 'people'} {numbers}"
    return PickedFrom(src, alt, tuple(pickable(places, clip.size, followed)))


def pickable(places: Iterable[PersonPlace], size: tuple[int, int], followed: int) -> Iterable[Pickable]:
    """The people of a picture of this width and height in pixels, the one farthest back last to be pressed on.

    Whoever fills more of the picture comes first: a smaller box before them can still be pressed.
    """
    width_px, height_px = size
    tallest_first = sorted(places, key=lambda place: place.top_px - place.bottom_px)
    for place in tallest_first:
        room_px = ROOM_SHARE * (place.bottom_px - place.top_px)
        left, right = max(place.left_px - room_px, 0), min(place.right_px + room_px, width_px)
        top, bottom = max(place.top_px - 2 * room_px, 0), min(place.bottom_px + room_px, height_px)
        current = place.person == followed
        yield Pickable(
            number=place.person,
            label=f"Person {place.person}, followed now" if current else f"Follow person {place.person}",
            current=current,
            left=left / width_px,
            top=top / height_px,
            width=(right - left) / width_px,
            height=(bottom - top) / height_px,
        )
