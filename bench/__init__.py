"""Speed, memory and accuracy, each one command that prints a table; and the fitting of the networks.

Not shipped: clips with exact truth go in; tables of the README and the weights that the package ships come out.
"""
