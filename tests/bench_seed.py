"""The seed of every simulation in the tests."""

SEED = 20261126
