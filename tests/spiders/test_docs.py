"""The worked example of the documentation works, and every platform is documented."""

import json
import re
from pathlib import Path
from typing import Any

from spiders.platform import Answer, Ask, Board, Fields, Found, Platform
from spiders.platforms import platforms
from storage.posting import StatedPay

PAGE = (Path(__file__).parents[2] / "docs" / "platforms.md").read_text(encoding="utf-8")


def test_every_platform_is_documented() -> None:
    rows = set(re.findall(r"^\| (\w+) \|", PAGE, re.MULTILINE)) - {"platform"}
    assert rows == set(platforms())


def test_the_keys_of_a_platform_are_documented() -> None:
    assert all(key in PAGE for platform in platforms().values() for key in platform.keys)


def test_the_worked_example_reads_a_board() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(code.splitlines()) < 60
    space: dict[str, Any] = {}
    exec(compile(code, "docs/platforms.md", "exec"), space)
    loaf: Platform = space["Loaf"]()
    board = Board("loaf", "mill", "Mill")
    (ask,) = loaf.start(board)
    opening = {
        "id": 7, "headline": "Baker", "link": "https://mill.example/7", "body_html": "<p>Bake.</p>", "where": "Oslo",
        "mode": "on-site", "contract": "full time", "published": "2026-11-01", "slug": "baker",
        "pay": {"from": 40, "to": 45, "currency": "EUR", "per": "hour"},
    }  # fmt: skip
    body = json.dumps({"total": 2, "more": True, "openings": [opening]}).encode()
    found = list(loaf.read(board, Answer(ask, ask.url, body, {})))
    assert [one.url for one in found if isinstance(one, Ask)] == ["https://api.loaf.example/boards/mill?page=2"]
    (payload,) = [one.payload for one in found if isinstance(one, Found)]
    fields = Fields(payload)
    posting = loaf.parse(fields, board)
    assert (posting.title, posting.workplace, posting.employment_type) == ("Baker", "onsite", "full_time")
    assert posting.pay == StatedPay(40.0, 45.0, "EUR", "hour") and not fields.leftovers(loaf.ignored)
