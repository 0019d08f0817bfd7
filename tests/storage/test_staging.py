"""Files that are published together: staged unseen, put in place by a journal, finished after a stop half way."""

import datetime as dt
import json
from pathlib import Path

import pytest

from storage import staging
from storage.store import Store

DATE = dt.date(2026, 11, 20)
FILES = {"site/index.html": b"new", "site/a.html": b"a", f"comparisons/{DATE}/x--y.json": b"{}"}


def _row(n: int) -> dict[str, object]:
    names = ("open_positions", "postings")
    return {
        "snapshot_date": DATE,
        "role": "data-engineer",
        "market_share": None,
        "low": None,
        "high": None,
    } | dict.fromkeys(names, n)


@pytest.fixture
def stores(tmp_path: Path) -> tuple[Store, Store]:
    """A store with a published night, and one that stages the next run of it."""
    plain = Store(tmp_path)
    plain.write("role_statistics", [_row(1)], DATE)
    plain.replace_files("site", {"site/index.html": b"old", "site/gone.html": b"gone"})
    plain.replace_files("comparisons", {"comparisons/2026-11-19/x--y.json": b"yesterday's"})
    staging.begin(plain, DATE, "run 1")
    staged = Store(tmp_path, staging.staging_of(DATE))
    staged.write("role_statistics", [_row(2)], DATE)
    staged.replace_files("site", {path: text for path, text in FILES.items() if path.startswith("site")})
    staged.replace_files(f"comparisons/{DATE}", {f"comparisons/{DATE}/x--y.json": b"{}"})
    return plain, staged


def _count(store: Store) -> int:
    return int(store.arrow("role_statistics", DATE).column("postings")[0].as_py())


def test_what_is_staged_is_seen_by_the_run_alone_until_it_is_published(stores: tuple[Store, Store]) -> None:
    plain, staged = stores
    assert (_count(plain), _count(staged)) == (1, 2)
    assert plain.read_file(f"{plain.root}/site/index.html") == b"old"
    assert staged.read_file(f"{plain.root}/site/index.html") == b"new"
    assert staged.path("role_statistics", DATE) == plain.path("role_statistics", DATE)
    assert staging.publish(plain, DATE, {"run": "run 1"}) == 4
    _check_published(plain)


def _check_published(plain: Store) -> None:
    assert _count(plain) == 2
    assert {path.removeprefix(f"{plain.root}/") for path in plain.files(f"{plain.root}/site")} == {
        "site/index.html",
        "site/a.html",
    }
    assert plain.is_file(f"{plain.root}/comparisons/2026-11-19/x--y.json")
    assert staging.staged_dates(plain) == [] and staging.manifest(plain, DATE)
    assert set(staging.manifest(plain, DATE)["files"]) == {
        *FILES,
        f"role_statistics/snapshot_date={DATE}/role_statistics.parquet",
    }


@pytest.mark.parametrize("moves", range(5))
def test_a_publication_that_was_cut_short_is_finished(
    stores: tuple[Store, Store], moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, _ = stores
    left = moves

    def move(store: Store, source: str, target: str) -> None:
        nonlocal left
        if ".tmp" not in source:  # a staged file's move, not the end of a write
            if not left:
                raise KeyboardInterrupt
            left -= 1
        Path(source).replace(target)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "move", move)
        if moves < 4:
            with pytest.raises(KeyboardInterrupt):
                staging.publish(plain, DATE, {"run": "run 1"})
        else:
            staging.publish(plain, DATE, {"run": "run 1"})
    assert staging.recover(plain) == ([DATE] if moves < 4 else [])
    _check_published(plain)


def test_what_another_run_left_is_removed_and_a_run_finds_its_own_again(stores: tuple[Store, Store]) -> None:
    plain, staged = stores
    staging.begin(plain, DATE, "run 1")
    assert _count(staged) == 2
    assert staging.recover(plain) == []
    staging.begin(plain, DATE, "run 2")
    assert _count(staged) == 1


def test_a_part_of_a_night_keeps_the_rest_in_the_manifest(stores: tuple[Store, Store]) -> None:
    plain, staged = stores
    staging.publish(plain, DATE, {"run": "run 1"})
    staging.begin(plain, DATE, "run 2")
    staged.write("role_statistics", [_row(3)], DATE)
    staging.publish(plain, DATE, {"run": "run 2"})
    assert _count(plain) == 3 and set(FILES) < set(staging.manifest(plain, DATE)["files"])
    assert json.loads(Path(plain.root, "publications", f"{DATE}.json").read_text())["run"] == "run 2"
