"""One movement network in torch: its shape, what it is fitted on, and its fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from transitions.detect.movement.features import GRID_HZ, Features, mirrored
from transitions.detect.movement.network import EDGES, KERNEL, KINDS, Member
from transitions.detect.movement.seat import SeatOdds
from transitions.series import BoolArray, FloatArray
from transitions.validate.truth import TrueEvent

CHANNELS = 48
DILATIONS = (1, 2, 4, 8, 16, 32, 1, 4)
"""Reach 3.4 s to either side: a slow reach goes out for 2.5 s, and comes back as slowly."""
ROWS = 200
"""Ten seconds a training window."""
BATCH = 24
RATE, DECAY = 3e-3, 1e-2
EDGE_S = 0.08
"""Spread of an edge's target: labels and landmarks place it no better."""
EDGE_SHARE, MOMENT_SHARE = 2.0, 0.3
TEMPO = (0.75, 1.35)
OFFSET, JITTER, DROP = 0.15, 0.05, 0.08
"""Another body or camera: a constant shift of each feature; noise of each row; share of features hidden."""
DROPOUT = 0.15


@dataclass(frozen=True, eq=False)
class Example:
    """Features of one take, as `movement_features` gives them (simulated ones kept short), and its true transitions.

    `seat`: what was seen of a seat, which no network reads. `edges_only`: it teaches when transitions begin and end,
    not which kind of movement a moment belongs to.
    """

    values: NDArray[np.floating[Any]]
    seen: BoolArray
    t_s: FloatArray
    seat: SeatOdds
    events: Sequence[TrueEvent]
    name: str = ""
    edges_only: bool = False

    @property
    def features(self) -> Features:
        """As the program would read them."""
        return Features(self.t_s, self.values.astype(float), self.seen, self.seat)


class Network(nn.Module):
    """The shape that `network.Member` computes in NumPy."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.entry = nn.Conv1d(inputs, CHANNELS, 1)
        self.wide = nn.ModuleList(
            nn.Conv1d(CHANNELS, CHANNELS, KERNEL, padding=d, dilation=d) for d in DILATIONS
        )
        self.narrow = nn.ModuleList(nn.Conv1d(CHANNELS, CHANNELS, 1) for _ in DILATIONS)
        self.head = nn.Conv1d(CHANNELS, len(KINDS) + 1 + len(EDGES), 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(b, 11, rows) logits of standardised (b, inputs, rows)."""
        x = torch.relu(self.entry(x))
        for wide, narrow in zip(self.wide, self.narrow, strict=True):
            inner = torch.relu(wide(x))
            x = x + narrow(nn.functional.dropout(inner, DROPOUT, self.training))
        return self.head(torch.relu(x))

    def member(self, mean: FloatArray, scale: FloatArray) -> Member:
        """The fitted weights for use without torch."""

        def arrays(layer: nn.Conv1d) -> tuple[FloatArray, FloatArray]:
            return layer.weight.detach().numpy().transpose(2, 1, 0), layer.bias.detach().numpy()

        blocks = [(*arrays(a), *arrays(b)) for a, b in zip(self.wide, self.narrow, strict=True)]
        return Member(mean, scale, arrays(self.entry), blocks, arrays(self.head), DILATIONS)


def fit_member(examples: Sequence[Example], weights: FloatArray, steps: int, seed: int) -> Member:
    """From a random start; `weights` (examples,) say how often a window of each is drawn."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    rows = np.concatenate([np.column_stack([e.values, e.seen]) for e in examples])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-2
    network = Network(len(mean))
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    drawn = rng.choice(len(examples), (steps, BATCH), p=weights)
    network.train()
    for batch in drawn:
        windows = [window(examples[k], rng) for k in batch]
        x, kind, edge, known = (
            torch.tensor(np.stack(part), dtype=torch.float32) for part in zip(*windows, strict=True)
        )
        x = (x - torch.tensor(mean, dtype=torch.float32)) / torch.tensor(scale, dtype=torch.float32)
        # Cheaper with half the digits; the weights keep all of theirs.
        with torch.autocast("cpu", dtype=torch.bfloat16):
            answer = network(x.transpose(1, 2)).transpose(1, 2)
        answer = answer.float()
        loss = _loss(answer, kind.long(), edge, known)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    network.eval()
    return network.member(mean, scale)


def _loss(answer: torch.Tensor, kind: torch.Tensor, edge: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    kinds = len(KINDS) + 1
    entropy = nn.functional.cross_entropy(answer[..., :kinds].flatten(0, 1), kind.flatten(), reduction="none")
    edges = nn.functional.binary_cross_entropy_with_logits(answer[..., kinds:], edge, reduction="none")
    share = torch.tensor([EDGE_SHARE, EDGE_SHARE, MOMENT_SHARE])
    kind_known, edge_known = known.unbind(dim=-1)
    total = entropy.view(edge_known.shape) * kind_known + (edges * share).sum(dim=-1) * edge_known
    return total.sum() / edge_known.sum()


def window(example: Example, rng: np.random.Generator) -> tuple[FloatArray, ...]:
    """What a random stretch of a take, at a random tempo, shows the network and should be answered.

    Returns
    -------
    (rows, inputs + 1) features and whether somebody is seen; (rows,) number of the kind; (rows, 3) edges, as `targets`
    gives them; (rows, 2) 1 where the kind, and where the edges, are known.
    """
    tempo = rng.uniform(*TEMPO)
    length_s = ROWS / GRID_HZ * tempo
    first_s, last_s = example.t_s[0], example.t_s[-1]
    start_s = (
        rng.uniform(first_s, max(last_s - length_s, first_s))
        if rng.random() < 0.7
        else rng.uniform(first_s - 0.3 * length_s, max(last_s - 0.3 * length_s, first_s))
    )
    at_s = start_s + np.arange(ROWS) / GRID_HZ * tempo
    inside = (at_s >= first_s) & (at_s <= last_s)
    place = np.clip((at_s - first_s) * GRID_HZ, 0, len(example.t_s) - 1)
    low = np.minimum(place.astype(int), len(example.t_s) - 2) if len(example.t_s) > 1 else place.astype(int)
    part = (place - low)[:, None]
    values = (
        example.values[low] * (1 - part) + example.values[np.minimum(low + 1, len(example.t_s) - 1)] * part
    )
    seen = example.seen[np.rint(place).astype(int)].astype(float) * inside
    values = mirrored(values) if rng.random() < 0.5 else values
    values = values + rng.normal(0, OFFSET, values.shape[1]) * (rng.random() < 0.7)
    values = values + rng.normal(0, JITTER, values.shape)
    values = values * (rng.random(values.shape[1]) >= DROP * (rng.random() < 0.5))
    values = values * seen[:, None]
    kind, edge = targets(at_s, example.events, tempo)
    known = np.column_stack([inside & (not example.edges_only), inside]).astype(float)
    return np.column_stack([values, seen]), kind, edge, known


def targets(
    at_s: FloatArray, events: Sequence[TrueEvent], tempo: float = 1.0
) -> tuple[FloatArray, FloatArray]:
    """(rows,) number of the kind and (rows, 3) soft targets of the edges."""
    kind = np.zeros(len(at_s))
    edge = np.zeros((len(at_s), len(EDGES)))
    for event in events:
        if event.kind not in KINDS:
            continue
        kind[(at_s >= event.start_s) & (at_s < event.end_s)] = KINDS.index(event.kind) + 1
        for k, moment_s in enumerate((event.start_s, event.end_s, *list(event.moments.values())[:1])):
            near = np.exp(-0.5 * ((at_s - moment_s) / (EDGE_S * tempo)) ** 2)
            edge[:, k] = np.maximum(edge[:, k], near)
    return kind, edge
