"""What the finders read: one posting's text with the places where their trigger words stand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import ahocorasick_rs

from analytics.text.plain import lower


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting as `extract` is given it; structured fields of a platform are None where it has none."""

    id: str
    title: str = ""
    company: str = ""
    location: str = ""
    description: str = ""


@dataclass(slots=True)
class Document:
    """One posting as the finders see it.

    `text` has the length of the description, HTML tags blanked out, and `lowered` is the same in lower case, so that
    offsets hold in all three. `spots[channel]` are
    the ascending offsets at which one of the channel's trigger words starts; a finder looks only around its own.
    `section_at(offset)` names the section: responsibilities, required, preferred, employer, benefits, legal, pay,
    process or other.
    """

    title: str
    company: str
    location: str
    text: str
    language: str | None = None
    spots: Mapping[str, Sequence[int]] = field(default_factory=dict)
    section_at: Callable[[int], str] = lambda offset: "other"
    lowered: str = ""

    def __post_init__(self) -> None:
        self.lowered = self.lowered or lower(self.text)


class Scanner:
    """Finds the trigger words of finders that are used alone; the extractor scans for all at once (analytics/scan.py).

    Case is ignored, word boundaries are the finder's matter.
    """

    def __init__(self, channels: Mapping[str, Sequence[str]]) -> None:
        pairs = [(word, channel) for channel, words in channels.items() for word in words]
        self._channels = [channel for _, channel in pairs]
        self._names = tuple(channels)
        self._automaton = ahocorasick_rs.AhoCorasick([word for word, _ in pairs])

    def spots(self, text: str) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {name: [] for name in self._names}
        for index, start, _ in self._automaton.find_matches_as_indexes(lower(text), overlapping=True):
            spots = found[self._channels[index]]
            if not spots or spots[-1] != start:
                spots.append(start)
        for spots in found.values():
            spots.sort()
        return found
