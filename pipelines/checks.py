"""Asset checks: the published files keep their declaration, the market has not collapsed, the texts were understood."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

import dagster as dg
import pyarrow.compute as pc

from analytics.places.stated import belong_together
from analytics.publishing.links import comparison_path
from pipelines.health import HISTORY, NIGHTS, Row, Volume, board_volumes, drifts, nights_of, platform_volumes
from pipelines.resources import Tables
from pipelines.sitecheck import site_report
from storage.store import Store, violations
from storage.tables import TABLES, Table

RULES = {
    "nulls": "Required columns hold no nulls.",
    "domains": "Closed vocabularies hold only their values.",
    "keys": "No key occurs twice.",
}
SKILLS_LEAST = 0.80  # share of AI postings in which at least one skill is found
LEVEL_LEAST = 0.50  # share of AI postings that tell their level
VOLUME, BOARD_VOLUME, DRIFT, COVERAGE = "volume", "board_volume", "drift", "extraction_coverage"
PLACES = "places_agree"
NAMED = 20  # boards that a check names
PLAUSIBLE = {
    "board_fetches": {BOARD_VOLUME: "No board that was read has far fewer or more postings than usual."},
    "payload_audit": {DRIFT: "No board has fields that nobody reads, or lacks fields that it should have."},
    "postings": {
        VOLUME: "No platform has far fewer or more postings than usual.",
        COVERAGE: "AI postings name skills and tell their level.",
        PLACES: "The region of every posting lies in its country.",
    },
}

SITE = {
    "links": "Every link of the site leads to one of its files.",
    "pairs": "Every pair of roles with data has its page, reached from the index.",
    "date": "Every page shows the newest snapshot date.",
    "size": "No page is larger than a megabyte.",
}


def table_checks(partitions: dg.PartitionsDefinition) -> Sequence[dg.AssetChecksDefinition]:
    """For every declared table one check a rule; then volumes of boards and platforms, drift and coverage."""
    plausible = [_plausibility_checks(name, texts, partitions) for name, texts in PLAUSIBLE.items()]
    declared = [_declaration_checks(one, partitions) for one in TABLES.values()]
    return [*declared, *plausible, _site_checks(partitions)]


def _declaration_checks(declared: Table, partitions: dg.PartitionsDefinition) -> dg.AssetChecksDefinition:
    specs = [
        dg.AssetCheckSpec(
            rule,
            asset=declared.name,
            description=text,
            blocking=declared.name == "postings",
            partitions_def=partitions if declared.dated else None,
        )
        for rule, text in RULES.items()
    ]

    @dg.multi_asset_check(name=f"{declared.name}_declaration", specs=specs, can_subset=True)
    def check(context: dg.AssetCheckExecutionContext, tables: Tables) -> Iterator[dg.AssetCheckResult]:
        store = tables.store()
        date = _night(context, store, declared.name) if declared.dated else None
        rows = store.arrow(declared.name, date)
        found = violations(declared, rows)
        for rule, texts in found.items():
            if dg.AssetCheckKey(dg.AssetKey(declared.name), rule) in context.selected_asset_check_keys:
                yield dg.AssetCheckResult(
                    check_name=rule,
                    asset_key=declared.name,
                    passed=not texts,
                    description="; ".join(texts) or None,
                    metadata={"rows": rows.num_rows, "faults": len(texts)},
                )

    return check


def _plausibility_checks(
    name: str,
    texts: dict[str, str],
    partitions: dg.PartitionsDefinition,
) -> dg.AssetChecksDefinition:
    specs = [
        dg.AssetCheckSpec(check, asset=name, description=text, partitions_def=partitions)
        for check, text in texts.items()
    ]

    @dg.multi_asset_check(name=f"{name}_plausibility", specs=specs, can_subset=True)
    def check(context: dg.AssetCheckExecutionContext, tables: Tables) -> Iterator[dg.AssetCheckResult]:
        store = tables.store()
        date = _night(context, store, name)
        for judged in texts:
            if dg.AssetCheckKey(dg.AssetKey(name), judged) in context.selected_asset_check_keys:
                yield JUDGES[judged](store, date)

    return check


def _site_checks(partitions: dg.PartitionsDefinition) -> dg.AssetChecksDefinition:
    specs = [
        dg.AssetCheckSpec(name, asset="comparison_pages", description=text, partitions_def=partitions)
        for name, text in SITE.items()
    ]

    @dg.multi_asset_check(name="comparison_pages_site", specs=specs, can_subset=True)
    def check(context: dg.AssetCheckExecutionContext, tables: Tables) -> Iterator[dg.AssetCheckResult]:
        for name, result in zip(SITE, site(tables.store()), strict=True):
            if dg.AssetCheckKey(dg.AssetKey("comparison_pages"), name) in context.selected_asset_check_keys:
                yield result

    return check


def site(store: Store) -> list[dg.AssetCheckResult]:
    """The site as it stands, which shows the newest snapshot date whatever date was made last."""
    newest = store.dates("role_comparisons")[-1]

    def read(path: str) -> bytes | None:
        try:
            return store.read_file(f"{store.root}/site/{path}")
        except OSError:
            return None

    report = site_report(read, newest.isoformat(), lambda path: path != "dictionary.html")
    pairs = store.arrow("role_comparisons", newest, ["role_a", "role_b"]).to_pylist()
    missing = report.missing(comparison_path(pair["role_a"], pair["role_b"]) for pair in pairs)
    largest = max(report.pages.values(), default=0)
    return [
        _site_result("links", report.broken, {"pages": len(report.pages), "files": len(report.files)}),
        _site_result("pairs", missing, {"pairs": len(pairs)}),
        _site_result("date", report.undated, {"pages": len(report.pages)}),
        _site_result("size", report.large, {"largest_page_bytes": largest, "bytes": sum(report.pages.values())}),
    ]


def _site_result(name: str, wrong: list[str], numbers: dict[str, int]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=name,
        asset_key="comparison_pages",
        passed=not wrong,
        description=_listed(wrong) or None,
        metadata={"faults": len(wrong), **numbers},
    )


def _night(context: dg.AssetCheckExecutionContext, store: Store, name: str) -> dt.date:
    """The run's snapshot date; the newest one when a check is run by itself."""
    key = context.run.tags.get("dagster/partition")
    return dt.date.fromisoformat(key) if key else store.dates(name)[-1]


def volume(store: Store, date: dt.date) -> dg.AssetCheckResult:
    """Each platform's postings against the nights before: far too few is an error, a jump a warning."""
    tonight, before = _fetches(store, date)
    volumes = platform_volumes(tonight, before)
    emptied = [str(one) for one in volumes if one.usual and not one.postings and not one.has_failed]
    nothing = [] if any(row["postings"] for row in tonight) else ["no posting at all"]
    return _volume_result(VOLUME, "postings", volumes, nothing + emptied, {one.name: one.postings for one in volumes})


def board_volume(store: Store, date: dt.date) -> dg.AssetCheckResult:
    """Each board that was read against the nights before: far too few postings is an error, a jump a warning."""
    volumes = board_volumes(*_fetches(store, date))
    return _volume_result(BOARD_VOLUME, "board_fetches", volumes, [], {"boards compared": len(volumes)})


def _fetches(store: Store, date: dt.date) -> tuple[list[Row], list[list[Row]]]:
    nights = nights_of(store, "board_fetches", ["platform", "board", "status", "postings"], date, NIGHTS)
    return next((rows for one, rows in nights if one == date), []), [rows for one, rows in nights if one != date]


def _volume_result(
    name: str, asset: str, volumes: Sequence[Volume], errors: list[str], metadata: dict[str, int]
) -> dg.AssetCheckResult:
    failed = errors + [str(one) for one in volumes if one.has_failed]
    jumped = [str(one) for one in volumes if one.has_jumped]
    return dg.AssetCheckResult(
        check_name=name,
        asset_key=asset,
        passed=not (failed or jumped),
        severity=dg.AssetCheckSeverity.ERROR if failed else dg.AssetCheckSeverity.WARN,
        description=_listed(failed + jumped) or ("as usual" if volumes else "no night before to compare with"),
        metadata={**metadata},
    )


def drift(store: Store, date: dt.date) -> dg.AssetCheckResult:
    """Fields of boards that nobody reads or that are missing, each with the night since when."""
    columns = ["platform", "board", "leftovers", "missing"]
    found = drifts(nights_of(store, "payload_audit", columns, date, HISTORY))
    return dg.AssetCheckResult(
        check_name=DRIFT,
        asset_key="payload_audit",
        passed=not found,
        severity=dg.AssetCheckSeverity.WARN,
        description=_listed([str(one) for one in found]) or "every field is read or known",
        metadata={"fields": len(found), "boards": len({(one.platform, one.board) for one in found})},
    )


def _listed(texts: list[str]) -> str:
    more = [f"and {len(texts) - NAMED} more"] if len(texts) > NAMED else []
    return "; ".join(texts[:NAMED] + more)


def coverage(store: Store, date: dt.date) -> dg.AssetCheckResult:
    """Of the AI postings, the shares that name a skill and that tell their level."""
    postings = store.arrow("postings", date, ["posting_id", "ai_tier", "seniority_basis"])
    ai = postings.filter(pc.not_equal(postings.column("ai_tier"), "excluded"))
    skilled = set(store.arrow("posting_skills", date, ["posting_id"]).column("posting_id").to_pylist())
    total = ai.num_rows
    with_skill = sum(posting in skilled for posting in ai.column("posting_id").to_pylist()) / total if total else 0.0
    assumed = pc.sum(pc.equal(ai.column("seniority_basis"), "assumed")).as_py() or 0
    with_level = 1 - assumed / total if total else 0.0
    return dg.AssetCheckResult(
        check_name=COVERAGE,
        asset_key="postings",
        passed=with_skill >= SKILLS_LEAST and with_level >= LEVEL_LEAST,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{with_skill:.1%} of {total} AI postings name a skill, {with_level:.1%} tell their level",
        metadata={"ai_postings": total, "with_skill": with_skill, "with_level": with_level},
    )


def places_agree(store: Store, date: dt.date) -> dg.AssetCheckResult:
    """Postings whose region is none of their country's, of which there must be none."""
    rows = store.arrow("postings", date, ["posting_id", "country", "region"]).to_pylist()
    wrong = [
        f"{row['posting_id']} ({row['region']}, {row['country']})"
        for row in rows
        if not belong_together(row["country"], row["region"])
    ]
    return dg.AssetCheckResult(
        check_name=PLACES,
        asset_key="postings",
        passed=not wrong,
        description=_listed(wrong) or f"{len(rows)} postings",
        metadata={"postings": len(rows), "wrong": len(wrong)},
    )


JUDGES: dict[str, Callable[[Store, dt.date], dg.AssetCheckResult]] = {
    BOARD_VOLUME: board_volume,
    DRIFT: drift,
    VOLUME: volume,
    COVERAGE: coverage,
    PLACES: places_agree,
}
