"""How far raters agree, with each other and with the program.

In go ratings, a row per rated unit (a finding, a transition) and a column per rater, or the transitions that raters
marked in a clip. Out come figures, each with an interval that resamples people, how much it rests on, and, where it
cannot be told, why. Nothing here reads a file or the store.
"""
