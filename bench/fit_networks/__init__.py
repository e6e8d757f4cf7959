"""Refits the measurement networks: ``python -m bench.fit_networks --help``.

Takes with exact truth (`bench.sources`) go in; ``joints.npz`` and ``spine.npz`` of ``transitions/kinematics/networks``
come out, with the table of how they do on takes left out. `joint_*` and `spine_*` hold what each kind reads, how it is
augmented and fitted; the rest is shared.
"""
