"""What several sentences are made of; not shown by itself."""


def tracks(count: int) -> str:
    """So many tracks."""
    return "1 Stück" if count == 1 else f"{count} Stücke"
