"""Joint angles and spine flexion of one person from small fitted networks, each with its uncertainty.

A repaired, unsmoothed `PoseSeries` goes in; curves come out, assessable where the person is seen in a pose like those
fitted on and the answer is certain enough. `joint_*` read landmarks alone, `spine_*` the mask about the trunk as well.
Their weights (``joints.npz``, ``spine.npz``) were fitted with torch on rendered people with known joints
(``bench/fit_networks``); here they are read by NumPy.
"""

from transitions.kinematics.networks.joint_angles import estimate_joint_angles
from transitions.kinematics.networks.spine_flexion import estimate_spine_flexion

__all__ = ["estimate_joint_angles", "estimate_spine_flexion"]
