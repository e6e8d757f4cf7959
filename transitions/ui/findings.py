"""A finding in words: the sentence for the person filmed, the card for the clinician."""

from __future__ import annotations

import math

from transitions.model import Finding, Result, Segment
from transitions.rules import unit_of
from transitions.rules.record import CurveStatistic, Rule
from transitions.series import INTERVAL_U
from transitions.store import Context, FindingRow
from transitions.ui.evidence import Evidence
from transitions.ui.frame import text
from transitions.ui.services import cited, cited_in_brief
from transitions.ui.words import (
    GRADES,
    RESULTS,
    SEVERITIES,
    VIEWS,
    clock,
    context_words,
    kind_name,
    lasted_words,
    margin,
    quantity,
    side_words,
)
from transitions.wording import badge_words as badge_words
from transitions.wording import plain_sentence as plain_sentence


def badge(finding: Finding, rule: Rule | None = None) -> str:
    """Result and size as a small label; colour is never the only sign."""
    label, tone = badge_words(finding, rule)
    return f'<span class="tr-badge {tone}">{text(label)}</span>'


def moment_words(row: FindingRow, *, with_clip: bool) -> str:
    """Where the finding is: transition, time, and the clip's name when several are listed."""
    at_s = row.finding.at_s if row.finding.at_s is not None else row.segment.start_s
    side = side_words(row.segment.kind, row.segment.side)
    words = f"{kind_name(row.segment.kind)}{side} · {clock(at_s)}"
    return f"{words} · {row.recording_name}" if with_clip else words


def simple_markup(row: FindingRow, rule: Rule | None, *, with_clip: bool) -> str:
    """The moment, one sentence, one cue."""
    finding = row.finding
    cue = finding.reason if finding.result is Result.NOT_ASSESSABLE else f"{finding.cue}."
    name = "Next time" if finding.result is Result.NOT_ASSESSABLE else "Try"
    parts = [
        badge(finding, rule),
        f"<h3>{text(plain_sentence(finding, row.segment, rule))}</h3>",
        f'<p class="tr-when">{text(moment_words(row, with_clip=with_clip))}</p>',
    ]
    if finding.severity is not None and (picture := pictured(finding)):
        parts.append(f"<p>{text(picture[:1].upper() + picture[1:])}.</p>")
    if cue and finding.result is not Result.NOT_OBSERVED:
        parts.append(f'<p class="tr-cue"><strong>{name}.</strong> {text(cue)}</p>')
    return _card(parts)


def full_markup(
    row: FindingRow, rule: Rule | None, evidence: Evidence | None = None, *, with_clip: bool
) -> str:
    """What a clinician judges the finding by: what was measured, against what, and the cue."""
    finding = row.finding
    parts = [
        badge(finding, rule),
        f"<h3>{text(title(finding, rule))}</h3>",
        f'<p class="tr-when">{text(moment_words(row, with_clip=with_clip))}</p>',
        _meter(finding, rule),
        _list(_measured(row, rule, evidence)),
    ]
    if finding.reason:
        parts.append(f'<p class="tr-cue"><strong>Why not, and next time.</strong> {text(finding.reason)}</p>')
    if finding.severity is not None:
        parts.append(f'<p class="tr-cue"><strong>Practice cue.</strong> {text(finding.cue)}.</p>')
    return _card(parts)


def _card(parts: list[str]) -> str:
    """The card; it takes the focus, so that the arrow keys reach what the column around it has no room for."""
    return (
        f'<div class="tr-card" tabindex="0" role="group" aria-label="What was found">{"".join(parts)}</div>'
    )


def background_markup(row: FindingRow, rule: Rule | None, context: Context | None = None) -> str:
    """What stands behind the finding: when not to trust it, view and source; `context` is what was said of the clip."""
    misleads = "" if rule is None else f"<strong>When it may mislead.</strong> {text(rule.misleads)}"
    why = f'<p class="tr-why">{misleads}</p>' if misleads else ""
    return f'<div class="tr-card">{why}{_list(_behind(row, context), _sources_markup(row.finding))}</div>'


def title(finding: Finding, rule: Rule | None) -> str:
    """What was seen; of what was not, the name of the pattern, so that it does not read as if it were."""
    if finding.severity is not None or rule is None:
        return finding.headline
    return f"{rule.title}: {RESULTS[finding.result].lower()}"


def _measured(row: FindingRow, rule: Rule | None, evidence: Evidence | None) -> dict[str, str]:
    finding = row.finding
    facts = {}
    if finding.value is not None:
        curve = rule.measure.curve if rule is not None else None
        read = f", {curve.reading_words}" if curve is not None and finding.at_s is not None else ""
        facts["Measured"] = f"{measured_words(finding)}{read}"
        if picture := pictured(finding):
            facts["That is"] = picture
    if evidence is not None and finding.severity is not None:
        facts |= _times(finding, rule, evidence)
    facts["Threshold"] = f"{_threshold_words(finding, rule)} ({GRADES[finding.grade]})"
    return facts


def _times(finding: Finding, rule: Rule | None, evidence: Evidence) -> dict[str, str]:
    """How long it lasted; of a way down, when it was fastest and when it landed."""
    facts = {}
    first = rule.thresholds.mild if rule is not None else finding.threshold
    held = (
        rule is not None
        and rule.measure.curve is not None
        and rule.measure.curve.statistic is CurveStatistic.KEPT
    )
    if held and math.isfinite(evidence.lasted_s):
        facts["Held"] = f"{lasted_words(evidence.lasted_s)} beyond {quantity(first, finding.unit)}"
    if evidence.landing_s is not None:
        facts["When"] = f"fastest at {clock(evidence.at_s)}, landing at {clock(evidence.landing_s)}"
    return facts


def _threshold_words(finding: Finding, rule: Rule | None) -> str:
    """The first band, and the one reached where it is another."""
    names = {value: SEVERITIES[severity] for severity, value in rule.thresholds.bands} if rule else {}
    reached = quantity(finding.threshold, finding.unit)
    if finding.threshold not in names or rule is None:
        return reached
    first = rule.thresholds.mild
    unit = unit_of(finding.unit)
    pictured_as = f" ({unit.whole} in {unit.lasts_s(first):.1f} s)" if unit.whole else ""
    words = f"{names[first]} from {quantity(first, finding.unit)}{pictured_as}"
    return (
        words
        if finding.threshold == first
        else f"{words}; reached: {names[finding.threshold]}, from {reached}"
    )


def _behind(row: FindingRow, context: Context | None) -> dict[str, str]:
    facts = {"View": _view_words(row.segment)}
    if context is not None and context != Context():
        facts["Recorded"] = context_words(context)
    return facts


def _sources_markup(finding: Finding) -> str:
    """Who is cited, short; the whole citations are a press away."""
    brief, whole = cited_in_brief(finding), cited(finding)
    if brief == whole:
        return f"<dt>Source</dt><dd>{text(whole)}</dd>"
    return (
        f"<dt>Source</dt><dd><details><summary>{text(brief)}</summary>"
        f"<span>{text(whole)}</span></details></dd>"
    )


def _list(facts: dict[str, str], more: str = "") -> str:
    """A list of facts, `more` being markup of the same kind."""
    listed = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in facts.items())
    return f"<dl>{listed}{more}</dl>"


def measured_words(finding: Finding) -> str:
    """Value with its 90 % margin."""
    if finding.value is None:
        return "not measured"
    if finding.uncertainty is None:
        return quantity(finding.value, finding.unit)
    return f"{margin(finding.value, INTERVAL_U * finding.uncertainty, finding.unit)} (9 times in 10)"


def pictured(finding: Finding) -> str:
    """The value with its margin as something that everybody can picture; empty where there is none."""
    if finding.value is None:
        return ""
    return unit_of(finding.unit).picture(finding.value, INTERVAL_U * (finding.uncertainty or 0.0))


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
