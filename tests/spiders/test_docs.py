"""The worked example of the documentation works, and every platform is documented."""

import datetime as dt
import http.server
import json
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from spiders.job import Job, Limits, read_report
from spiders.platform import Board, Fields, Platform, PostingItem, Request, Response
from spiders.platforms import platforms
from spiders.resume import raw_files
from storage.posting import StatedPay
from storage.store import read_parts

PAGE = (Path(__file__).parents[2] / "docs" / "platforms.md").read_text(encoding="utf-8")

(EXAMPLE,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_every_platform_is_documented() -> None:
    rows = set(re.findall(r"^\| (\w+) \|", PAGE, re.MULTILINE)) - {"platform"}
    assert rows == set(platforms())


def test_the_keys_of_a_platform_are_documented() -> None:
    assert all(key in PAGE for platform in platforms().values() for key in platform.keys)


def test_the_share_of_the_market_is_that_of_the_platforms_that_are_read() -> None:
    rows = re.findall(r"^\| ([\d,]+) \| ([\w ]+) \| (\w+|–) \|$", PAGE, re.MULTILINE)
    counted = {name: (int(postings.replace(",", "")), system) for postings, system, name in rows if name != "–"}
    unread = [(int(postings.replace(",", "")), system) for postings, system, name in rows if name == "–"]
    assert counted.keys() <= platforms().keys() and all(f"**{system}**" in PAGE for _, system in unread)
    everything, before = 2_640_000, 56
    read, missing = sum(postings for postings, _ in counted.values()), sum(postings for postings, _ in unread)
    told = (
        f"Those read hold {read:,} of these {read + missing:,}: {read / everything:.0%} of all, "
        f"{before / 100 + read / everything:.0%} together with the {before} %. The three that are not read hold "
        f"{missing:,} ({missing / everything:.0%}), the remaining systems of the index "
        f"{1 - before / 100 - (read + missing) / everything:.0%}. All of the table together would be "
        f"{before / 100 + (read + missing) / everything:.0%}."
    )
    assert len(unread) == 3 and " ".join(PAGE.split()).count(re.sub(r"(\d)%", r"\1 %", told)) == 1


def test_the_worked_example_reads_a_board() -> None:
    assert len(EXAMPLE.splitlines()) < 60
    space: dict[str, Any] = {}
    exec(compile(EXAMPLE, "docs/platforms.md", "exec"), space)
    loaf: Platform = space["Loaf"]()
    board = Board("loaf", "mill", "Mill")
    (request,) = loaf.start(board)
    opening = {
        "id": 7, "headline": "Baker", "link": "https://mill.example/7", "body_html": "<p>Bake.</p>", "where": "Oslo",
        "mode": "on-site", "contract": "full time", "published": "2026-11-01", "slug": "baker",
        "pay": {"from": 40, "to": 45, "currency": "EUR", "per": "hour"},
    }  # fmt: skip
    body = json.dumps({"total": 2, "more": True, "openings": [opening]}).encode()
    found = list(loaf.read(board, Response(request, request.url, body, {})))
    assert [one.url for one in found if isinstance(one, Request)] == ["https://api.loaf.example/boards/mill?page=2"]
    (payload,) = [one.payload for one in found if isinstance(one, PostingItem)]
    fields = Fields(payload)
    posting = loaf.parse(fields, board)
    assert (posting.title, posting.workplace, posting.employment_type) == ("Baker", "onsite", "full_time")
    assert posting.pay == StatedPay(40.0, 45.0, "EUR", "hour") and not fields.leftovers(loaf.ignored)


class _Loaf(http.server.BaseHTTPRequestHandler):
    """A board of two pages, as the documentation describes it."""

    def do_GET(self) -> None:
        page = 2 if self.path.endswith("page=2") else 1
        openings = [
            {"id": 10 * page + number, "headline": "Baker", "link": "https://mill.example/7", "apply_url": "x"}
            for number in range(3)
        ]
        answer = {"total": 6, "more": page == 1, "openings": openings}
        body = json.dumps(answer).encode() if self.path.startswith("/boards/mill?") else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_the_worked_example_is_a_platform_once_its_file_is_there(tmp_path: Path) -> None:
    (tmp_path / "loaf.py").write_text(EXAMPLE, encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Loaf)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    board = Board("loaf", "mill", "Mill", f"http://127.0.0.1:{server.server_address[1]}")
    Job("loaf", [board], dt.date(2026, 11, 23), tmp_path, limits=Limits(delay=0.0)).write(tmp_path / "job.json")
    # Its module stands beside the others', as it would in spiders/platforms.
    start = "import sys, spiders.platforms; spiders.platforms.__path__.append(sys.argv[1]); "
    start += "from spiders.crawl import main; sys.exit(main([sys.argv[2]]))"
    command = [sys.executable, "-c", start, str(tmp_path), str(tmp_path / "job.json")]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    server.shutdown()
    server.server_close()
    assert done.returncode == 0, done.stderr
    (report,) = read_report(tmp_path).boards
    assert (report.status, report.postings, report.postings_advertised, report.requests) == ("ok", 6, 6, 2)
    rows = read_parts(raw_files(tmp_path)).to_pylist()
    assert {row["posting_id"] for row in rows} == {f"loaf:mill:{page}{n}" for page in (1, 2) for n in range(3)}
