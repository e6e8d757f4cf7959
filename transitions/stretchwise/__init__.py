"""A long clip analysed stretch by stretch.

A checked clip goes in; transitions, findings, states over the hours, one series file and the account of what was
looked at come out. The clip is skimmed part by part (`survey`), the stretches in which somebody's posture changed are
followed and judged one by one (`tasks`), over several processes (`workers`, `worker`), each result on disk before the
next begins, and put together (`together`). What is on disk is not done again.
"""
