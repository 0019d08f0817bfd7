"""Asset checks: the published files keep their declaration, the market has not collapsed, the texts were understood."""

import datetime as dt
from collections.abc import Iterator, Sequence

import dagster as dg
import pyarrow.compute as pc

from pipelines.resources import Tables
from storage.store import Store, violations
from storage.tables import TABLES, Table

RULES = {
    "nulls": "Required columns hold no nulls.",
    "domains": "Closed vocabularies hold only their values.",
    "keys": "No key occurs twice.",
}
JUMP = 0.5  # a change of a platform's postings by more than this from one night to the next is worth a look
SKILLS_LEAST = 0.80  # share of AI postings in which at least one skill is found
LEVEL_LEAST = 0.50  # share of AI postings that tell their level
VOLUME, COVERAGE = "volume", "extraction_coverage"
PLAUSIBLE = {
    VOLUME: "No platform lost or doubled its postings overnight.",
    COVERAGE: "AI postings name skills and tell their level.",
}


def table_checks() -> Sequence[dg.AssetChecksDefinition]:
    """For every declared table one check a rule; for postings also volume and coverage."""
    return [*(_declaration_checks(declared) for declared in TABLES.values()), _postings_checks()]


def _declaration_checks(declared: Table) -> dg.AssetChecksDefinition:
    specs = [
        dg.AssetCheckSpec(
            rule,
            asset=declared.name,
            description=text,
            blocking=declared.name == "postings",
        )
        for rule, text in RULES.items()
    ]

    @dg.multi_asset_check(name=f"{declared.name}_declaration", specs=specs)
    def check(context: dg.AssetCheckExecutionContext, tables: Tables) -> Iterator[dg.AssetCheckResult]:
        store = tables.store()
        date = _night(context, store, declared.name) if declared.dated else None
        found = violations(declared, store.arrow(declared.name, date))
        for rule, texts in found.items():
            yield dg.AssetCheckResult(
                check_name=rule, asset_key=declared.name, passed=not texts, description="; ".join(texts) or None
            )

    return check


def _postings_checks() -> dg.AssetChecksDefinition:
    specs = [dg.AssetCheckSpec(name, asset="postings", description=text) for name, text in PLAUSIBLE.items()]

    @dg.multi_asset_check(name="postings_plausibility", specs=specs)
    def check(context: dg.AssetCheckExecutionContext, tables: Tables) -> Iterator[dg.AssetCheckResult]:
        store = tables.store()
        date = _night(context, store, "postings")
        yield volume(store, date)
        yield coverage(store, date)

    return check


def _night(context: dg.AssetCheckExecutionContext, store: Store, name: str) -> dt.date:
    """The run's snapshot date; the newest one when a check is run by itself."""
    key = context.run.tags.get("dagster/partition")
    return dt.date.fromisoformat(key) if key else store.dates(name)[-1]


def _by_platform(store: Store, date: dt.date) -> dict[str, int]:
    counts = store.arrow("postings", date, ["platform"]).column("platform").value_counts().to_pylist()
    return {entry["values"]: entry["counts"] for entry in counts}


def volume(store: Store, date: dt.date) -> dg.AssetCheckResult:
    """Each platform's postings against the night before: none left is an error, a jump a warning."""
    now, last = _by_platform(store, date), store.date_before("postings", date)
    before = _by_platform(store, last) if last else {}
    lost = [name for name, count in before.items() if count and not now.get(name)]
    jumps = [
        f"{name}: {before[name]} to {now[name]} postings"
        for name in sorted(set(now) & set(before))
        if abs(now[name] - before[name]) > JUMP * before[name]
    ]
    empty = [] if now else ["no posting at all"]
    return dg.AssetCheckResult(
        check_name=VOLUME,
        asset_key="postings",
        passed=not (lost or jumps or empty),
        severity=dg.AssetCheckSeverity.ERROR if lost or empty else dg.AssetCheckSeverity.WARN,
        description="; ".join(empty + [f"{name}: no posting left" for name in lost] + jumps)
        or (f"compared with {last}" if last else "the first night: nothing to compare with"),
        metadata={**now},
    )


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
