"""The PDF of a report: printed by a browser, tagged; a plain sentence where there is no browser."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from reported import reported_reach

from transitions.errors import OutputError
from transitions.report import pdf
from transitions.report.document import Audience
from transitions.report.of_recording import recording_report
from transitions.report.page import as_html


def page() -> str:
    return as_html(recording_report(reported_reach(), Audience.CLINICIAN, "2026-11-26 12:00 UTC"))


@pytest.mark.slow
def test_the_pdf_is_whole_tagged_and_small(tmp_path: Path) -> None:
    if pdf.find_browser() is None:
        pytest.skip("no browser that prints (apt-get install chromium)")
    html = tmp_path / "report.html"
    html.write_text(page(), encoding="utf-8")
    out = tmp_path / "deep" / "report.pdf"
    pdf.write_pdf(html, out)
    printed = out.read_bytes()
    assert printed.startswith(b"%PDF-")
    assert printed.rstrip().endswith(b"%%EOF")
    assert len(printed) < 5_000_000
    for tag in (
        b"/StructTreeRoot",
        b"/Lang (en)",
        b"/S /H1",
        b"/S /H2",
        b"/S /Figure",
        b"/S /TH",
        b"/Marked true",
    ):
        assert tag in printed, tag
    assert str(tmp_path).encode() not in printed
    assert [path.name for path in out.parent.iterdir()] == ["report.pdf"]


def without_browsers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PATH", "HOME", "USERPROFILE", "PLAYWRIGHT_BROWSERS_PATH", "PROGRAMFILES", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))


def test_without_a_browser_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_browsers(tmp_path, monkeypatch)
    with pytest.raises(OutputError, match=r"install Chrome.*print it to a PDF"):
        pdf.pdf_of("<p>page</p>")


def test_a_browser_that_prints_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_browsers(tmp_path, monkeypatch)
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(OutputError, match="did not print the report"):
        pdf.pdf_of("<p>page</p>")


@pytest.mark.skipif(os.name != "posix", reason="the browser that stands in is a shell script")
def test_a_full_disk_leaves_no_part_of_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, out = tmp_path / "chromium", tmp_path / "out" / "report.pdf"
    browser.write_text(
        '#!/bin/sh\nfor word; do case $word in --print-to-pdf=*) echo pdf > "${word#*=}";; esac; done\n'
    )
    browser.chmod(0o755)
    monkeypatch.setattr(pdf, "find_browser", lambda: browser)

    def copy_till_full(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", copy_till_full)
    with pytest.raises(OutputError, match="No space left on device"):
        pdf.write_pdf(tmp_path / "report.html", out)
    assert list(out.parent.iterdir()) == []


def test_the_chromium_that_playwright_downloads_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_browsers(tmp_path, monkeypatch)
    for build in ("chromium-1100", "chromium-1255"):
        folder = tmp_path / build / "chrome-linux64"
        folder.mkdir(parents=True)
        (folder / "chrome").write_text("")
    assert pdf.find_browser() == tmp_path / "chromium-1255" / "chrome-linux64" / "chrome"
