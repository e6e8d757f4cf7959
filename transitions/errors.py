"""Every way an analysis can fail, each said in one plain sentence that ends with what to do next.

The package raises these and nothing else for foreseeable trouble; the command line prints the message on
standard error and the review page shows it, without a traceback.
"""

from __future__ import annotations


class TransitionsError(Exception):
    """Foreseeable trouble. ``str(error)`` is one plain sentence for the user, with the remedy in it."""


class ClipError(TransitionsError):
    """The clip cannot be read or decoded."""


class NoPersonError(TransitionsError):
    """The clip decodes, but nobody can be followed in it."""


NO_PERSON = "No person was found"
NOT_WHOLE = "The person is never whole"
"""How the sentences of `NoPersonError` begin: the page says more about each."""


class ModelFileError(TransitionsError):
    """A pose model or a fitted network is missing or is not the file that was shipped."""


class SystemLibraryError(TransitionsError):
    """A library of the operating system that the pose model needs is not installed."""


class LandmarkFileError(TransitionsError):
    """A landmark file (``.trc``, ``series.parquet``) given in place of a video cannot be used."""


class TruthFileError(TransitionsError):
    """A truth file cannot be used, or there is none to validate against."""


class ProfileError(TransitionsError):
    """A threshold profile (TOML) names an unknown rule or holds a value that cannot be used."""


class RatingsError(TransitionsError):
    """A file of ratings cannot be used, or holds none."""


class OutputError(TransitionsError):
    """The results cannot be written (no permission, no space)."""


class ResultsError(TransitionsError):
    """Results (``run.json``, ``series.parquet``) are missing, damaged or of an earlier version."""


class StoreError(TransitionsError):
    """The database or the media folder cannot be used."""


class JobError(TransitionsError):
    """Background work cannot be started, found or finished."""


class HelperError(TransitionsError):
    """A helper process of an analysis ended before its work did."""


class Cancelled(TransitionsError):
    """The user asked for the analysis to stop; nothing half-written is left behind."""
