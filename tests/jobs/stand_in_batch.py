"""``transitions batch`` with the stand-in analysis, as a process of its own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from transitions.__main__ import INTERRUPTED
from transitions.cli.batch import run_batch
from transitions.jobs.batch import BatchWish

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scheduler")
    parser.add_argument("--again", action="store_true")
    asked = parser.parse_args()
    try:
        status = run_batch(
            [asked.folder],
            BatchWish(again=asked.again),
            consent=True,
            recursive=True,
            scheduler=asked.scheduler,
            workers=None,
            as_json=True,
            analysis="stand_in_analysis:analyse",
        )
    except KeyboardInterrupt:
        status = INTERRUPTED
    sys.exit(status)
