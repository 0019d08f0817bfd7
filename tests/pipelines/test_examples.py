"""The example scripts read a real night with three libraries, agree, and agree with the published role tables."""

import csv
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def rows(name: str, data: str) -> list[dict[str, str]]:
    script = [sys.executable, str(EXAMPLES / f"with_{name}.py"), data]
    printed = subprocess.run(script, capture_output=True, text=True, check=True).stdout
    return list(csv.DictReader(io.StringIO(printed)))


def test_three_libraries_give_one_answer_and_it_is_the_published_one(nights: Any) -> None:
    found = rows("pandas", nights.data)
    assert found and found == rows("polars", nights.data) == rows("duckdb", nights.data)

    store, date = nights.store, nights.last
    published = store.read("role_statistics", date).set_index("role")["open_positions"]
    assert {row["role"]: int(row["openings"]) for row in found} == published.to_dict()

    pay = store.read("role_pay", date)
    ceilings = pay[(pay["currency"] == "USD") & (pay["pay_point"] == "ceiling") & pay["median"].notna()]
    medians = {row["role"]: float(row["median_ceiling"]) for row in found if row["median_ceiling"]}
    assert medians == ceilings.set_index("role")["median"].to_dict()

    skills = store.read("role_skills", date)
    for row in found:
        asked = skills[skills["role"] == row["role"]].set_index("skill")["n"]
        named = [asked[skill] for skill in row["top_skills"].split("; ") if skill]
        assert named == sorted(asked, reverse=True)[: len(named)] and len(named) == min(3, len(asked))
