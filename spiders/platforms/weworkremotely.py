"""We Work Remotely."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import employment, moment, text
from spiders.xml import as_data, elements
from storage.posting import ParsedPosting


class WeWorkRemotely(Platform):
    """We Work Remotely's RSS feeds. A board is "all", or a category such as remote-programming-jobs.

    1. GET /remote-jobs.rss, or /categories/<board>.rss: the newest postings of all employers, no pages.

    A title reads "Employer: Title". `country` and `state` are the employer's, `region` is where one may work from; the
    terms ask for a link back. Each <item> is kept as JSON with the feed's own names.
    """

    id = "weworkremotely"
    base_url = "https://weworkremotely.com"
    attribution = "We Work Remotely (https://weworkremotely.com)"
    ignored = ("content", "skills", "expires_at", "guid", "country", "state", "logo")
    expected = ("title", "link")

    def start(self, board: Board) -> Iterable[Request]:
        feed = "remote-jobs" if board.board == "all" else f"categories/{quote(board.board, safe='')}"
        yield Request(f"{self.root(board)}/{feed}.rss", conditional=True)

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        for item in elements(response.body, "item"):
            payload = as_data(item)
            payload = payload if isinstance(payload, dict) else {}
            address = text(payload.get("link")) or text(payload.get("guid"))
            yield PostingItem(_identity(address), payload, address)

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        address = text(fields.take("link")) or fields.need("guid")
        title = fields.need("title")
        company, colon, rest = title.partition(": ")
        regions = [place for part in (text(fields.take("region")) or "").split("|") if (place := text(part))]
        return ParsedPosting(
            external_id=_identity(address) or address,
            title=rest if colon and rest else title,
            url=address,
            company=company if colon and rest else None,
            html=fields.markup("description"),
            locations=regions,
            workplace="remote",
            employment_type=employment(fields.take("type")),
            department=text(fields.take("category")),
            posted_at=moment(fields.take("pubDate")),
        )


def _identity(address: str | None) -> str | None:
    """The last step of the posting's path."""
    return urlsplit(address).path.rstrip("/").rpartition("/")[2] or None if address else None
