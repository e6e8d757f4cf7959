"""A coarse look at a long clip, to know where it is worth a full one.

A part of a clip goes in, `Looks` come out: what changed between small grey pictures a third of a second apart,
whatever light, noise and a bumped camera did (`change`), and the postures that the light pose model saw where
something changed (`skim`), also beside the one whom it follows (`beside_watch`). From these, as pure functions of
arrays: when a posture changed (`movement`), or that of somebody beside (`beside`), which stretches are looked at fully
and why the others are not (`plan`), and what the person did over the hours (`states`).
"""
