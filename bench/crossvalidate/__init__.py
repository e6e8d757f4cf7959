"""Judges the whole program on what nothing of it was fitted on: sources, families and people left out in turn.

Folders of clips with truth go in; the README's tables and ``docs/accuracy.json`` come out.
"""
