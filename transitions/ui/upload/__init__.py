"""Choosing clips: sent to the server piece by piece, gone on with after a lost connection, never held in memory.

Files that a visitor chooses or drops go in; `ChosenClip`s come out, each with what has arrived of it, for `intake` to
take into the store. `sender.js` sends them, `route` receives them, `desk` keeps them on the disk until they are taken
in or a day has passed, and `tickets` says who may send.

Streamlit's own uploader holds every file in the server's memory and begins anew after a lost connection.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Unpack

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from transitions.errors import StoreError
from transitions.settings import load_settings
from transitions.store import Added, Store
from transitions.store.recordings import Known
from transitions.ui.clip_paths import CLIP_SUFFIXES
from transitions.ui.page_root import page_root
from transitions.ui.upload.desk import NO_VIDEO, Upload, UploadDesk, UploadError
from transitions.ui.upload.route import ROUTE, UploadRoutes
from transitions.ui.upload.tickets import Tickets

_FOLDER = Path(__file__).parent

_SENDER = st.components.v2.component(
    "clips_in",
    html=(_FOLDER / "sender.html").read_text("utf-8"),
    css=(_FOLDER / "sender.css").read_text("utf-8"),
    js=(_FOLDER / "sender.js").read_text("utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class ChosenClip:
    """A clip in the list of chosen ones.

    Attributes
    ----------
    upload : None until the server knows of it.
    trouble : one sentence when it cannot be sent.
    """

    name: str
    upload: Upload | None
    trouble: str = ""

    @property
    def is_here(self) -> bool:
        """Whether all of it has arrived."""
        return self.upload is not None and page_desk().received(self.upload.id) == self.upload.size_bytes

    @property
    def is_coming(self) -> bool:
        """Whether it is worth waiting for."""
        return not self.trouble and not self.is_here

    def take_in(self, store: Store, **known: Unpack[Known]) -> Added:
        """Move it into the store; whatever goes wrong, what has arrived stays.

        Raises
        ------
        StoreError
            It did not arrive, or the store refused it.
        """
        if self.upload is None or self.trouble:
            raise StoreError(self.trouble or f"“{self.name}” was not sent; choose it again.")
        added = store.recordings.keep(page_desk().whole(self.upload), self.upload.name, **known)
        page_desk().drop(self.upload.id)
        return added


@cache
def page_desk() -> UploadDesk:
    """Where unfinished uploads of this server are kept."""
    settings = load_settings()
    folder = settings.data_dir.expanduser().absolute() / "media" / "uploads"
    return UploadDesk(folder, settings.upload_limit_bytes)


@cache
def session_tickets() -> Tickets:
    """The tickets of this server's sessions."""
    return Tickets(
        lambda session_id: runtime.exists() and runtime.get_instance().is_active_session(session_id)
    )


def upload_routes() -> list[Any]:
    """What `streamlit.App` serves beside its own routes."""
    return list(UploadRoutes(page_desk, session_tickets).routes(page_root()))


def choose_clips(key: str) -> list[ChosenClip]:
    """Show the chooser and return the clips in it; ``st.session_state[key]`` holds them too."""
    context = get_script_run_ctx()
    own = f"{key}-sender"
    before = st.session_state.get(own)
    shown = _SENDER(
        key=own,
        data={
            "address": f"{page_root()}{ROUTE}",
            "ticket": session_tickets().give(context.session_id) if context is not None else "",
            "accept": sorted(CLIP_SUFFIXES),
            "no_video": NO_VIDEO,
            "round": own,
            "files": list(before["files"]) if before and "files" in before else [],
        },
        default={"files": []},
        on_files_change=lambda: None,
    )
    chosen = [_chosen(said) for said in shown["files"] or ()]
    st.session_state[key] = chosen
    return chosen


def _chosen(said: Mapping[str, Any]) -> ChosenClip:
    """What the browser says of a file; what the server knows of it counts."""
    name, trouble = str(said.get("name", "")), str(said.get("trouble", ""))
    try:
        upload = page_desk().find(str(said["id"])) if said.get("id") else None
    except UploadError as error:
        return ChosenClip(name, None, str(error))
    return ChosenClip(name, upload, trouble)
