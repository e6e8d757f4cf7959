"""Agreement."""


def show_agreement() -> None:
    """Draw."""
