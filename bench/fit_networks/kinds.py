"""The two kinds of networks, joints and spine, as the command fits and judges them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from bench.fit_networks import joint_fit, spine_fit
from bench.fit_networks.judged import SPINE, Judged, judge, judge_out_of_fold
from bench.fit_networks.out_of_fold import OutOfFold
from bench.sources import Take
from transitions.fitted import SHIPPED
from transitions.kinematics.networks import (
    estimate_joint_angles,
    estimate_spine_flexion,
    joint_angles,
    spine_flexion,
)
from transitions.kinematics.networks.joint_networks import OUTPUTS, JointNetworks, save_joint_networks
from transitions.kinematics.networks.joint_uncertainty import joint_u
from transitions.kinematics.networks.spine_networks import SpineNetworks, save_spine_networks
from transitions.series import Curve, FloatArray, PoseSeries


class HasUncertainty(Protocol):
    """Networks with a log-linear model of their standard uncertainty."""

    @property
    def u_weights(self) -> FloatArray:
        """The coefficients."""


N = TypeVar("N", bound=HasUncertainty)


@dataclass(frozen=True)
class FitKind(Generic[N]):
    """One kind of networks.

    Attributes
    ----------
    base, shipped : where the first stage is kept, and what ships.
    fit_base, fit_with_folds, fit_uncertainty : see `joint_fit` and `spine_fit`. save : writes the weights.
    estimate : the curves of a pose. outputs : what the networks answer. u : (m, o) from coefficients and features.
    u_limit_deg : over it an angle is not assessable.
    """

    base: Path
    shipped: Path
    fit_base: Callable[[Sequence[Take]], N]
    fit_with_folds: Callable[[Sequence[Take], int], tuple[N, list[OutOfFold]]]
    fit_uncertainty: Callable[[Sequence[OutOfFold]], FloatArray]
    save: Callable[[N, Path], None]
    estimate: Callable[[PoseSeries, N], Mapping[str, Curve]]
    outputs: Sequence[str]
    u: Callable[[FloatArray, FloatArray], FloatArray]
    u_limit_deg: float

    def judge(self, networks: N, takes: Sequence[Take]) -> list[dict[str, Judged]]:
        """What `networks` read of each take, against the truth."""
        return [judge(take, self.estimate(take.pose, networks)) for take in takes]

    def judge_out_of_fold(self, left_out: OutOfFold, u_weights: FloatArray) -> dict[str, Judged]:
        """What was read of a take left out of a fold, its uncertainty by the model of `u_weights`."""
        return judge_out_of_fold(
            left_out, self.outputs, self.u(u_weights, left_out.features), self.u_limit_deg
        )


JOINTS: FitKind[JointNetworks] = FitKind(
    base=joint_fit.BASE,
    shipped=SHIPPED.angles,
    fit_base=joint_fit.fit_base,
    fit_with_folds=joint_fit.fit_with_folds,
    fit_uncertainty=joint_fit.fit_uncertainty,
    save=save_joint_networks,
    estimate=estimate_joint_angles,
    outputs=OUTPUTS,
    u=joint_u,
    u_limit_deg=joint_angles.U_LIMIT_DEG,
)

SPINES: FitKind[SpineNetworks] = FitKind(
    base=spine_fit.BASE,
    shipped=SHIPPED.spine,
    fit_base=spine_fit.fit_base,
    fit_with_folds=spine_fit.fit_with_folds,
    fit_uncertainty=spine_fit.fit_uncertainty,
    save=save_spine_networks,
    estimate=lambda pose, networks: {SPINE: estimate_spine_flexion(pose, networks)},
    outputs=(SPINE,),
    u=spine_flexion.spine_u_deg,
    u_limit_deg=spine_flexion.U_LIMIT_DEG,
)
