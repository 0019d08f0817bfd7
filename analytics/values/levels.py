"""The eight levels of seniority in three bands."""

_BANDS = {"intern": "entry", "entry": "entry", "mid": "mid", "unknown": "unknown"}


def band(level: str) -> str:
    """The band of a level: entry (intern, entry), mid, senior (the rest); that of unknown is unknown."""
    return _BANDS.get(level, "senior")
