"""Scores the program against clips whose motion is known exactly.

Runs and truth files go in, figures with intervals come out. `truth` reads what is known of a clip, `scoring` compares
one run with it, `report` pools clips into figures with their `intervals` beside the `aims`, and `folder` does so for
folders of clips in several processes.
"""
