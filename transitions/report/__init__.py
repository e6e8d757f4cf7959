"""A report to take home: one HTML file, and a PDF of it, for the person filmed or for the clinician.

`recorded` gathers what it is made from (analyses, clips, what was told and said), `of_recording` and its siblings say
what is in it as a `document`, `page` lays that out, `pdf` prints it. Nothing is measured here, no file name and no
name but a pseudonym gets in, and faces are made unrecognisable unless asked otherwise.
"""

from __future__ import annotations
