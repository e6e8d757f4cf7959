"""The descent that every network is fitted by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch


def minimise(
    parameters: Sequence[torch.Tensor],
    loss_of: Callable[[int], torch.Tensor],
    steps: int,
    *,
    rate: float,
    decay: float,
    rising: float = 0.3,
) -> None:
    """AdamW with one cycle of its rate, up to `rate` over the share `rising` of the steps and down to zero.

    Parameters
    ----------
    parameters : fitted in place. loss_of : the loss of a step, by its number.
    """
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=decay)
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=rising)
    for step in range(steps):
        loss = loss_of(step)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        cycle.step()
