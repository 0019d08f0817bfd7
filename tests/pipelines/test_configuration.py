"""One order of settings for the command line, the schedule and the UI."""

import datetime as dt
import json
import re
import zoneinfo
from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner
from dagster._utils.schedules import schedule_execution_time_iterator

from pipelines import schedule
from pipelines.cli import main
from pipelines.configuration import SettingError, in_force, resolve, source_settings, value, variables
from pipelines.definitions import build_defs
from pipelines.partitions import today
from pipelines.project import PROJECT
from pipelines.setting_list import SETTINGS
from storage.store import Store


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty settings file in force, and no variable but its own."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "mine.toml"
    file.write_text("")
    monkeypatch.setenv("ROLEMETER_SETTINGS", str(file))
    return file


def test_option_before_environment_before_file_before_default(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (value("market"), resolve("market").origin) == ("small", "default")
    file.write_text('market = "full"\nextensions = "mine"\n')
    assert (value("market"), resolve("market").origin) == ("full", str(file))
    assert value("extensions") == str(file.parent / "mine"), "a relative path is meant from the file's folder"
    monkeypatch.setenv("ROLEMETER_MARKET", "0.5")
    assert (value("market"), resolve("market").origin) == ("0.5", "ROLEMETER_MARKET")
    assert (value("market", "0.1"), resolve("market", "0.1").origin) == ("0.1", "option")
    assert resolve("market", "").origin == "ROLEMETER_MARKET", "an empty option is none"
    monkeypatch.setenv("ROLEMETER_MARKET", " ")
    assert resolve("market").origin == str(file), "an empty variable is none"


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("schedule_hour = 24", "schedule_hour", "schedule_hour = 24 should be a whole number from 0 to 23"),
        ("schedule_hour = true", "schedule_hour", "from 0 to 23"),
        ("schedule_hour = 3.5", "schedule_hour", "from 0 to 23"),
        ('schedule_timezone = "Mars/Base"', "schedule_timezone", "Europe/Berlin"),
        ('schedule_timezone = "../../etc/passwd"', "schedule_timezone", "Europe/Berlin"),
        ('market = "huge"', "market", "small, full, or a fraction"),
        ("market = nan", "market", "small, full, or a fraction"),
        ('currency = "euro"', "currency", "such as EUR"),
        ('fail_on = "never"', "fail_on", "one of: held, board"),
        ('boards = "nowhere.csv"', "boards", "there is no file .*nowhere.csv"),
        ("boards = 7", "boards", "a text, in quotes"),
        ("postings = [1]", "postings", "a text, in quotes"),
        ('bords = "b.csv"', "boards", "unknown setting 'bords'; did you mean boards"),
        ("[run]\n", "boards", "unknown setting 'run'; settings: data, boards"),
        ("boards = ", "boards", "no TOML"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_place(file: Path, text: str, name: str, says: str) -> None:
    file.write_text(text)
    with pytest.raises(SettingError, match=says) as told:
        resolve(name)
    assert str(file) in str(told.value)


def test_a_variable_that_cannot_be_used_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEMETER_WORKERS", "many")
    with pytest.raises(SettingError, match=r"ROLEMETER_WORKERS: workers = 'many' should be a whole number"):
        value("workers")
    monkeypatch.delenv("ROLEMETER_WORKERS")
    monkeypatch.setenv("ROLEMETER_BORDS", "b.csv")
    with pytest.raises(SettingError, match=r"unknown variable ROLEMETER_BORDS: did you mean ROLEMETER_BOARDS"):
        in_force()
    answer = CliRunner().invoke(main, ["run", "--data", str(file.parent / "data")])
    assert answer.exit_code == 2 and "ROLEMETER_BORDS" in answer.output and not (file.parent / "data").exists()


def test_a_settings_file_that_is_named_and_missing_is_an_error(file: Path) -> None:
    file.unlink()
    with pytest.raises(SettingError, match=str(file)):
        resolve("data")


def test_every_variable_that_the_code_reads_is_declared() -> None:
    found: set[str] = set()
    for package in ("pipelines", "spiders", "analytics", "storage"):
        for path in (PROJECT / package).rglob("*.py"):
            found |= set(re.findall(r"ROLEMETER_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8")))
    assert found <= set(variables()), "declare it in pipelines/setting_list.py, so that `rolemeter settings` knows it"


def test_a_source_given_as_an_option_takes_the_place_of_all_others(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file.parent / "b.csv").write_text("platform,board,company,base_url\nlever,a,A,\n")
    monkeypatch.setenv("ROLEMETER_BOARDS", str(file.parent / "b.csv"))
    assert source_settings({})["boards"] == str(file.parent / "b.csv")
    assert source_settings({"contact": "me@example.org"})["boards"], "other options change no source"
    assert source_settings({"postings": (file,)}) | {"postings": [], "boards": ""} == source_settings(
        {"market": "small"}
    )
    assert source_settings({"postings": (file,)})["postings"] == [str(file)]


def test_run_and_schedule_read_the_same_boards(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boards = file.parent / "b.csv"
    boards.write_text("platform,board,company,base_url\nlever,a,A,http://127.0.0.1:9/lever\n")
    monkeypatch.setenv("ROLEMETER_BOARDS", str(boards))
    monkeypatch.setenv("ROLEMETER_CONTACT", "me@example.org")
    source = build_defs().resources["source"]
    assert (source.boards, source.contact) == (str(boards), "me@example.org")
    answer = CliRunner().invoke(main, ["run", "--dry-run"])
    assert "127.0.0.1:9/lever" in answer.output, "not the sample market"
    data = str(file.parent / "data")
    answer = CliRunner().invoke(main, ["run", "--data", data])
    (fetch,) = Store(data).arrow("board_fetches", today()).to_pylist()
    assert (answer.exit_code, fetch["board"], fetch["status"]) == (3, "a", "failed")


def test_settings_are_printed_with_their_origin(file: Path) -> None:
    file.write_text('contact = "me@example.org"\n')
    answer = CliRunner().invoke(main, ["settings"], env={"ROLEMETER_MARKET": "full"})
    assert answer.exit_code == 0
    lines = {line.split()[0]: line for line in answer.output.splitlines() if not line.startswith(" ")}
    assert "me@example.org" in lines["contact"] and str(file) in lines["contact"]
    assert "full" in lines["market"] and "ROLEMETER_MARKET" in lines["market"]
    assert list(lines) == list(SETTINGS)
    as_json = json.loads(CliRunner().invoke(main, ["settings", "--json"], env={"ROLEMETER_MARKET": "full"}).output)
    assert as_json["market"] == {"value": "full", "from": "ROLEMETER_MARKET"}
    assert as_json["schedule_hour"] == {"value": 3, "from": "default"}


@pytest.mark.parametrize(
    ("hour", "zone"),
    [(2, "Europe/Berlin"), (3, "UTC"), (2, "America/New_York"), (4, "Asia/Tokyo"), (23, "America/Los_Angeles")],
)
def test_every_date_gets_one_tick_over_daylight_saving(file: Path, hour: int, zone: str) -> None:
    file.write_text(f'schedule_hour = {hour}\nschedule_minute = 30\nschedule_timezone = "{zone}"\n')
    found = build_defs().resolve_schedule_def("every_night")
    assert (found.cron_schedule, found.execution_timezone) == (f"30 {hour} * * *", zone)
    start = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)
    ticks = schedule_execution_time_iterator(start.timestamp(), str(found.cron_schedule), zone)
    dates = [next(ticks).astimezone(dt.UTC).date() for _ in range(400)]
    assert dates == [dates[0] + dt.timedelta(days=number) for number in range(400)]
    assert schedule.next_tick(start).astimezone(zoneinfo.ZoneInfo(zone)).hour == hour


def test_a_time_that_daylight_saving_moves_to_another_date_is_refused(file: Path) -> None:
    file.write_text('schedule_hour = 1\nschedule_minute = 30\nschedule_timezone = "Europe/Berlin"\n')
    with pytest.raises(SettingError, match="choose an hour"):
        build_defs()


def tick(data: Path, moment: dt.datetime) -> object:
    defs = build_defs(data=str(data))
    context = dg.build_schedule_context(scheduled_execution_time=moment, repository_def=defs.get_repository_def())
    (answer,) = defs.resolve_schedule_def("every_night").evaluate_tick(context).run_requests or [None]
    return answer


def test_a_tick_of_today_runs_today_and_tells_the_nights_that_were_missed(file: Path) -> None:
    now = dt.datetime.combine(today(), dt.time(3, 15), dt.UTC)
    assert tick(file.parent / "new", now).tags.get("rolemeter/missed") is None  # type: ignore[attr-defined]
    store = Store(file.parent / "data")
    store.write("board_fetches", [], today() - dt.timedelta(days=4))
    request = tick(file.parent / "data", now)
    assert request.partition_key == today().isoformat()  # type: ignore[attr-defined]
    first, last = today() - dt.timedelta(days=3), today() - dt.timedelta(days=1)
    assert request.tags["rolemeter/missed"] == f"{first} to {last}"  # type: ignore[attr-defined]


def test_a_tick_that_comes_on_a_later_date_crawls_nothing(file: Path) -> None:
    late = dt.datetime.combine(today() - dt.timedelta(days=1), dt.time(3, 15), dt.UTC)
    assert tick(file.parent / "data", late) is None
