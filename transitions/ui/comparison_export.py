"""A comparison's tables to take away."""

from __future__ import annotations

import streamlit as st

from transitions.comparison import Comparison
from transitions.export.measures_table import zipped_tables

NAME = "comparison.zip"


def show_export(comparison: Comparison) -> None:
    """A button that hands over measures and curves as CSV and Parquet, with the data dictionary."""
    st.download_button(
        "Tables for your own tools",
        lambda: zipped_tables([comparison]),
        file_name=NAME,
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        help="Measures per repetition and time-normalised curves, tidy, as CSV and Parquet, with a data dictionary.",
    )
