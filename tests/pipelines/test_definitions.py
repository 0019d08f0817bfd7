"""What Dagster loads: a small picture of assets, dependencies, schedule and documentation."""

import datetime as dt
from pathlib import Path

import dagster as dg
import pytest

from pipelines.definitions import NIGHTLY, build_defs
from pipelines.lineage import MADE_FROM, READS, column_lineage
from pipelines.metadata import preview
from pipelines.partitions import nights, today
from pipelines.settings import PROJECT
from pipelines.versions import CODE, code_version
from spiders.market.employers import EVERYDAY
from storage.store import Store
from storage.tables import TABLES, raw_table


@pytest.fixture(scope="module")
def defs() -> dg.Definitions:
    return build_defs()


def test_every_table_is_an_asset_with_group_owner_kinds_and_documented_columns(defs: dg.Definitions) -> None:
    specs = {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}
    no_tables = {"comparison_pages", "publication", "retention"}
    assert set(specs) == set(TABLES) | {f"raw_{name}" for name in EVERYDAY} | no_tables
    for name, spec in specs.items():
        assert spec.owners == ["team:rolemeter"] and spec.kinds and spec.description, name
        assert spec.code_version and (spec.freshness_policy or name == "comparison_pages"), name
        assert spec.group_name in ("crawl", "postings", "roles", "comparisons", "upkeep")
    columns = specs["posting_skills"].metadata["dagster/column_schema"].columns
    assert [column.name for column in columns] == list(TABLES["posting_skills"].columns)
    assert "characters" in next(column.description for column in columns if column.name == "start")


def test_data_flows_in_one_direction(defs: dg.Definitions) -> None:
    deps = {
        spec.key.to_user_string(): {dep.asset_key.to_user_string() for dep in spec.deps}
        for spec in defs.resolve_all_asset_specs()
    }
    assert deps["postings"] == {f"raw_{name}" for name in EVERYDAY} | {"postings"}
    assert {"postings", "posting_lifecycle"} <= deps["openings"]
    assert deps["role_skills"] == {"openings", "posting_skills", "postings"}
    assert {"role_statistics", "postings"} <= deps["role_comparisons"]
    assert {"role_comparisons", "openings", "role_trends", "market_totals"} <= deps["comparison_pages"]


def test_what_is_carried_on_reads_the_night_before_so_that_a_backfill_runs_in_order(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    for name in ("raw_lever", "board_fetches", "postings", "posting_lifecycle", "openings"):
        mapping = graph.get_partition_mapping(dg.AssetKey(name), parent_asset_key=dg.AssetKey(name))
        assert isinstance(mapping, dg.TimeWindowPartitionMapping), name
        assert (mapping.start_offset, mapping.end_offset) == (-1, -1)


def test_spacy_is_named_only_where_it_runs(defs: dg.Definitions) -> None:
    with_spacy = {spec.key.to_user_string() for spec in defs.resolve_all_asset_specs() if "spacy" in spec.kinds}
    assert with_spacy == {"postings", "posting_skills"}


def test_only_platforms_with_boards_are_crawled_and_those_with_data_stay_visible(tmp_path: Path) -> None:
    Store(tmp_path).write("raw_gem", raw_table("gem").schema.empty_table(), dt.date(2026, 3, 1))
    boards = tmp_path / "boards.csv"
    boards.write_text("platform,board,company,base_url\nlever,a,A,\n")
    defs = build_defs(boards=str(boards), data=str(tmp_path))
    raw = {spec.key.path[-1] for spec in defs.resolve_all_asset_specs() if spec.key.path[-1].startswith("raw_")}
    assert raw == {"raw_lever", "raw_gem"}
    job = defs.resolve_job_def(NIGHTLY)
    executable = {key.path[-1] for key in job.asset_layer.executable_asset_keys}
    assert "raw_lever" in executable and "raw_gem" not in executable


def test_owners_are_the_users_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEMETER_OWNERS", "ada@example.org, team:data")
    specs = list(build_defs().resolve_all_asset_specs())
    assert all(spec.owners == ["ada@example.org", "team:data"] for spec in specs)


def test_derived_columns_name_the_columns_they_are_made_from() -> None:
    for made, sources in MADE_FROM.items():
        name, column = made.split(".")
        assert column in TABLES[name].columns
        for source in sources:
            if source != "payload":
                read, of = source.split(".")
                assert read in READS.get(name, (name,)) and of in TABLES[read].columns, made
    lineage = column_lineage(TABLES["role_workplace"]).deps_by_column
    assert [(dep.asset_key.path[-1], dep.column_name) for dep in lineage["value"]] == [("openings", "workplace")]
    title = column_lineage(TABLES["postings"], ("raw_lever",)).deps_by_column["title"]
    assert [(dep.asset_key.path[-1], dep.column_name) for dep in title] == [("raw_lever", "payload")]


def test_a_code_version_changes_with_the_columns_and_with_the_code_of_its_stage() -> None:
    assert code_version("roles", TABLES["role_pay"]) != code_version("roles", TABLES["role_skills"])
    assert code_version("roles") != code_version("postings")
    assert code_version("roles", TABLES["role_pay"]) == code_version("roles", TABLES["role_pay"])
    assert all((PROJECT / place).exists() for places in CODE.values() for place in places)


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


def test_every_check_can_be_run_alone_and_carries_its_partition(defs: dg.Definitions) -> None:
    for checks in defs.asset_checks or []:
        assert checks.can_subset
        for spec in checks.check_specs:
            assert spec.partitions_def is not None or spec.asset_key.path[-1] in ("role_trends", "role_changes")


def test_the_calendar_begins_with_the_data(tmp_path: Path) -> None:
    Store(tmp_path).write("board_fetches", [], today() - dt.timedelta(days=3))
    defs = build_defs(data=str(tmp_path))
    partitions = defs.resolve_assets_def("postings").partitions_def
    assert partitions is not None
    assert partitions.get_first_partition_key() == (today() - dt.timedelta(days=3)).isoformat()
    assert len(partitions.get_partition_keys()) == 4


def test_the_calendar_ends_today_and_is_stretched_for_the_sample_market() -> None:
    assert nights().get_last_partition_key() == today().isoformat()
    far = today().replace(year=today().year + 1)
    assert nights(covering=far).has_partition_key(far.isoformat())
    assert nights(covering=far.replace(year=2019)).has_partition_key(f"2019-{far:%m-%d}")


def test_a_preview_shows_hostile_text_as_text() -> None:
    shown = preview(TABLES["posting_skills"].schema.empty_table())
    assert shown.startswith("| posting_id |")
    import pandas as pd

    cell = preview(pd.DataFrame([{"title": "<script>alert(1)</script>|[x](javascript:1)"}])).splitlines()[-1]
    assert "<script" not in cell and "[x]" not in cell and cell.count("|") == 2
