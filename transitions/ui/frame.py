"""What every page has in common: the look, plain error sentences, notices that survive a rerun."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from transitions.errors import TransitionsError

_NOTICE = "notice"
_PAGES = "pages"


@cache
def _style() -> str:
    return (Path(__file__).parent / "style.css").read_text("utf-8")


def dress_page() -> None:
    """Put the page's own look on top of the theme."""
    st.html(f"<style>{_style()}</style>")


def html(markup: str) -> None:
    """Show markup of our own; text from elsewhere goes through `text` first."""
    st.html(f'<div class="tr-html">{markup}</div>')


def html_at_once(markup: str) -> None:
    """Show markup (without blank lines) that should stand on the page first.

    What draws Markdown comes with the page; what draws `html` is fetched after it, a quarter of a second later.
    """
    st.markdown(f'<div class="tr-html">{markup}</div>', unsafe_allow_html=True)


def text(value: object) -> str:
    """Text made safe to stand inside markup."""
    return escape(str(value))


def literal(words: str) -> str:
    """Words typed by people, kept from acting as Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!:$~|<>" else c for c in words)


def lead(sentence: str) -> None:
    """The opening sentence under a page's title."""
    html(f'<p class="tr-lead">{text(sentence)}</p>')


def keep_pages(pages: dict[str, Any]) -> None:
    """Remember the pages by name for `go_to`."""
    st.session_state[_PAGES] = pages


def pages_by_name() -> dict[str, Any]:
    """What `keep_pages` remembers."""
    pages: dict[str, Any] = st.session_state[_PAGES]
    return pages


def go_to(page: str, **query: Any) -> None:
    """Open another page; `query` becomes its address, so that it can be reloaded and shared."""
    st.switch_page(pages_by_name()[page], query_params={k: str(v) for k, v in query.items()})


def notify(sentence: str, *, trouble: bool = False) -> None:
    """Keep a sentence for the top of the next page drawn; `trouble` when something did not work."""
    st.session_state.setdefault(_NOTICE, []).append((sentence, trouble))


def show_notices() -> None:
    """Show what `notify` kept, once; the place is there without a notice too, so that nothing below moves up."""
    with st.container(key="notices"):
        for sentence, trouble in st.session_state.pop(_NOTICE, []):
            if trouble:
                say_trouble(sentence)
            else:
                st.success(literal(sentence), icon=":material/check:")


def say_trouble(sentence: str) -> None:
    """Show one plain sentence about what did not work."""
    st.error(literal(sentence), icon=":material/info:")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show foreseeable trouble as its one plain sentence where it happened."""
    try:
        yield
    except TransitionsError as error:
        say_trouble(str(error))
