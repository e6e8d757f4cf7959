"""Follows one person through a clip, over as many processes as asked for.

A pose model's stream fills one core, so a clip is cut into consecutive stretches (`plan`), the first is looked at
here and each other one by a helper process (`helper`, started by `standby`, watched by `helpers`), and what was seen
is put together (`pose.stretch`): `follow.follow_person`. Nothing is imported by the package itself, so that `standby`
costs a command nothing. Every stretch begins a little before it counts, so that tracking and the model's own
smoothing have settled by then.
"""

from __future__ import annotations
