"""Hacker News, "Who is hiring?"."""

from collections.abc import Iterable, Iterator

from spiders.comments import hiring_comment
from spiders.platform import Board, BoardError, Fields, Platform, PostingItem, Request, Response, Result
from spiders.values import moment, text
from storage.posting import ParsedPosting

TITLE = "Ask HN: Who is hiring?"


class HackerNews(Platform):
    """The monthly thread "Who is hiring?" of Hacker News, through Algolia's public API.

    1. GET /api/v1/search_by_date?tags=story,author_whoishiring: the newest threads; the board "latest" is the newest
       of them, another board is the number of a thread.
    2. GET /api/v1/items/<thread>: all its comments; replies are no postings.

    Employers write "Employer | Title | Place | ..." (spiders/comments.py). A comment with several jobs is one posting
    for each, with its title beside the comment; one in which no title is found is kept raw and counted.
    """

    id = "hackernews"
    base_url = "https://hn.algolia.com"
    attribution = "Hacker News (https://news.ycombinator.com)"
    ignored = (
        "comment.id", "comment.objectID", "comment.parent_id", "comment.story_id", "comment.story_title",
        "comment.created_at_i", "comment.updated_at", "comment.options", "comment.points", "comment.title",
        "comment.type", "comment.url", "comment._tags",
    )  # fmt: skip
    expected = ("comment",)

    def start(self, board: Board) -> Iterable[Request]:
        if board.board == "latest":
            query = "tags=story,author_whoishiring&hitsPerPage=10"
            yield Request(f"{self.root(board)}/api/v1/search_by_date?{query}", meta={"threads": True})
        elif board.board.isdigit():
            yield Request(self._thread(board, board.board), conditional=True)
        else:
            raise BoardError(f'a hackernews board is "latest" or the number of a thread, not {board.board!r}')

    def _thread(self, board: Board, number: str) -> str:
        return f"{self.root(board)}/api/v1/items/{number}"

    def read(self, board: Board, response: Response) -> Iterator[Result]:
        payload = response.json()
        if response.request.meta.get("threads"):
            stories = self.entries(payload, "hits")
            newest = next((story for story in stories if str(story.get("title") or "").startswith(TITLE)), None)
            if newest is None:
                raise BoardError(f"no thread {TITLE!r} among the newest of its author")
            yield Request(self._thread(board, str(newest.get("objectID"))))
            return
        for comment in self.entries(payload, "children"):
            if not comment.get("text"):
                continue  # deleted
            external_id = text(comment.get("id"))
            kept = {name: value for name, value in comment.items() if name != "children"}
            titles = hiring_comment(comment["text"]).titles
            for number, title in enumerate(titles or [None]):
                own = f"{external_id}-{number + 1}" if len(titles) > 1 else external_id
                yield PostingItem(
                    own, {"comment": kept, "number": number, "role": title, "id": own}, _address(external_id)
                )

    def parse(self, fields: Fields, board: Board) -> ParsedPosting:
        said = fields.need("comment.text")
        markup = str(fields.take("comment.text"))
        comment, number = hiring_comment(markup), fields.take("number") or 0
        if number >= len(comment.titles):
            raise BoardError(f"no job title at the beginning of the comment: {said[:80]!r}")
        fields.take("role")
        return ParsedPosting(
            external_id=fields.need("id"),
            title=comment.titles[number],
            url=_address(text(fields.take("comment.id"))),
            company=comment.company,
            html=markup,
            locations=comment.places,
            posted_at=moment(fields.take("comment.created_at")),
        )


def _address(number: str | None) -> str | None:
    return f"https://news.ycombinator.com/item?id={number}" if number else None
