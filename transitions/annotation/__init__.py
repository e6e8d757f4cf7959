"""What raters say of clips: entries that are only ever added, and the state that replaying them gives.

In go the entries of a study (a rating, a mark moved, added, refused, split or joined, an undo), as the store keeps
them; out come each rater's words as they stand, and tables of ratings and marks for `agreement`. Pure functions:
nothing here reads a file or the store.
"""
