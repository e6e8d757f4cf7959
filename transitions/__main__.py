"""The command ``transitions``."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""


def main() -> None:
    """Run the command line; foreseeable trouble is one plain sentence on standard error, exit status 1."""
    from transitions.following.standby import helpers_ahead

    with helpers_ahead(sys.argv[1:]):
        _run_app()


def _run_app() -> None:
    from transitions.cli import app
    from transitions.errors import TransitionsError

    try:
        app()
    except TransitionsError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except (KeyboardInterrupt, SystemExit) as stop:
        # Typer turns Ctrl-C within a command into a silent exit with this status.
        if isinstance(stop, SystemExit) and stop.code != INTERRUPTED:
            raise
        sys.stderr.write("Stopped; nothing half-written was left behind.\n")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
