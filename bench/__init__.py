"""Speed, memory and accuracy, each one command that prints a table; and the fitting of the networks."""
