"""The command ``transitions``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; foreseeable trouble is one plain sentence on standard error, exit status 1."""
    from transitions.cli import app
    from transitions.errors import TransitionsError

    try:
        app()
    except TransitionsError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; nothing half-written was left behind.\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
