"""When the crawl tries again, waits, or leaves a host alone, shown on the middleware alone."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.settings import Settings

from spiders.middlewares import ENOUGH, HostClosed, RetryMiddleware

URL = "https://boards.example/jobs"


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made; none of them takes time."""
    made: list[float] = []

    async def sleep(seconds: float) -> None:
        made.append(seconds)

    monkeypatch.setattr("spiders.middlewares.asyncio.sleep", sleep)
    return made


def retrying(**changed: Any) -> RetryMiddleware:
    settings = Settings({"RETRY_TIMES": 2, "LONGEST_WAIT": 30.0, "NEAR_HOSTS": []} | changed)
    return RetryMiddleware.from_crawler(SimpleNamespace(settings=settings))  # type: ignore[arg-type]


def answered(made: RetryMiddleware, status: int, tries: int = 0, url: str = URL, **headers: str) -> Request | Response:
    request = Request(url, meta={"tries": tries} if tries else {})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return asyncio.run(made.process_response(request, Response(url, status=status, headers=named)))


def asked(made: RetryMiddleware, url: str = URL) -> None:
    asyncio.run(made.process_request(Request(url)))


def test_retry_after_is_waited_for_and_the_request_sent_again(pauses: list[float]) -> None:
    again = answered(retrying(), 429, Retry_After="7")
    assert isinstance(again, Request) and again.meta["tries"] == 1 and pauses == [7.0]


def test_without_retry_after_the_pauses_grow_and_end(pauses: list[float]) -> None:
    made = retrying()
    assert isinstance(answered(made, 503), Request) and isinstance(answered(made, 503, tries=1), Request)
    assert isinstance(answered(made, 503, tries=2), Response) and pauses == [0.5, 1.0]


def test_what_a_host_says_holds_for_all_requests_to_it_and_for_no_other(pauses: list[float]) -> None:
    made = retrying()
    answered(made, 429, Retry_After="7")
    asked(made, "https://boards.example/other")
    asked(made, "https://elsewhere.example/")
    assert len(pauses) == 2 and 6 < pauses[1] <= 7


def test_a_host_that_asks_for_too_long_is_left_alone(pauses: list[float]) -> None:
    made = retrying()
    assert isinstance(answered(made, 429, Retry_After="3600"), Response)
    with pytest.raises(HostClosed, match="asks to wait 3600 s and is not asked again tonight"):
        asked(made)
    assert pauses == []


def test_a_host_that_refuses_again_and_again_is_left_alone() -> None:
    made = retrying()
    for _ in range(ENOUGH - 1):
        answered(made, 403)
    answered(made, 200)
    for _ in range(ENOUGH):
        asked(made)
        answered(made, 403)
    with pytest.raises(HostClosed, match="in a row"):
        asked(made)


def test_on_the_users_own_hosts_an_answer_speaks_for_its_address_only(pauses: list[float]) -> None:
    made, url = retrying(NEAR_HOSTS=["127.0.0.1"]), "http://127.0.0.1:8000/jobs"
    for _ in range(ENOUGH + 1):
        answered(made, 403, url=url)
    answered(made, 429, url=url, Retry_After="3600")
    asked(made, url)
    assert pauses == []


def test_a_refused_connection_is_tried_again_and_a_timeout_is_not(pauses: list[float]) -> None:
    made = retrying()
    refused = asyncio.run(made.process_exception(Request(URL), DownloadConnectionRefusedError()))
    assert isinstance(refused, Request) and refused.dont_filter
    assert asyncio.run(made.process_exception(Request(URL), DownloadTimeoutError())) is None
    assert asyncio.run(made.process_exception(Request(URL), ValueError())) is None


@pytest.mark.parametrize(
    ("status", "again"),
    [(200, False), (400, False), (404, False), (408, True), (409, False), (425, True), (429, True), (451, False),
     (500, True), (501, False), (502, True), (503, True), (504, True), (505, False)],
)  # fmt: skip
def test_which_answers_are_asked_for_again(pauses: list[float], status: int, again: bool) -> None:
    assert isinstance(answered(retrying(), status), Request) == again


@pytest.mark.parametrize("status", [401, 403, 407, 429, 451])
def test_which_answers_are_refusals(pauses: list[float], status: int) -> None:
    made = retrying(RETRY_TIMES=0)
    for _ in range(ENOUGH):
        answered(made, status)
    with pytest.raises(HostClosed, match=f"refused {ENOUGH} requests in a row"):
        asked(made)


@pytest.mark.parametrize("status", [400, 402, 404, 406, 408, 410, 500])
def test_which_answers_are_none_and_end_a_row_of_them(pauses: list[float], status: int) -> None:
    made = retrying(RETRY_TIMES=0)
    for one in [403] * (ENOUGH - 1) + [status] + [403] * (ENOUGH - 1):
        answered(made, one)
    asked(made)


def test_a_pause_as_long_as_the_longest_is_made_and_a_longer_one_is_not(pauses: list[float]) -> None:
    assert isinstance(answered(retrying(), 429, Retry_After="30"), Request)
    assert isinstance(answered(retrying(), 500, Retry_After="31"), Response)
    assert pauses == [30.0]


def test_a_host_that_said_nothing_is_not_waited_for(pauses: list[float]) -> None:
    asked(retrying())
    assert pauses == []


def test_a_dozen_refusals_in_a_row_are_enough(pauses: list[float]) -> None:
    made = retrying()
    for _ in range(11):
        answered(made, 403)
    asked(made)
    answered(made, 403)
    with pytest.raises(HostClosed):
        asked(made)
