"""The review page: Home, Review, Rules, About and privacy. Shows what is stored; analyses nothing itself.

Rows of the store and the records of rules and detectors go in; what a person adds, rates or deletes goes back to the
store, and analyses to the job queue. `screens` holds the pages, `player` and `drawings` what Streamlit has not.
"""
