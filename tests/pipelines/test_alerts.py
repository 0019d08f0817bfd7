"""Alerts: once when a night goes wrong and once when that is over, to a real receiver, also when it is down."""

import datetime as dt
import http.server
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from processes import free_port

from pipelines.alerts.causes import Ended, Facts, Limits, causes, over
from pipelines.alerts.look import look
from pipelines.alerts.memory import MOST, Memory
from pipelines.decision import Figures
from pipelines.definitions import build_defs
from pipelines.health import Drift
from pipelines.held import Held, hold
from pipelines.night import run_night
from pipelines.partitions import today
from pipelines.settings import state_directory
from storage.store import Store

FIRST = dt.date(2026, 11, 1)
LIMITS = Limits()
LOG = logging.getLogger(__name__)


class Receiver:
    """A webhook on loopback that keeps what it is sent; `status` is what it answers."""

    def __init__(self, port: int = 0) -> None:
        self.texts: list[str] = []
        self.status = 200
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                assert self.headers["Content-Type"] == "application/json" and set(body) == {"text"}
                if receiver.status == 200:
                    receiver.texts.append(body["text"])
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/services/secret-token"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    started = Receiver()
    monkeypatch.setenv("ROLEMETER_ALERT_WEBHOOK", started.url)
    yield started
    started.stop()


def boards(counts: dict[str, int], **statuses: str) -> list[dict[str, Any]]:
    return [
        {"platform": "lever", "board": name, "status": statuses.get(name, "ok"), "postings": count}
        for name, count in counts.items()
    ]


def nights(*rows: list[dict[str, Any]]) -> list[tuple[dt.date, list[dict[str, Any]]]]:
    return [(FIRST + dt.timedelta(days=number), of) for number, of in enumerate(rows)]


def figures(with_skill: float, with_level: float = 0.9, ai: int = 500) -> Figures:
    return Figures((), 1000, 0, ai, with_skill, with_level)


MANY = {f"b{number}": 50 for number in range(20)}
HELD = Held(FIRST, ("no posting at all",), "run")


@pytest.mark.parametrize(
    ("facts", "name", "says"),
    [
        (Facts(held=[HELD]), "held", "rolemeter publish --date 2026-11-01"),
        (Facts(ended=Ended(FIRST, True, "crawl: no space left")), "failed", "crawl: no space left"),
        (Facts(published=FIRST, expected=FIRST + dt.timedelta(days=1)), "late", "2026-11-02 is late"),
        (Facts(boards=nights(boards(MANY, b1="failed", b2="blocked", b3="gone"))), "boards", "3 of 20 boards"),
        (Facts(boards=nights(boards({"one": 9}, one="failed"))), "boards", "1 of 1 boards"),
        (Facts(boards=nights(boards(MANY), boards(MANY), boards({"b1": 700}))), "postings", "30% fewer than usual"),
        (Facts(figures=[(FIRST, figures(0.95)), (FIRST, figures(0.8))]), "coverage", "80% of the AI postings name a"),
        (
            Facts(drifts=[Drift("lever", "b1", "perks", False, FIRST)], audited={"lever": 2}),
            "drift lever", "lever has changed: new perks (1 boards)",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_under_its_name(facts: Facts, name: str, says: str) -> None:
    found = causes(facts, LIMITS)
    assert list(found) == [name] and says in found[name]
    assert over(name).startswith("Over: ")


@pytest.mark.parametrize(
    "facts",
    [
        Facts(),
        Facts(held=[HELD], published=FIRST + dt.timedelta(days=1)),
        Facts(ended=Ended(FIRST, False)),
        Facts(published=FIRST, expected=FIRST),
        Facts(boards=nights(boards(MANY, b1="failed", b2="failed"))),
        Facts(boards=nights(boards(MANY), boards(MANY), boards({"b1": 850}))),
        Facts(boards=nights(boards({"b1": 30}), boards({"b1": 12}))),
        Facts(figures=[(FIRST, figures(0.95)), (FIRST, figures(0.86))]),
        Facts(figures=[(FIRST, figures(0.95)), (FIRST, figures(0.1, ai=20))]),
        Facts(drifts=[Drift("lever", "b1", "perks", False, FIRST)], audited={"lever": 3}),
    ],
)
def test_what_is_usual_is_not_told(facts: Facts) -> None:
    assert causes(facts, LIMITS) == {}


def test_a_night_that_is_held_or_failed_is_not_late_as_well() -> None:
    for why in ({"held": [HELD]}, {"ended": Ended(FIRST, True)}):
        found = causes(Facts(published=FIRST - dt.timedelta(days=1), expected=FIRST, **why), LIMITS)  # type: ignore[arg-type]
        assert len(found) == 1 and "late" not in found


def test_a_cause_is_told_once_and_once_more_when_it_is_over() -> None:
    memory = Memory()
    assert memory.take({"failed": "The night failed."}) == ["The night failed."]
    assert memory.take({"failed": "The next night failed.", "late": "It is late."}) == ["It is late."]
    assert memory.take({"late": "It is late."}) == [f"{over('failed')} It was: The night failed."]
    assert memory.take({"failed": "Again."}) == ["Again.", f"{over('late')} It was: It is late."]
    memory.wait([str(number) for number in range(MOST + 5)])
    assert len(memory.waiting) == MOST and memory.waiting[-1] == str(MOST + 4)


def test_a_receiver_that_is_down_is_told_later_and_nothing_twice(
    tmp_path: Path, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    store, data = Store(tmp_path), str(tmp_path)
    hold(store, FIRST, ["<!channel> lost & gone"], "run")
    with dg.DagsterInstance.from_config(str(state_directory(data))) as instance:
        receiver.status = 503
        assert len(look(data, instance, LOG, scheduled=True)) == 1
        assert look(data, instance, LOG, scheduled=True) == [] and receiver.texts == []
        receiver.status = 302
        look(data, instance, LOG, scheduled=True)
        receiver.status = 200
        assert look(data, instance, LOG, scheduled=True) == []
        assert len(receiver.texts) == 1 and "&lt;!channel&gt; lost &amp; gone" in receiver.texts[0]
        look(data, instance, LOG, scheduled=True)
        assert len(receiver.texts) == 1
    assert "wait for the webhook" in caplog.text and "secret-token" not in caplog.text


def test_nobody_listening_and_a_damaged_memory_harm_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    monkeypatch.setenv("ROLEMETER_ALERT_WEBHOOK", f"http://127.0.0.1:{port}/x")
    data = str(tmp_path)
    hold(Store(tmp_path), FIRST, ["no posting at all"], "run")
    with dg.DagsterInstance.from_config(str(state_directory(data))) as instance:
        assert len(look(data, instance, LOG, scheduled=True)) == 1
        (tmp_path / "alerts.json").write_text("{ damaged")
        assert len(look(data, instance, LOG, scheduled=True)) == 1
        receiver = Receiver(port)
        try:
            look(data, instance, LOG, scheduled=True)
        finally:
            receiver.stop()
    assert len(receiver.texts) == 1 and "was not reached" in caplog.text


def test_the_command_line_tells_and_the_sensor_goes_on_where_it_stopped(tmp_path: Path, receiver: Receiver) -> None:
    """A night of boards that nobody answers for fails or is held back, and a night that is published ends that."""
    boards_file, data = tmp_path / "boards.csv", str(tmp_path / "data")
    lines = [f"greenhouse,b{number},Mill,http://127.0.0.1:{free_port()}/greenhouse" for number in range(3)]
    boards_file.write_text("\n".join(["platform,board,company,base_url", *lines]) + "\n")
    assert not run_night(boards=str(boards_file), data=data)
    assert len(receiver.texts) == 2, receiver.texts
    assert f"The night of {today()} is held back: no posting at all" in receiver.texts[0]
    assert "3 of 3 boards were not read" in receiver.texts[1]
    sensor = next(iter(build_defs(data=data).sensors or ()))
    assert isinstance(sensor, dg.SensorDefinition) and sensor.default_status == dg.DefaultSensorStatus.RUNNING
    with dg.DagsterInstance.from_config(str(state_directory(data))) as instance:
        sensor(dg.build_sensor_context(instance))
        assert len(receiver.texts) == 2
        assert run_night(date=today(), data=data, accept=True)
        assert receiver.texts[2:] == [f"Over: a night is published again. It was: {receiver.texts[0]}"]
