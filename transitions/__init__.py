"""Finds, measures and flags everyday movement transitions in a clip."""
