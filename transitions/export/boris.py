"""What raters say of a study as a BORIS project (``.boris``, format 7.0), and read back.

A clip is an observation, a rater a subject. A transition is a state event whose modifier is its key, so that two of
one kind may overlap; its phases and ratings are point events with that key. Times are whole milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from transitions.annotation.edits import new_key
from transitions.annotation.entries import Mark, Rated, Unit
from transitions.annotation.replay import ClipWord, to_ms
from transitions.annotation.study_words import ClipWords, raters_of
from transitions.annotation.wording import WORDS, rated_from, word_for
from transitions.errors import RatingsError

FORMAT = "7.0"
RULE, PHASE, GONE_THROUGH = "rule ", "phase ", "gone through"
"""How codes begin that are no transition: kinds have no space in them."""

UNSURE, NOTHING = "unsure", "None"
PLAYERS = 8

Event = tuple[float, str, str, str, str, int | str]
"""Time in seconds, subject, code, modifier, comment, frame."""


def write_boris(path: Path, name: str, clips: Sequence[ClipWords], made_at: str) -> None:
    """Write a project. Call it within `staged`, so that it is whole or not there.

    Parameters
    ----------
    name : of the study. made_at : ISO date and time of the study.
    """
    events = {clip.label: sorted(_events(clip)) for clip in clips}
    every = [event for of_clip in events.values() for event in of_clip]
    raters = raters_of(clips)
    keys = sorted({key for clip in clips for word in clip.words.values() for key in word.marks})
    project = {
        "time_format": "hh:mm:ss",
        "project_date": made_at[:19],
        "project_name": name,
        "project_description": "",
        "project_format_version": FORMAT,
        "subjects_conf": {
            str(at): {"key": "", "name": rater, "description": ""} for at, rater in enumerate(raters)
        },
        "behaviors_conf": {
            str(at): _behaviour(code, keys) for at, code in enumerate(sorted({event[2] for event in every}))
        },
        "observations": {clip.label: _observation(clip, events[clip.label], made_at) for clip in clips},
        "behavioral_categories": [],
        "independent_variables": {},
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
    }
    path.write_text(json.dumps(project, ensure_ascii=False, indent=1), encoding="utf-8")


def read_boris(path: Path) -> dict[str, dict[str, ClipWord]]:
    """What each rater says of each clip: by the clip's neutral name, then by rater.

    A transition without a key, as one coded in BORIS, gets a new one.

    Raises
    ------
    RatingsError
        The file is no project of format 7, a transition is not closed, or a rating is none.
    """
    try:
        project = json.loads(path.read_text(encoding="utf-8"))
        version = str(project["project_format_version"])
        observations = {
            str(label): [_event(event) for event in observation["events"]]
            for label, observation in project["observations"].items()
        }
        states = {
            str(behaviour["code"])
            for behaviour in project["behaviors_conf"].values()
            if "state" in behaviour["type"].lower()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RatingsError(
            f"'{path}' cannot be read as a BORIS project; save it again with BORIS 7 or newer."
        ) from error
    if version.split(".")[0] != FORMAT.split(".")[0]:
        raise RatingsError(f"'{path.name}' has the format {version}; save it again with BORIS 7 or newer.")
    try:
        return {label: _read_words(events, states) for label, events in observations.items()}
    except RatingsError as error:
        raise RatingsError(f"'{path.name}' cannot be taken in: {error}") from error


def _events(clip: ClipWords) -> Iterator[Event]:
    for rater, word in clip.words.items():
        if not word.gone_through:
            continue
        yield _at(clip, 0.0, rater, GONE_THROUGH, "", "")
        for key, mark in word.marks.items():
            on_grid = to_ms(mark)
            for t_s in (on_grid.start_s, on_grid.end_s):
                yield _at(clip, t_s, rater, mark.kind, key, "")
            for phase, t_s in on_grid.phases.items():
                yield _at(clip, t_s, rater, f"{PHASE}{phase}", key, "")
        for (key, rule), rated in word.ratings.items():
            said = f"{key}|{word_for(rated)}|{UNSURE if rated.unsure else NOTHING}"
            yield _at(clip, to_ms(word.marks[key]).start_s, rater, f"{RULE}{rule}", said, rated.note)


def _at(clip: ClipWords, t_s: float, rater: str, code: str, modifier: str, comment: str) -> Event:
    return (t_s, rater, code, modifier, comment, round(t_s * clip.rate_hz))


def _behaviour(code: str, keys: Iterable[str]) -> dict[str, Any]:
    names = [("transition", list(keys))]
    if code.startswith(RULE):
        names += [("rating", list(WORDS)), ("doubt", [UNSURE])]
    elif code == GONE_THROUGH:
        names = []
    is_point = code == GONE_THROUGH or code.startswith((RULE, PHASE))
    return {
        "type": "Point event" if is_point else "State event",
        "key": "",
        "code": code,
        "description": "",
        "color": "",
        "category": "",
        "modifiers": {
            str(at): {
                "name": name,
                "description": "",
                "type": 0,
                "ask at stop": False,
                "values": values,
            }
            for at, (name, values) in enumerate(names)
        },
        "excluded": "",
        "coding map": "",
    }


def _observation(clip: ClipWords, events: Sequence[Event], made_at: str) -> dict[str, Any]:
    file = f"{clip.label}.mp4"
    return {
        "file": {str(player): [file] if player == 1 else [] for player in range(1, PLAYERS + 1)},
        "type": "MEDIA",
        "date": made_at[:19],
        "description": "",
        "time offset": 0.0,
        "events": [list(event) for event in events],
        "observation time interval": [0, 0],
        "independent_variables": {},
        "visualize_spectrogram": False,
        "visualize_waveform": False,
        "media_creation_date_as_offset": False,
        "media_scan_sampling_duration": 0,
        "image_display_duration": 1,
        "close_behaviors_between_videos": False,
        "media_info": {
            "length": {file: clip.duration_s},
            "fps": {file: clip.rate_hz},
            "hasVideo": {file: True},
            "hasAudio": {file: False},
            "offset": {"1": 0.0},
        },
    }


def _event(event: Sequence[Any]) -> Event:
    """An event of a project; older ones have no frame."""
    t_s, subject, code, modifier, comment = event[:5]
    return (float(t_s), str(subject), str(code), str(modifier), str(comment), "")


def _read_words(events: Sequence[Event], states: set[str]) -> dict[str, ClipWord]:
    if nobodys := [event for event in events if not event[1]]:
        t_s, _, code, *_ = nobodys[0]
        raise RatingsError(
            f"“{code}” at {t_s:.3f} s has no subject; choose the rater as its subject in BORIS."
        )
    raters = sorted({subject for _, subject, *_ in events})
    return {rater: _read_word([e for e in events if e[1] == rater], states) for rater in raters}


def _read_word(events: Sequence[Event], states: set[str]) -> ClipWord:
    spans: dict[str, tuple[str, float, float]] = {}
    open_at: dict[tuple[str, str], float] = {}
    phases: dict[str, dict[str, float]] = {}
    ratings: dict[Unit, Rated] = {}
    for t_s, _, code, modifier, comment, _ in sorted(events, key=lambda event: event[0]):
        key, word, doubt, *_ = [*modifier.split("|"), "", ""]
        if code.startswith(PHASE):
            phases.setdefault(key, {})[code.removeprefix(PHASE)] = t_s
        elif code.startswith(RULE):
            rated = rated_from(word, unsure=doubt == UNSURE, note=comment)
            ratings[key, code.removeprefix(RULE)] = rated
        elif code in states and (code, modifier) in open_at:
            own = key if key not in ("", NOTHING) and key not in spans else new_key()
            spans[own] = (code, open_at.pop((code, modifier)), t_s)
        elif code in states:
            open_at[code, modifier] = t_s
    if open_at:
        (code, _), t_s = next(iter(open_at.items()))
        raise RatingsError(f"“{code}” at {t_s:.3f} s is not closed; set its end in BORIS.")
    return ClipWord(
        {key: Mark(*span, phases.get(key, {})) for key, span in spans.items()},
        {unit: rated for unit, rated in ratings.items() if unit[0] in spans},
        True,
    )
