"""The account of a deletion, in numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Deletion:
    """A plain account of what a deletion removed."""

    people: tuple[str, ...] = ()
    recordings: tuple[str, ...] = ()
    sessions: int = 0
    runs: int = 0
    segments: int = 0
    findings: int = 0
    reviews: int = 0
    jobs: int = 0
    files: int = 0
    size_bytes: int = 0
    left_in_place: tuple[str, ...] = ()

    def __str__(self) -> str:
        return describe_deletion(self)


def describe_deletion(deletion: Deletion) -> str:
    """Say what was deleted in one or two plain sentences."""
    parts = [
        _quoted("person", "people", deletion.people),
        _quoted("recording", "recordings", deletion.recordings),
    ]
    counts = (
        (deletion.sessions, "session", "sessions"),
        (deletion.runs, "analysis", "analyses"),
        (deletion.segments, "transition", "transitions"),
        (deletion.findings, "finding", "findings"),
        (deletion.reviews, "review", "reviews"),
        (deletion.jobs, "job", "jobs"),
        (deletion.files, "file", "files"),
    )
    parts += [f"{n} {one if n == 1 else many}" for n, one, many in counts if n]
    named = [part for part in parts if part]
    if not named:
        return "There was nothing to delete."
    said = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    freed = f" ({deletion.size_bytes / 1e6:.1f} MB)" if deletion.files else ""
    kept = "".join(f" Your own file {path} was left where it is." for path in deletion.left_in_place)
    return f"Deleted {said}{freed}.{kept}"


def _quoted(one: str, many: str, names: tuple[str, ...]) -> str:
    if not names:
        return ""
    if len(names) > 3:
        return f"{len(names)} {many}"
    return f"the {one if len(names) == 1 else many} " + ", ".join(f"“{name}”" for name in names)
