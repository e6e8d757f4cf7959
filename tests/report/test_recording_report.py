"""The report of a recording: two readings, worst first, nobody named, nothing fetched, small enough to send."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reported import (
    EACH_S,
    FILE_NAME,
    busy_moments,
    busy_run,
    flags_of,
    grainy_clip,
    headings,
    reached,
    reported_reach,
    shifted,
    words_of,
)

from transitions.export.results import read_json, write_results
from transitions.model import SO_FAR, Result
from transitions.report.document import Audience
from transitions.report.moment_pictures import MOST_BYTES as MOST_BYTES_OF_PICTURE
from transitions.report.of_recording import MOST_ROWS, MOST_SHOWN, recording_report
from transitions.report.page import as_html
from transitions.report.recorded import PART_S, UNNAMED, Recorded, from_results
from transitions.rules import all_rules
from transitions.series import Kinematics

MADE_AT = "2026-11-26 12:00 UTC"
MOST_BYTES = 5_000_000
AUDIENCES = pytest.mark.parametrize("audience", list(Audience))


def page(recorded: Recorded, audience: Audience = Audience.PERSON, *, show_faces: bool = False) -> str:
    return as_html(recording_report(recorded, audience, MADE_AT, show_faces=show_faces))


def pictures(html: str) -> list[Image.Image]:
    return [
        Image.open(BytesIO(base64.b64decode(data)))
        for data in re.findall(r"data:image/jpeg;base64,([^\"]+)", html)
    ]


@AUDIENCES
def test_what_was_found_is_told_in_plain_words_with_its_picture_curve_and_cue(audience: Audience) -> None:
    html = page(reported_reach(), audience)
    said = words_of(html)
    assert "While reaching: quick twist." in said
    assert "Slow the turn; point your feet where you're going" in said
    assert len(pictures(html)) == 1
    assert "<svg" in html
    curve = re.search(r"<svg.*?</svg>", html, re.DOTALL)
    assert curve is not None
    assert "a little 70°/s" in curve[0], "the threshold is drawn and named"
    assert "at the object" in curve[0], "the phase is drawn and named"


@AUDIENCES
def test_every_part_that_a_report_owes_is_there(audience: Audience) -> None:
    html = page(reported_reach(), audience)
    said = words_of(html)
    for owed in (
        "How this was measured, and how well",
        "30 frames a second",
        "nine times in ten",
        "What this cannot tell",
        "not a medical device",
        "Where the thresholds come from",
        "Versions",
        "pose_landmarker_full (abababababab)",
        "transitions 0.1.0",
        MADE_AT,
    ):
        assert owed in said, owed
    cited = {finding.rule for finding in reached().findings}
    for rule in all_rules():
        if rule.id in cited:
            assert all(source.citation.split(",")[0] in said for source in rule.sources)


def test_the_clinician_gets_every_finding_and_measure_with_its_error() -> None:
    run = reached()
    for_person, for_clinician = (words_of(page(reported_reach(), audience)) for audience in Audience)
    assert "Every finding" not in for_person
    assert "Measures of each transition" not in for_person
    assert "Deepest trunk lean" in for_clinician
    assert "Typical margin" in for_clinician
    assert len(for_clinician) > len(for_person)
    table = re.search(
        r"Each rule on each transition.*?</table>", page(reported_reach(), Audience.CLINICIAN), re.S
    )
    assert table is not None
    assert table[0].count('<th scope="row"') == len(run.findings)


@AUDIENCES
def test_neither_the_file_nor_anybody_is_named(audience: Audience, tmp_path: Path) -> None:
    html = page(reported_reach("it was the bag", f"see {FILE_NAME}"), audience)
    for name in (FILE_NAME, "Erika", "Dr. Ana", "/home", str(tmp_path), "quick_twist", ".mp4"):
        assert name not in html, name
    assert "P07" in words_of(html)
    assert "Reviewer 1 disagreed: it was the bag" in words_of(html)
    assert "Reviewer 2 disagreed: see the film" in words_of(html)


def test_nothing_is_fetched_and_no_script_runs() -> None:
    html = page(reported_reach(), Audience.CLINICIAN)
    assert "<script" not in html
    assert not re.findall(r"(?:src|srcset)=\"(?!data:)", html)
    assert "@import" not in html
    assert "url(" not in html
    assert not re.findall(r"<link", html)


@AUDIENCES
def test_the_page_is_in_order_for_a_screen_reader(audience: Audience) -> None:
    html = page(reported_reach(), audience)
    assert '<html lang="en">' in html
    levels = [level for level, _ in headings(html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(re.search(r'alt="[^"]{20,}"', tag) for tag in re.findall(r"<img[^>]*>", html))
    assert all(
        re.search(r'role="img" aria-label="[^"]{20,}"', tag) for tag in re.findall(r"<svg[^>]*>", html)
    )
    tables = re.findall(r"<table>.*?</table>", html, re.DOTALL)
    assert all("<caption>" in table and 'scope="col"' in table and 'scope="row"' in table for table in tables)
    assert "the face made unrecognisable" in html


def test_faces_go_unless_they_are_asked_for() -> None:
    hidden, shown = (pictures(page(reported_reach(), show_faces=show))[0] for show in (False, True))
    apart = np.abs(np.asarray(hidden, float) - np.asarray(shown, float)).max(axis=2) > 12
    assert 0.002 < apart.mean() < 0.1, "only the head differs"
    assert "Faces are made unrecognisable" in words_of(page(reported_reach()))
    assert "Faces are shown because that was asked for" in words_of(page(reported_reach(), show_faces=True))


def test_many_moments_stay_small_and_what_is_left_out_is_said(tmp_path: Path) -> None:
    run = busy_run(MOST_SHOWN + 3)
    recorded = Recorded(run, grainy_clip(tmp_path / FILE_NAME, run), "P01")
    for audience in Audience:
        html = page(recorded, audience)
        assert len(html.encode()) < MOST_BYTES
        assert len(pictures(html)) == MOST_SHOWN
        assert f"3 moments of {MOST_SHOWN + 3} have no picture here" in words_of(html)
    shown = [badge for _, badge in re.findall(r'<strong class="badge (\w+)">([^<]*)', html)]
    assert shown == sorted(shown, key=["Seen: a lot", "Seen: quite a bit", "Seen: a little"].index)
    left = re.search(r"Moments without a picture.*?</table>", html, re.DOTALL)
    assert left is not None
    assert left[0].count("a little") == 3, "the smallest are left out"


def test_a_size_that_the_margin_does_not_bear_is_not_claimed() -> None:
    run = busy_run(1)
    doubtful = tuple(replace(finding, value=134.0, uncertainty=6.0) for finding in run.findings)
    html = page(Recorded(replace(run, findings=doubtful), None))
    assert "Seen: quite a bit, maybe a lot" in words_of(html)


def test_a_recording_without_a_flag_opens_on_what_went_well() -> None:
    run = reached()
    calm = tuple(
        replace(f, result=Result.NOT_OBSERVED, severity=None) if f.severity is not None else f
        for f in run.findings
    )
    html = page(replace(reported_reach(), run=replace(run, findings=calm)))
    assert "No pattern worth a look was seen" in words_of(html)
    assert "Moments worth a look" not in words_of(html)
    assert len(pictures(html)) == 1


def test_what_was_seen_once_is_not_told_as_not_seen() -> None:
    run = busy_run(3)
    calm, unclear, flagged = run.findings
    findings = (
        replace(calm, result=Result.NOT_OBSERVED, severity=None, value=20.0),
        replace(
            unclear, result=Result.NOT_ASSESSABLE, severity=None, value=None, reason="The hips are hidden."
        ),
        flagged,
    )
    said = words_of(page(Recorded(replace(run, findings=findings), None)))
    assert "Reaching, left hand: quick twist (in 1 of 3)." in said
    both = tuple(replace(f, result=Result.NOT_OBSERVED, severity=None, value=20.0) for f in run.findings)
    assert "Reaching, left hand: quick twist." in words_of(page(Recorded(replace(run, findings=both), None)))


def test_without_a_cue_nothing_is_tried() -> None:
    run = busy_run(1)
    silent = replace(run, findings=tuple(replace(finding, cue="") for finding in run.findings))
    assert "One thing to try" in words_of(page(Recorded(run, None)))
    assert "One thing to try" not in words_of(page(Recorded(silent, None)))


def test_nothing_found_is_a_report_too() -> None:
    run = replace(reached(), segments=(), findings=())
    assert "No movement that the program knows was found" in words_of(page(Recorded(run, None)))


def test_without_its_clip_a_report_says_so() -> None:
    html = page(replace(reported_reach(), clip=None))
    assert "There are no pictures: the clip was not at hand" in words_of(html)
    assert pictures(html) == []


def test_the_clip_of_a_results_folder_is_found_beside_it_and_no_other(tmp_path: Path) -> None:
    run = reached()
    (tmp_path / FILE_NAME).write_bytes(b"another film")
    folder = tmp_path / "results"
    folder.mkdir()
    assert from_results(run, folder, None).clip is None
    (tmp_path / FILE_NAME).write_bytes(Path(reported_reach().clip or "").read_bytes())
    found = from_results(run, folder, None)
    assert found.clip == tmp_path / FILE_NAME
    assert found.who == UNNAMED


def test_what_people_typed_stays_words() -> None:
    html = page(replace(reported_reach("<b>bold</b>"), who="<script>alert(1)</script>"))
    assert "<script>" not in html
    assert "&lt;b&gt;bold" in html


def test_what_reviewers_turned_down_is_no_flag_and_is_named() -> None:
    said = words_of(page(reported_reach("it was the bag"), Audience.CLINICIAN))
    assert "What reviewers turned down" in said
    assert "quick twist. Reviewer 1 disagreed: it was the bag" in said
    assert "(turned down by reviewers)" in said
    assert "While reaching: quick twist." not in said
    assert "While reaching: quick twist." in words_of(page(reported_reach(), Audience.CLINICIAN))


def test_where_reviewers_differ_the_flag_stays() -> None:
    recorded = reported_reach("it was the bag")
    ((where, (turned_down,)),) = recorded.said.items()
    agreed = replace(turned_down, rater="Dr. Bo", verdict="agree", note="")
    said = words_of(page(replace(recorded, said={where: (turned_down, agreed)}), Audience.CLINICIAN))
    assert "What reviewers turned down" not in said
    assert "Reviewer 1 disagreed: it was the bag" in said
    assert "(reviewers differ)" in said


HOURS_OF_REACHES = 2400
ROOM_FOR_PICTURES = MOST_SHOWN * MOST_BYTES_OF_PICTURE * 4 / 3
"""Pictures stand in the page as base64."""


@AUDIENCES
def test_two_hours_are_read_piece_by_piece_and_stay_small(audience: Audience) -> None:
    short = busy_run(4)
    curves = short.kinematics
    assert curves is not None
    moments = busy_moments(HOURS_OF_REACHES)
    clip = replace(short.clip, duration_s=EACH_S * HOURS_OF_REACHES + 1.0)
    run = replace(short, clip=clip, segments=moments, findings=tuple(flags_of(moments)), kinematics=None)
    asked_s: list[float] = []

    def read(start_s: float, end_s: float) -> Kinematics:
        asked_s.append(end_s - start_s)
        return shifted(curves, EACH_S * max(start_s // EACH_S, 0.0))

    html = page(Recorded(run, None, read=read), audience)
    said = words_of(html)
    assert asked_s
    assert max(asked_s) <= PART_S
    assert len(html.encode()) < MOST_BYTES - ROOM_FOR_PICTURES
    left = HOURS_OF_REACHES - MOST_SHOWN
    assert f"{left:,} moments of {HOURS_OF_REACHES:,} have no picture here" in said
    assert f"{left - MOST_ROWS:,} are left out" in said
    assert html.count("<svg") >= MOST_SHOWN


def test_read_from_its_folder_a_report_is_the_same(tmp_path: Path) -> None:
    run = reached()
    write_results(run, tmp_path / "results")
    read = from_results(read_json(tmp_path / "results"), tmp_path / "results", None)
    assert read.run.kinematics is None
    whole, pieces = (
        words_of(page(replace(one, clip=None), Audience.CLINICIAN)) for one in (Recorded(run, None), read)
    )
    assert pieces == whole


@AUDIENCES
@pytest.mark.parametrize("segments_kept", [0, 1])
def test_of_a_part_of_a_film_it_is_said_first_how_far_it_reaches(
    audience: Audience, segments_kept: int
) -> None:
    run = reached()
    reach = SO_FAR.format(12.34)
    quality = replace(run.quality, warnings=(*run.quality.warnings, reach))
    kept = run.segments[:segments_kept]
    ids = {segment.id for segment in kept}
    findings = tuple(finding for finding in run.findings if finding.segment_id in ids)
    part = replace(run, quality=quality, segments=kept, findings=findings)
    assert recording_report(Recorded(part, None), audience, MADE_AT).in_short[0] == reach
    whole = replace(part, quality=run.quality)
    assert "so far" not in recording_report(Recorded(whole, None), audience, MADE_AT).in_short[0]
