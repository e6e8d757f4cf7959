"""From bodies to an `Ensemble`, and what it says of bodies it has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from bench.fit_networks.calibration import Body
from bench.fit_networks.train import TEMPOS, Recipe, Samples, continue_member, fit_member
from transitions.kinematics.networks.estimate import smoothed, unshrunk
from transitions.kinematics.networks.features import encode
from transitions.kinematics.networks.inputs import mirror_inputs
from transitions.kinematics.networks.network import OUTPUT_SCALE, OUTPUTS, Ensemble, Layers
from transitions.kinematics.networks.uncertainty import U_FEATURES, Evidence, uncertainty_features
from transitions.series import FloatArray

OFFSETS_S = np.array([-0.2, -0.1, 0.0, 0.1, 0.2])
NOVELTY_AXES = 24
"""Hold 95 % of the inputs' variance."""

TWIST, LEAN = OUTPUTS.index("trunk_twist_deg"), OUTPUTS.index("trunk_inclination_deg")

RECIPES: Mapping[str, Recipe] = {
    "twist": Recipe(hidden=(512, 128), dropout=0.4, epochs=25, twist_weight=3.0),
    "sagittal": Recipe(
        hidden=(256, 64),
        dropout=0.15,
        epochs=20,
        twist_weight=0.3,
        row_noise=0.01,
        body_noise=0.015,
        deep_lean_weight=0.5,
    ),
}
"""Twist needs a wide, strongly regularised network, the sagittal angles a smaller one that trusts its inputs:
chosen on held-out bodies among a dozen recipes."""

TWIST_KIND_SHARE = 0.25
"""Share of the twist networks in the outputs other than twist: a little diversity, mostly for the trunk."""


EVERYDAY_SHARE = 0.5
"""Part of the second stage's rows that come from everyday clips."""

EVERY_NTH = 3
"""Rows of a 30 Hz clip that are used: a tenth of a second apart, as in the calibration set."""

MOVING_WEIGHT = 4.0
"""How much more often a clip's row is drawn with 20 degrees of twist (twice that at 40) or 60 of lean."""


@dataclass(frozen=True, eq=False)
class Tried:
    """What an ensemble said of people it was not fitted on, as at run time.

    Attributes
    ----------
    features : (m, 10, n_features) of the uncertainty model. answer, truth : (m, 10). novelty : (m,).
    group : (m,) number of the body or clip.
    """

    features: FloatArray
    answer: FloatArray
    truth: FloatArray
    novelty: FloatArray
    group: FloatArray

    @classmethod
    def join(cls, parts: Sequence[Tried]) -> Tried:
        """The rows of several people, numbered anew."""
        joined = {f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)}
        joined["group"] = np.repeat(np.arange(len(parts)), [len(p.answer) for p in parts])
        return cls(**joined)

    def error(self) -> FloatArray:
        """(m, 10) answer less truth."""
        return np.asarray(self.answer - self.truth)


def fit_ensemble(bodies: Sequence[Body], members: int, seed: int = 0) -> Ensemble:
    """`members` networks of every recipe; the novelty limit and the uncertainty are left open."""
    samples = standardised_samples(bodies)
    fitted = [
        (kind, fit_member(samples, recipe, seed + k))
        for kind, recipe in RECIPES.items()
        for k in range(members)
    ]
    encoded = np.concatenate([encode(samples.windows[0]), encode(mirror_inputs(samples.windows[0]))])
    axes = _novelty_axes((encoded - samples.mean) / samples.scale)
    return gather(samples.mean, samples.scale, fitted, axes)


def continue_ensemble(
    base: Ensemble, bodies: Sequence[Body], clips: Sequence[Body], seed: int = 0
) -> Ensemble:
    """The members of `base` fitted further on the bodies and on people in everyday transitions together."""
    thinned = [
        Body(c.name, c.t_s[::EVERY_NTH], c.landmarks[::EVERY_NTH], c.truth[::EVERY_NTH]) for c in clips
    ]
    samples = replace(standardised_samples([*bodies, *thinned]), mean=base.mean, scale=base.scale)
    # Windows of a thinned clip would lose what lies between its rows.
    for tempo, windows in zip(TEMPOS, samples.windows, strict=True):
        whole = [clip.windows(OFFSETS_S, tempo)[::EVERY_NTH] for clip in clips]
        windows[-sum(map(len, whole)) :] = np.concatenate(whole)
    shares = _row_shares(samples.truth * OUTPUT_SCALE, samples.body >= len(bodies))
    members = []
    for m, layers in enumerate(base.members):
        recipe = RECIPES["twist" if base.shares[m, TWIST] > 0 else "sagittal"]
        members.append(continue_member(layers, samples, recipe, shares, seed + m))
    return replace(base, members=members)


def _row_shares(truth: FloatArray, everyday: FloatArray) -> FloatArray:
    """(m,) how likely each row is drawn: bodies' rows alike, clips' rows more when the person moves."""
    shares = np.ones(len(truth))
    moved = np.minimum(np.abs(truth[:, TWIST]) / 20.0, 2.0) + np.minimum(truth[:, LEAN] / 30.0, 2.0) / 2.0
    shares[everyday] += MOVING_WEIGHT * moved[everyday]
    shares[everyday] *= EVERYDAY_SHARE / shares[everyday].sum()
    shares[~everyday] *= (1.0 - EVERYDAY_SHARE) / shares[~everyday].sum()
    return shares


def try_across(base: Ensemble, bodies: Sequence[Body], clips: Sequence[Body], parts: int) -> Tried:
    """What the second stage says of each clip when it was fitted without that clip's part of the clips."""
    tried: dict[int, Tried] = {}
    for part in range(parts):
        left_out = range(part, len(clips), parts)
        others = [clip for number, clip in enumerate(clips) if number not in left_out]
        ensemble = continue_ensemble(base, bodies, others, seed=1000 * (part + 1))
        tried |= {number: _try_on_one(ensemble, clips[number]) for number in left_out}
    return Tried.join([tried[number] for number in range(len(clips))])


def gather(
    mean: FloatArray, scale: FloatArray, fitted: Sequence[tuple[str, Layers]], axes: FloatArray
) -> Ensemble:
    """The ensemble of members fitted by the named recipes."""
    kinds = np.array([kind for kind, _ in fitted])
    shares = np.zeros((len(fitted), len(OUTPUTS)))
    for kind, share in (("twist", TWIST_KIND_SHARE), ("sagittal", 1 - TWIST_KIND_SHARE)):
        rows = np.flatnonzero(kinds == kind)
        shares[rows] = share / len(rows)
        shares[rows, TWIST] = float(kind == "twist") / len(rows)
    u_weights = np.zeros((len(OUTPUTS), len(U_FEATURES)))
    members = [layers for _, layers in fitted]
    return Ensemble(OFFSETS_S, mean, scale, members, shares, axes, np.inf, u_weights)


def standardised_samples(bodies: Sequence[Body]) -> Samples:
    """Every row of `bodies` at every tempo, with the moments of its encoding."""
    windows = [np.concatenate([body.windows(OFFSETS_S, tempo) for body in bodies]) for tempo in TEMPOS]
    encoded = np.concatenate([encode(windows[0]), encode(mirror_inputs(windows[0]))])
    truth = np.concatenate([body.truth for body in bodies])
    return Samples(
        windows,
        (truth / OUTPUT_SCALE).astype(np.float32),
        np.repeat(np.arange(len(bodies)), [len(body.t_s) for body in bodies]),
        encoded.mean(axis=0),
        encoded.std(axis=0) + np.float32(1e-3),
    )


def try_on(ensemble: Ensemble, people: Sequence[Body]) -> Tried:
    """What `ensemble` says of every row of `people`, none of whom it was fitted on."""
    return Tried.join([_try_on_one(ensemble, person) for person in people])


def _try_on_one(ensemble: Ensemble, person: Body) -> Tried:
    said = ensemble.answer(person.windows(ensemble.offsets_s))
    values = unshrunk(smoothed(person.t_s, said.mean))
    evidence = Evidence(person.t_s, values, said.spread, said.novelty, said.departure)
    features = uncertainty_features(evidence, OUTPUT_SCALE)
    return Tried(features, values, person.truth, said.novelty, np.zeros(len(values)))


def _novelty_axes(standardised: FloatArray) -> FloatArray:
    """(F, p) principal axes of the standardised inputs, each divided by its standard deviation."""
    variance, axes = np.linalg.eigh(standardised.T @ standardised / len(standardised))
    return np.asarray(axes[:, -NOVELTY_AXES:] / np.sqrt(variance[-NOVELTY_AXES:]), dtype=np.float32)
