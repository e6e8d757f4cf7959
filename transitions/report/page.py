"""A report as one HTML file: style, pictures and charts are in it, nothing is fetched, no script runs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import jinja2

import transitions
from transitions.report.document import Audience, TakeHomeReport

_FOLDER = files("transitions.report") / "templates"


def as_html(report: TakeHomeReport) -> str:
    """The page as text; every word of the report is escaped."""
    return _template().render(
        report=report,
        css=(_FOLDER / "report.css").read_text("utf-8"),
        is_person=report.audience is Audience.PERSON,
        version=transitions.__version__,
    )


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string((_FOLDER / "report.html.j2").read_text("utf-8"))
