"""Joint angles from landmarks by small networks fitted on rendered people with known joints."""

from transitions.kinematics.networks.estimate import Estimate, estimate_angles

__all__ = ["Estimate", "estimate_angles"]
