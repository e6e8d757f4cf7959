"""One module for each page, each with one function that draws it."""
