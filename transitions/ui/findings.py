"""A finding in words: the sentence for the person filmed, the card for the clinician."""

from __future__ import annotations

import math

from transitions.model import Finding, Result, Segment
from transitions.rules.record import Rule
from transitions.series import INTERVAL_U
from transitions.store import Context, FindingRow
from transitions.ui.frame import text
from transitions.ui.services import cited
from transitions.ui.words import (
    GRADES,
    RESULTS,
    SEVERITIES,
    VIEWS,
    clock,
    context_words,
    kind_name,
    margin,
    quantity,
    side_words,
)


def badge(finding: Finding) -> str:
    """Result and size as a small label; colour is never the only sign."""
    label, tone = badge_words(finding)
    return f'<span class="tr-badge {tone}">{text(label)}</span>'


def badge_words(finding: Finding) -> tuple[str, str]:
    """The words of a finding's label, and the class of its colour."""
    if finding.severity is not None:
        size = SEVERITIES[finding.severity]
        return (f"{size} · maybe" if finding.result is Result.POSSIBLE else size), str(finding.severity)
    tone = "clear" if finding.result is Result.NOT_OBSERVED else "unknown"
    return RESULTS[finding.result], tone


def moment_words(row: FindingRow, *, with_clip: bool) -> str:
    """Where the finding is: transition, time, and the clip's name when several are listed."""
    at_s = row.finding.at_s if row.finding.at_s is not None else row.segment.start_s
    side = side_words(row.segment.kind, row.segment.side)
    words = f"{kind_name(row.segment.kind)}{side} · {clock(at_s)}"
    return f"{words} · {row.recording_name}" if with_clip else words


def plain_sentence(finding: Finding, segment: Segment, rule: Rule | None) -> str:
    """One sentence for the person filmed."""
    what = (rule.title if rule else finding.headline).lower()
    doing = kind_name(segment.kind).lower()
    if finding.result is Result.OBSERVED:
        return f"While {doing}: {_lower_first(finding.headline)}."
    if finding.result is Result.POSSIBLE:
        return f"While {doing}, maybe: {_lower_first(finding.headline)}. The picture leaves some doubt."
    if finding.result is Result.NOT_OBSERVED:
        return f"While {doing}: no {what} was seen."
    return f"While {doing}: {what} cannot be told from this picture."


def simple_markup(row: FindingRow, rule: Rule | None, *, with_clip: bool) -> str:
    """The moment, one sentence, one cue."""
    finding = row.finding
    cue = finding.reason if finding.result is Result.NOT_ASSESSABLE else f"{finding.cue}."
    name = "Next time" if finding.result is Result.NOT_ASSESSABLE else "Try"
    parts = [
        badge(finding),
        f"<h3>{text(plain_sentence(finding, row.segment, rule))}</h3>",
        f'<p class="tr-when">{text(moment_words(row, with_clip=with_clip))}</p>',
    ]
    if cue and finding.result is not Result.NOT_OBSERVED:
        parts.append(f'<p class="tr-cue"><strong>{name}.</strong> {text(cue)}</p>')
    return f'<div class="tr-card">{"".join(parts)}</div>'


def full_markup(row: FindingRow, rule: Rule | None, *, with_clip: bool) -> str:
    """What a clinician judges the finding by: what was measured, against what, and the cue."""
    finding = row.finding
    parts = [
        badge(finding),
        f"<h3>{text(title(finding, rule))}</h3>",
        f'<p class="tr-when">{text(moment_words(row, with_clip=with_clip))}</p>',
        _meter(finding, rule),
        _list(_measured(row)),
    ]
    if finding.reason:
        parts.append(f'<p class="tr-cue"><strong>Why not, and next time.</strong> {text(finding.reason)}</p>')
    if finding.severity is not None:
        parts.append(f'<p class="tr-cue"><strong>Practice cue.</strong> {text(finding.cue)}.</p>')
    return f'<div class="tr-card">{"".join(parts)}</div>'


def background_markup(row: FindingRow, rule: Rule | None, context: Context | None = None) -> str:
    """What stands behind the finding: when not to trust it, view and source; `context` is what was said of the clip."""
    misleads = "" if rule is None else f"<strong>When it may mislead.</strong> {text(rule.misleads)}"
    why = f'<p class="tr-why">{misleads}</p>' if misleads else ""
    return f'<div class="tr-card">{why}{_list(_behind(row, context))}</div>'


def title(finding: Finding, rule: Rule | None) -> str:
    """What was seen; of what was not, the name of the pattern, so that it does not read as if it were."""
    if finding.severity is not None or rule is None:
        return finding.headline
    return f"{rule.title}: {RESULTS[finding.result].lower()}"


def _measured(row: FindingRow) -> dict[str, str]:
    finding = row.finding
    facts = {}
    if finding.value is not None:
        facts["Measured"] = measured_words(finding)
    facts["Threshold"] = f"{quantity(finding.threshold, finding.unit)} ({GRADES[finding.grade]})"
    return facts


def _behind(row: FindingRow, context: Context | None) -> dict[str, str]:
    facts = {"Source": cited(row.finding), "View": _view_words(row.segment)}
    if context is not None and context != Context():
        facts["Recorded"] = context_words(context)
    return facts


def _list(facts: dict[str, str]) -> str:
    listed = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in facts.items())
    return f"<dl>{listed}</dl>"


def measured_words(finding: Finding) -> str:
    """Value with its 90 % margin."""
    if finding.value is None:
        return "not measured"
    if finding.uncertainty is None:
        return quantity(finding.value, finding.unit)
    return f"{margin(finding.value, INTERVAL_U * finding.uncertainty, finding.unit)} (9 times in 10)"


def _view_words(segment: Segment) -> str:
    words = VIEWS[segment.view]
    angle = segment.view_angle_deg
    return words if math.isnan(angle) else f"{words} ({angle:.0f}°; 0 faces the camera, 90 is side on)"


def _meter(finding: Finding, rule: Rule | None) -> str:
    """The value and its margin on a line, the thresholds as ticks."""
    if finding.value is None or finding.uncertainty is None or rule is None:
        return ""
    limits = [value for _, value in rule.thresholds.bands]
    spread = INTERVAL_U * finding.uncertainty
    top = max(*limits, finding.value + spread, finding.threshold) * 1.1

    def share(value: float) -> str:
        return f"{100 * min(max(value / top, 0), 1):.1f}%"

    low, high = max(finding.value - spread, 0.0), finding.value + spread
    ticks = "".join(f'<i class="limit" style="left:{share(limit)}"></i>' for limit in limits)
    label = f"{measured_words(finding)}, thresholds {', '.join(quantity(v, finding.unit) for v in limits)}"
    return (
        f'<div class="tr-meter" role="img" aria-label="{text(label)}">'
        f'<i class="spread" style="left:{share(low)};right:calc(100% - {share(high)})"></i>'
        f'{ticks}<i class="value" style="left:{share(finding.value)}"></i></div>'
    )


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
