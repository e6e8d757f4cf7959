"""Judges the whole program on what nothing of it was fitted on: sources, families and people left out in turn."""
