"""What Dagster loads: a small picture of assets, dependencies, schedule and documentation."""

import dagster as dg
import pytest

from pipelines.definitions import build_defs
from pipelines.metadata import preview
from pipelines.partitions import nights, today
from spiders.platforms import platforms
from storage.tables import TABLES


@pytest.fixture(scope="module")
def defs() -> dg.Definitions:
    return build_defs()


def test_every_table_is_an_asset_with_group_owner_kinds_and_documented_columns(defs: dg.Definitions) -> None:
    specs = {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}
    assert set(specs) == set(TABLES) | {f"raw_{name}" for name in platforms()} | {"comparison_pages", "publication"}
    for name, spec in specs.items():
        assert spec.owners == ["team:rolemeter"] and spec.kinds and spec.description, name
        assert spec.group_name in ("crawl", "postings", "roles", "comparisons")
    columns = specs["posting_skills"].metadata["dagster/column_schema"].columns
    assert [column.name for column in columns] == list(TABLES["posting_skills"].columns)
    assert "characters" in next(column.description for column in columns if column.name == "start")


def test_data_flows_in_one_direction(defs: dg.Definitions) -> None:
    deps = {
        spec.key.to_user_string(): {dep.asset_key.to_user_string() for dep in spec.deps}
        for spec in defs.resolve_all_asset_specs()
    }
    assert deps["postings"] == {f"raw_{name}" for name in platforms()}
    assert {"postings", "posting_lifecycle"} <= deps["openings"]
    assert deps["role_skills"] == {"openings", "posting_skills"}
    assert "role_statistics" in deps["role_comparisons"]
    assert deps["comparison_pages"] == {"role_comparisons"}


def test_the_nightly_schedule_runs_by_default_in_utc(defs: dg.Definitions) -> None:
    (schedule,) = defs.schedules or []
    resolved = defs.resolve_schedule_def("every_night")
    assert schedule is not None
    assert resolved.default_status == dg.DefaultScheduleStatus.RUNNING
    assert (resolved.cron_schedule, resolved.execution_timezone or "UTC") == ("15 3 * * *", "UTC")


def test_every_declared_table_has_checks_and_postings_more(defs: dg.Definitions) -> None:
    keys = {
        (key.asset_key.to_user_string(), key.name) for checks in defs.asset_checks or [] for key in checks.check_keys
    }
    for name in TABLES:
        assert {(name, "nulls"), (name, "domains"), (name, "keys")} <= keys
    assert {("postings", "volume"), ("postings", "extraction_coverage"), ("board_fetches", "board_volume")} <= keys
    assert ("payload_audit", "drift") in keys


def test_the_calendar_ends_today_and_is_stretched_for_the_sample_market() -> None:
    assert nights().get_last_partition_key() == today().isoformat()
    far = today().replace(year=today().year + 1)
    assert nights(far).has_partition_key(far.isoformat())
    assert nights(far.replace(year=2019)).has_partition_key(f"2019-{far:%m-%d}")


def test_a_preview_shows_hostile_text_as_text() -> None:
    shown = preview(TABLES["posting_skills"].schema.empty_table())
    assert shown.startswith("| posting_id |")
    import pandas as pd

    cell = preview(pd.DataFrame([{"title": "<script>alert(1)</script>|[x](javascript:1)"}])).splitlines()[-1]
    assert "<script" not in cell and "[x]" not in cell and cell.count("|") == 2
