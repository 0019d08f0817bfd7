"""A stored payload to a posting, through its platform's dialect; a bad payload never stops the others."""

import itertools
import json
from collections.abc import Iterable

from spiders.platform import Board, BoardError, Fields
from spiders.platforms import platforms
from spiders.rows import UNREADABLE
from spiders.values import mended, web_address
from storage.posting import ParsedPosting

LONGEST_TITLE = 1000
LOOKED_AT = 50  # payloads of a board that are searched for its expected fields


def parse_payload(platform_id: str, payload: str, board: Board) -> tuple[ParsedPosting | None, list[str], str | None]:
    """The posting of a payload, the payload's fields that the dialect neither reads nor ignores, and the problem.

    Never raises: when no posting can be read it is None and the problem says why.
    """
    platform = platforms().get(platform_id)
    if platform is None:
        return None, [], f"unknown platform {platform_id!r}"
    try:
        data = json.loads(payload)
        if isinstance(data, dict) and UNREADABLE in data:
            return None, [], str(data[UNREADABLE])
        fields = Fields(data)
        posting = platform.parse(fields, board)
        _mend(posting)
        posting.url = web_address(posting.url)
        too_long = len(posting.title) > LONGEST_TITLE
    except BoardError as error:
        return None, [], f"{platform_id}: {error}"
    except Exception as error:  # a dialect meets every shape the web sends; one payload must not end the night
        return None, [], f"{platform_id} dialect: {type(error).__name__}: {error}"
    if too_long:
        return None, [], f"a title of {len(posting.title)} characters"
    posting.attribution = posting.attribution or platform.attribution
    return posting, fields.leftovers(platform.ignored), None


def _mend(posting: ParsedPosting) -> None:
    """Puts right what the platform or the employer decoded wrongly."""
    posting.title = mended(posting.title)
    for name in ("company", "html", "text", "city", "region"):
        if written := getattr(posting, name):
            setattr(posting, name, mended(written))
    posting.locations = [mended(place) for place in posting.locations]


def missing_fields(platform_id: str, payloads: Iterable[str]) -> list[str]:
    """The fields expected of every payload of the platform that none of a board's first payloads has, sorted.

    Such a field has left the platform's format. A board without readable payloads misses nothing.
    """
    missing: set[str] | None = None
    for payload in itertools.islice(payloads, LOOKED_AT):
        try:
            data = json.loads(payload)
        except ValueError:
            continue
        if isinstance(data, dict) and UNREADABLE not in data:
            fields = Fields(data)
            missing = {
                name for name in (platforms()[platform_id].expected if missing is None else missing)
                if fields.take(name) is None
            }  # fmt: skip
    return sorted(missing or ())
