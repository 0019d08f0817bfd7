"""A data directory holds the sample market's postings or real ones, and says which."""

import json
from pathlib import Path

import pytest

from storage.directory import FILE, LAYOUT, REAL, SAMPLE, DirectoryError, claim, holds
from storage.store import Store


@pytest.mark.parametrize(
    ("first", "second", "says"), [(REAL, SAMPLE, "ROLEMETER_BOARDS"), (SAMPLE, REAL, "--data DIR")]
)
def test_the_other_kind_is_refused_by_name_and_the_same_is_taken(
    tmp_path: Path, first: str, second: str, says: str
) -> None:
    store = Store(tmp_path)
    assert holds(store) is None
    claim(store, first)
    claim(store, first)
    with pytest.raises(DirectoryError, match=f"{tmp_path} holds .*{says}"):
        claim(store, second)
    assert holds(store) == first


def test_a_directory_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"layout": LAYOUT + 1, "holds": REAL}))
    with pytest.raises(DirectoryError, match=r"newer rolemeter.*update"):
        claim(Store(tmp_path), REAL)
