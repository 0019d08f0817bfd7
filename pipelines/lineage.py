"""Which assets and which of their columns the rows of a table are made from."""

import functools

import dagster as dg

from storage.tables import ROLE_TABLES, TABLES, Table, raw_table

YESTERDAY = dg.TimeWindowPartitionMapping(start_offset=-1, end_offset=-1)

SERIES = ("role_trends", "role_changes")
SERIES_READ = ("role_statistics", "role_pay", "role_workplace", "market_totals", "role_boards", "board_fetches")

READS: dict[str, tuple[str, ...]] = {
    "posting_lifecycle": ("postings", "board_fetches"),
    "openings": ("postings", "posting_lifecycle"),
    **dict.fromkeys(ROLE_TABLES, ("openings", "posting_skills", "postings")),
    "market_totals": ("openings", "postings", "board_fetches"),
    "role_boards": ("openings", "postings"),
    **dict.fromkeys(SERIES, SERIES_READ),
    "role_comparisons": (*ROLE_TABLES, "openings", "postings", "market_totals", *SERIES),
    "comparison_pages": ("role_comparisons", *ROLE_TABLES, "openings", "postings", "market_totals", *SERIES),
}
# What is carried on from the night before, so that the nights of a backfill run in order.
CONTINUED = ("board_fetches", "postings", "posting_lifecycle", "openings")

# Columns that are made from columns of other names, as table.column of what they are made from; "payload" is that of
# every raw table.
_TITLE_TEXT = ("postings.title", "postings.description")
MADE_FROM: dict[str, tuple[str, ...]] = {
    "postings.opening_id": ("payload",),
    "postings.first_seen": ("postings.posting_id",),
    "posting_skills.skill": ("payload",),
    "posting_skills.surface": ("payload",),
    "posting_lifecycle.closed_on": ("postings.posting_id", "board_fetches.status"),
    "posting_lifecycle.text_key": _TITLE_TEXT,
    "posting_lifecycle.vacancy_key": ("postings.company", *_TITLE_TEXT),
    "posting_lifecycle.text_sketch": _TITLE_TEXT,
    "openings.status": ("posting_lifecycle.closed_on",),
    "openings.postings": ("postings.posting_id",),
    "role_statistics.open_positions": ("openings.opening_id", "openings.status", "openings.role"),
    "role_statistics.market_share": ("openings.opening_id", "openings.status", "openings.role"),
    "role_pay.mean": ("openings.pay_annual_min", "openings.pay_annual_max"),
    "role_pay.median": ("openings.pay_annual_min", "openings.pay_annual_max"),
    "role_pay.p25": ("openings.pay_annual_min", "openings.pay_annual_max"),
    "role_pay.p75": ("openings.pay_annual_min", "openings.pay_annual_max"),
    "role_pay.disclosure_rate": ("openings.pay_annual_min", "openings.pay_annual_max"),
    "role_pay_distribution.n": ("openings.pay_annual_min", "openings.pay_annual_max"),
    "role_pay_levels.median": ("openings.pay_annual_min", "openings.pay_annual_max", "openings.seniority"),
    "role_pay_uses.n": ("openings.pay_annual_min", "openings.pay_annual_max", "openings.seniority"),
    "role_skills.n": ("posting_skills.skill", "openings.opening_id"),
    "role_skills.required": ("posting_skills.requirement",),
    "role_seniority.value": ("openings.seniority_band",),
    "role_workplace.value": ("openings.workplace",),
    "role_metros.metro": ("openings.metros",),
    "market_totals.open_positions": ("openings.status", "openings.ai_tier"),
    "market_totals.boards_ok": ("board_fetches.status",),
    "market_totals.boards_failed": ("board_fetches.status",),
    "market_totals.boards_carried_forward": ("postings.carried_forward",),
    "role_boards.open_positions": ("openings.opening_id", "openings.status", "openings.role"),
    "role_boards.ceiling_geometric_mean": ("openings.pay_annual_max",),
    "role_trends.ceiling_median": ("role_pay.median",),
    "role_trends.matched_index": ("role_boards.open_positions", "board_fetches.status"),
    "role_trends.matched_pay_index": ("role_boards.ceiling_geometric_mean", "board_fetches.status"),
    "role_changes.change": ("role_boards.open_positions", "role_boards.ceiling_geometric_mean"),
    "role_trends.remote_share": ("role_workplace.share",),
    "role_comparisons.record": ("role_statistics.open_positions", "role_pay.mean", "role_skills.share"),
}


def deps(name: str, raw: tuple[str, ...] = ()) -> list[dg.AssetDep]:
    """What an asset reads: its tables of the same date, those of `raw`, and its own of the night before."""
    found = [dg.AssetDep(read) for read in (*raw, *READS.get(name, ()))]
    if name in CONTINUED or name.startswith("raw_"):
        found.append(dg.AssetDep(name, partition_mapping=YESTERDAY))
    return found


@functools.cache
def column_lineage(declared: Table, raw: tuple[str, ...] = ()) -> dg.TableColumnLineage:
    """The columns behind each column: those that MADE_FROM names, else columns of the same name in what is read."""
    lineage = {}
    for column in declared.columns:
        named = MADE_FROM.get(f"{declared.name}.{column}")
        sources = _named(named, raw) if named else _namesakes(declared.name, column, raw)
        if sources:
            lineage[column] = sources
    return dg.TableColumnLineage(lineage)


def _named(named: tuple[str, ...], raw: tuple[str, ...]) -> list[dg.TableColumnDep]:
    pairs = [tuple(one.split(".")) for one in named if one != "payload"]
    pairs += [(table, "payload") for table in raw] if "payload" in named else []
    return [dg.TableColumnDep(dg.AssetKey(table), column) for table, column in pairs]


def _namesakes(name: str, column: str, raw: tuple[str, ...]) -> list[dg.TableColumnDep]:
    found = [(read, column) for read in READS.get(name, ()) if column in TABLES[read].columns]
    if raw:
        source = column if column in raw_table("").columns else "payload"
        found += [(table, source) for table in raw]
    return [dg.TableColumnDep(dg.AssetKey(table), source) for table, source in found]
