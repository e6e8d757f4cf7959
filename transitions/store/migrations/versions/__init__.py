"""One file per change of the tables.

Applied once each, in the order of their numbers; a file knows the tables only as they were when it was written.
"""
