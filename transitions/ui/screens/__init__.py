"""What each page shows under its title.

Not named “pages”: Streamlit takes a folder of that name beside the script for its own kind of pages, and shows an empty
one to whoever opens an address such as ``/review`` before anybody has opened the first page.
"""
