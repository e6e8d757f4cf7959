"""When a posture changed, from the looks of a survey: pure functions of arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from transitions.series import INDEX, BoolArray, FloatArray
from transitions.survey.change import CUT_SHARE
from transitions.survey.looks import Looks

WITHIN_S = 3.0
"""Two looks this far apart are compared: a slow rise has left its posture by then."""

BODY_TRUNKS = 0.3
ARM_TRUNKS = 0.33
"""How far, in trunk lengths, two points of head, shoulders and hips, or one of elbows and wrists, must have moved.
On `clips` the least transition moves 0.4 and somebody who fidgets at most 0.27 (engineering values)."""

STIRRED_SHARE = 0.12
STIRRED_TRUNKS = 0.15
"""Or this share of the person's area changed from one look to the next, and the landmarks moved at least this far:
a movement along the line of sight moves the landmarks little."""

STILL_NEAR_SHARE = 0.015
STILL_ELSEWHERE_SHARE = 0.004
"""Where less of the person's area, and no larger group of the picture, changed since the last look nobody moved: a
posture that changes moves more than a hand (as `skim.NEAR_SHARE`)."""

LEAST_CHANGED_SHARE = 0.05
"""Of the person's area so much at least changes from one picture to the next somewhere in a change of posture. On
`clips` the least transition, a slow twist to the side, changes 0.09 of it, two of three who fidget at most 0.035."""

UNLOOKED_S = 1.0
"""Between two looks that follow on one another, however far apart, nothing to speak of changed until this long before
the later one, or there would have been a look."""

CUTS_APART_S = 1.2
"""Pictures that change as a whole sooner after one another than this are a carried camera's."""

LEAST_VISIBILITY = 0.15
"""Below this the light model invents the place of an arm."""

UNSEEN_SHARE = 0.01
"""Something this large that moves, of the whole picture, is looked at fully though the light model saw nobody."""

UNSEEN_MOST_SHARE = 0.2
"""But not where such movement fills more than this share of the hour's pictures: a screen, a street, a tree."""

HOUR_S = 3600.0

_BODY = [INDEX[name] for name in ("nose", "left_shoulder", "right_shoulder", "left_hip", "right_hip")]
_ARMS = [INDEX[f"{side}_{part}"] for part in ("elbow", "wrist") for side in ("left", "right")]


@dataclass(frozen=True)
class Spell:
    """A time in which something is going on, start_s <= t <= end_s."""

    start_s: float
    end_s: float


def posture_changes(looks: Looks) -> list[Spell]:
    """Spells in which somebody's posture changed, or something large moved that may be somebody; joined, in order."""
    return joined_spells(
        [*seen_changing(looks), *_comings_and_goings(looks), *_unseen_movers(looks)], within_s=0.0
    )


def scene_cuts(looks: Looks) -> list[Spell]:
    """From the last picture of a scene to the first of the next: all of the picture changed, once.

    A camera that is carried changes all of it again and again, which is no cut.
    """
    at = np.flatnonzero(looks.changed_all > CUT_SHARE)
    times_s = looks.skimmed_s
    return [
        Spell(float(times_s[k - 1]), float(times_s[k]))
        for number, k in enumerate(at)
        if k > 0
        and (number == 0 or times_s[k] - times_s[at[number - 1]] > CUTS_APART_S)
        and (number + 1 == len(at) or times_s[at[number + 1]] - times_s[k] > CUTS_APART_S)
        and times_s[k] - times_s[k - 1] <= UNLOOKED_S
    ]


def joined_spells(spells: list[Spell], within_s: float) -> list[Spell]:
    """In order, those that overlap or lie this near to one another made one."""
    joined: list[Spell] = []
    for spell in sorted(spells, key=lambda each: each.start_s):
        if joined and spell.start_s <= joined[-1].end_s + within_s:
            joined[-1] = Spell(joined[-1].start_s, max(joined[-1].end_s, spell.end_s))
        else:
            joined.append(spell)
    return joined


def seen_changing(looks: Looks) -> list[Spell]:
    """The changes of posture in which the picture changed as much as it must; kept where that is not known."""
    spells = joined_spells(_changes_of_posture(looks), within_s=0.0)
    kept = []
    for spell in spells:
        first, last = np.searchsorted(looks.skimmed_s, [spell.start_s - 1e-6, spell.end_s - 1e-6])
        near = looks.changed_near[first : last + 1]
        known = near[~np.isnan(near)]
        if not len(known) or known.max() >= LEAST_CHANGED_SHARE:
            kept.append(spell)
    return kept


def _changes_of_posture(looks: Looks) -> list[Spell]:
    seen = np.flatnonzero(looks.found & ~_still(looks))
    cuts = scene_cuts(looks)
    scene = np.searchsorted([cut.start_s for cut in cuts], looks.t_s)
    stirred, trunk_px = _stirred(looks), looks.trunk_px
    spells = []
    for place, later in enumerate(seen):
        for earlier in seen[:place][::-1]:
            if scene[earlier] != scene[later]:
                # Another scene, or a light switched while somebody rose: what lies on both sides tells.
                if scene[later] == scene[earlier] + 1 and differ(looks, int(earlier), int(later)):
                    cut = cuts[scene[earlier]]
                    spells.append(Spell(max(0.0, cut.start_s - WITHIN_S), cut.end_s + WITHIN_S))
                break
            apart_s = looks.t_s[later] - looks.t_s[earlier]
            smaller_px = max(1.0, float(min(trunk_px[earlier], trunk_px[later])))
            body, arm = _moved_trunks(looks, int(earlier), int(later), smaller_px)
            near = earlier == seen[place - 1]
            if (
                body > BODY_TRUNKS
                or arm > ARM_TRUNKS
                or (near and stirred[later] and max(body, arm) > STIRRED_TRUNKS)
            ):
                # Nothing changed in the picture between two looks far apart, but just before the later one.
                since_s = max(looks.t_s[earlier], looks.t_s[later] - (WITHIN_S if not near else UNLOOKED_S))
                spells.append(Spell(float(since_s), float(looks.t_s[later])))
                break
            if apart_s > WITHIN_S:
                break
    return spells


def differ(looks: Looks, earlier: int, later: int) -> bool:
    """Whether the postures of two looks at somebody are not the same."""
    trunk_px = max(1.0, float(np.nanmin(looks.trunk_px[[earlier, later]])))
    body, arm = _moved_trunks(looks, earlier, later, trunk_px)
    return body > BODY_TRUNKS or arm > ARM_TRUNKS


def _moved_trunks(looks: Looks, earlier: int, later: int, trunk_px: float) -> tuple[float, float]:
    """How far the body (its second farthest point) and an arm moved, in trunk lengths."""
    apart = np.linalg.norm(looks.image_px[later] - looks.image_px[earlier], axis=1) / trunk_px
    visible = np.minimum(looks.visibility[earlier], looks.visibility[later]) > LEAST_VISIBILITY
    body = float(np.sort(apart[_BODY])[-2])
    arm = float(np.where(visible, apart, 0.0)[_ARMS].max())
    return body, arm


def _still(looks: Looks) -> BoolArray:
    """(m,) whether the picture showed no change since the look before: landmarks that differ are the model's error."""
    if not len(looks.skimmed_s) or not len(looks.t_s):
        return np.zeros(len(looks.t_s), dtype=bool)
    at = np.minimum(np.searchsorted(looks.skimmed_s, looks.t_s - 1e-6), len(looks.skimmed_s) - 1)
    near, elsewhere = np.nan_to_num(looks.changed_near[at]), looks.changed_elsewhere[at]
    still = np.asarray((near < STILL_NEAR_SHARE) & (elsewhere < STILL_ELSEWHERE_SHARE), dtype=bool)
    still[0] = False  # there is none before
    return still


def _stirred(looks: Looks) -> BoolArray:
    """(m,) whether much of the person's area had changed when it was looked."""
    at = np.searchsorted(looks.skimmed_s, looks.t_s - 1e-6)
    near = np.nan_to_num(looks.changed_near)
    return np.array([k < len(near) and near[k] > STIRRED_SHARE for k in at], dtype=bool)


def _comings_and_goings(looks: Looks) -> list[Spell]:
    """About each look at which somebody is there who was not before, or is gone."""
    turned = np.flatnonzero(looks.found[1:] != looks.found[:-1]) + 1
    return [
        Spell(float(max(looks.t_s[at - 1], looks.t_s[at] - UNLOOKED_S)), float(looks.t_s[at]))
        for at in turned
    ]


def _unseen_movers(looks: Looks) -> list[Spell]:
    """Where something large moves while nobody is found, but for hours in which it hardly ever rests."""
    times_s = looks.t_s[~looks.found]
    if not len(times_s):
        return []
    # A rest of less than half an hour counts with the hour before: of some seconds any movement fills much.
    last = max(0, round(looks.skimmed_s[-1] / HOUR_S) - 1) if len(looks.skimmed_s) else 0
    hours = np.clip(looks.skimmed_s // HOUR_S, 0, last).astype(int)
    is_large = looks.changed_elsewhere > UNSEEN_SHARE
    pictures, moving = np.bincount(hours), np.bincount(hours, weights=is_large)
    large = looks.skimmed_s[is_large & (moving <= UNSEEN_MOST_SHARE * pictures)[hours]]
    near = np.searchsorted(times_s, large)
    ahead: FloatArray = np.where(near < len(times_s), times_s[np.minimum(near, len(times_s) - 1)], np.inf)
    return [
        Spell(float(t_s) - 0.3, float(t_s))
        for t_s, look_s in zip(large, ahead, strict=True)
        if look_s - t_s < 2
    ]
