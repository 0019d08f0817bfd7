"""Applicant tracking systems of an older kind, which answer with pages and XML.

Fields are named as in the public clients and documentation that the modules of spiders/platforms state.
"""

from html import escape

from spiders.market.dialects.base import HTML, XML, Dialect, Page, Written, slug
from spiders.market.dialects.drafts import Draft, draft
from spiders.market.dialects.major import UNITS, career_page

JOBVITE_PAGE = 50
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _jobvite(page: Page) -> Written:
    """A table of titles and places, fifty a page, and each opening's page."""
    if page.more == ["search"]:
        return HTML, lambda: _jobvite_list(page)
    one = page.find(page.more[1]) if len(page.more) == 2 and page.more[0] == "job" else None
    return (HTML, lambda: career_page(draft(page.market, one)).encode()) if one else None


def _jobvite_list(page: Page) -> bytes:
    number, count, board = page.number("p", 0), len(page.listings), page.board.board
    first = number * JOBVITE_PAGE
    rows = "".join(
        f'<tr><td class="jv-job-list-name"><a href="/{board}/job/{post.id}">{escape(post.title)}</a></td>'
        f'<td class="jv-job-list-location">{escape(post.place.written)}</td></tr>'
        for post in page.drafts(first, JOBVITE_PAGE)
    )
    last = min(first + JOBVITE_PAGE, count)
    counted = f'<div class="jv-pagination-text">{first + 1}-{last} of {count}</div>'
    more = f'<a href="/{board}/search/?p={number + 1}" class="jv-pagination-next">Next</a>' if last < count else ""
    table = f'<table class="jv-job-list jv-search-list"><tbody>{rows}</tbody></table>'
    head = f"<title>{escape(page.board.company)} Careers</title>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{table}{counted}{more}</body></html>".encode()


def _short(number: int) -> str:
    """An id of Jobvite's kind: eight letters after an o."""
    return "o" + "".join(_LETTERS[number // 52**place % 52] for place in range(8))


def _successfactors(page: Page) -> Written:
    """The feed of all openings."""
    is_feed = page.more == ["career"] and page.query.get("resultType") == "XML"

    def body() -> bytes:
        jobs = "\n".join(_job(post) for post in page.drafts())
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<Job-Listing>{jobs}</Job-Listing>\n'.encode()

    return (XML, body) if is_feed else None


def _job(post: Draft) -> str:
    own = (
        ("Posting Location", post.place.written),
        ("Job Family", post.department),
        ("Type of Employment", "Full time"),
    )
    fields = "".join(
        f"<filter{number}><label>{label}</label><value>{escape(value)}</value></filter{number}>"
        for number, (label, value) in enumerate(own, 1)
    )
    return (
        f"<Job><JobTitle>{escape(post.title)}</JobTitle><ReqId>{post.id}</ReqId>"
        f"<Posted-Date>{post.published.strftime('%m/%d/%Y')}</Posted-Date>"
        f"<Job-Description>{escape(post.html)}</Job-Description>{fields}</Job>"
    )


OLDER: dict[str, Dialect] = {
    "jobvite": Dialect(
        _jobvite, ("{}",), _short, pay_units=UNITS, pay_share=0.5, place="parts", kind=HTML
    ),
    "successfactors": Dialect(
        _successfactors, ("{}",), lambda number: str(number % 10**6 + 10**6),
        lambda name: f"{slug(name)}.successfactors.example/{slug(name)}", hosted=True, kind=XML,
    ),
}  # fmt: skip
