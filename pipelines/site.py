"""The files of the site by their path: every comparison, every role, the index, the dictionary, and the downloads."""

import datetime as dt
import json
from typing import Any

from analytics.comparison import role_sentences
from analytics.comparison.sentences import POPULATION
from analytics.extraction.lexicon import Lexicon
from analytics.publishing.feed import feed, sitemap
from analytics.publishing.flat import record_csv
from analytics.publishing.front import index_page
from analytics.publishing.harmless import frame_csv
from analytics.publishing.links import comparison_path, role_path
from analytics.publishing.method import method_page
from analytics.publishing.pages import comparison_page, dictionary_page, role_page
from analytics.publishing.role_words import role_words
from pipelines.nights import last_nights
from pipelines.records import Night, stored_conversion
from pipelines.statuspage import STATUS, status_html
from storage.store import Store
from storage.tables import ROLE_TABLES, TABLES, raw_table

DOWNLOADS = (*ROLE_TABLES, "role_trends", "role_changes")
FORMATS = {"parquet": "Parquet", "csv": "CSV"}


def build_site(store: Store, date: dt.date, lexicon: Lexicon | None = None, address: str = "") -> dict[str, bytes]:
    """All files of the site of `date`, by path below the site's root; `address` is where it is published, if known."""
    records = {
        (row["role_a"], row["role_b"]): json.loads(row["record"])
        for row in store.arrow("role_comparisons", date).to_pylist()
    }
    night = Night(store, date, stored_conversion(store, date), lexicon)
    names = {role: night.names[role] for role in night.roles}
    series = {role: trend["series"] for role, trend in night.trends.items()}
    files = _downloads(store, date)
    pages: dict[str, str] = {}
    for (a, b), record in records.items():
        path = f"downloads/{a}--{b}"
        files[f"{path}.json"] = json.dumps(record, ensure_ascii=False).encode()
        files[f"{path}.csv"] = record_csv(record).encode()
        pages[comparison_path(a, b)] = comparison_page(
            record,
            related=[records[pair] for pair in records if pair != (a, b) and {a, b} & set(pair)],
            downloads={"This record (JSON)": f"../{path}.json", "This record (CSV)": f"../{path}.csv"},
            trends={role: series.get(role, []) for role in (a, b)},
            roles=names,
            address=address,
        )
    for role in night.roles:
        figures = night.role(role)
        pages[role_path(role)] = role_page(
            figures,
            night.market,
            comparisons=[record for pair, record in records.items() if role in pair],
            trend=series.get(role, []),
            roles=names,
            sentences=role_sentences.sections(figures, night.market),
            address=address,
        )
    roles = [night.role(role) for role in night.roles]
    pages["index.html"] = index_page(
        roles,
        list(records.values()),
        night.market,
        date.isoformat(),
        words=role_words(names),
        downloads=_links(""),
        address=address,
    )
    invented = night.market["invented"]
    pages["dictionary.html"] = dictionary_page(
        [*TABLES.values(), raw_table("<platform>")], invented=invented, address=address
    )
    pages["method.html"] = method_page(
        roles, night.market, _boards(store, date), date.isoformat(), population=POPULATION, address=address
    )
    pages[STATUS] = status_html(store, date)
    pages["feed.xml"] = feed(last_nights(store, date, names), address, invented)
    if address:
        pages["sitemap.xml"] = sitemap([path for path in pages if path.endswith(".html")], address, date.isoformat())
        pages["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {address}sitemap.xml\n"
    return files | {path: text.encode() for path, text in pages.items()}


def _boards(store: Store, date: dt.date) -> list[dict[str, Any]]:
    """How the night ended for each board, by employer."""
    columns = ["platform", "board", "company", "status", "reason", "postings"]
    rows = store.arrow("board_fetches", date, columns).to_pylist() if store.exists("board_fetches", date) else []
    return sorted(rows, key=lambda row: (str(row["company"] or row["board"]).casefold(), row["platform"]))


def _downloads(store: Store, date: dt.date) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for name in DOWNLOADS:
        of = date if TABLES[name].dated else None
        files[f"downloads/{name}.csv"] = frame_csv(store.read(name, of)).encode()
        files[f"downloads/{name}.parquet"] = store.read_file(store.path(name, of))
    return files


def _links(root: str) -> dict[str, str]:
    return {
        f"{name} ({label})": f"{root}downloads/{name}.{ending}"
        for name in DOWNLOADS
        for ending, label in FORMATS.items()
    }
