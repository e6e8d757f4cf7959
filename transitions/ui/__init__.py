"""The pages: Home, Review, Compare, Studies, Day, Pattern, Rules, About. They show what is stored and analyse nothing.

Rows of the store and the records of rules and detectors go in; what a person adds, rates or deletes goes back to the
store, and analyses to the job queue. `screens` holds the pages, `player` and `drawings` what Streamlit has not.
"""
