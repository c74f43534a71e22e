"""What the component page shows: each component filled with invented values."""


def specimens() -> dict:
    return {}
