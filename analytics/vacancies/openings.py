"""Openings: postings of one vacancy (several places, two boards, reposts, copies by agencies) are one.

Postings with the same employer key and title key are candidates. They are one vacancy when their texts are equal but
for places and figures, when they carry the same requisition number, or when the texts resemble each other after the
employer's own boilerplate is set aside. Never across two levels or two requisition numbers; a posting that tells
neither fits any. Between employers only a copy of the same title in the same place counts. Postings may be given in
batches of whole employers (`employer_batches`), so that memory is bounded by the largest employer.
"""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analytics.vacancies import keys
from analytics.vacancies.matching import Fields, copies, employers, groups, vacancies
from analytics.values.frames import lists, need, numbers, texts
from storage.tables import TABLES

ALIKE_SKETCH = 0.75  # resemblance from which a new posting repeats a closed one, by sketches of the whole texts
REPOST_DAYS = 90
CLOSED_DAYS = 90  # days for which a closed opening stays in the table


def assign_openings(
    postings: pd.DataFrame, previous: Mapping[str, str] | pd.DataFrame | None = None
) -> "pd.Series[str]":
    """The opening_id of each posting, in the order and with the index of `postings`.

    Needs posting_id, company, title, description, seniority, requisition_id, platform, board, location_raw;
    seniority_basis is heeded when there. `previous` keeps ids from night to night: a mapping of posting_id to
    opening_id, or the last night's posting_lifecycle, with which reposts of vacancies that closed within 90 days are
    found too. Without it an id comes from the smallest posting_id of the opening, so the same postings give the same.
    """
    need(postings, ("posting_id", "company", "title", "description"), "assign_openings")
    ids = texts(postings, "posting_id")
    clusters = np.arange(len(postings))
    fields = Fields(postings)
    for members in groups(fields.employer):
        for cluster in vacancies(members, fields):
            first = min(cluster, key=lambda index: str(ids[index]))
            clusters[cluster] = first
    into: dict[int, int] = {}  # sets that are copies of others, by their first postings

    def head(first: int) -> int:
        while first in into:
            first = into[first]
        return first

    for a, b in copies(fields):
        first, second = sorted((head(clusters[a]), head(clusters[b])), key=lambda index: str(ids[index]))
        if first != second:
            into[second] = first
    for index in range(len(clusters)) if into else ():
        clusters[index] = head(clusters[index])
    return pd.Series(_named(clusters, fields, previous), index=postings.index, name="opening_id", dtype=object)


def employer_batches(postings: pd.DataFrame, rows: int = 20_000) -> "pd.Series[int]":
    """A batch number for each posting such that no employer is split and batches hold about `rows` postings.

    Needs company, platform and board only, so that titles and texts can be read batch by batch for `assign_openings`.
    Copies by another employer are found only within a batch.
    """
    employer = pd.Series(employers(postings), index=postings.index, dtype=object)
    sizes = employer.value_counts().sort_index()
    return employer.map((sizes.cumsum() - sizes) // rows).astype("int64").rename("batch")


def vacancy_keys(postings: pd.DataFrame) -> pd.DataFrame:
    """The columns vacancy_key and text_sketch of postings, by which reposts are known, with their index."""
    fields = Fields(postings)
    return pd.DataFrame(
        {
            "vacancy_key": [fields.key(i) for i in range(len(postings))],
            "text_sketch": [fields.sketch(i) for i in range(len(postings))],
        },
        index=postings.index,
        dtype=object,
    )


def build_openings(
    postings: pd.DataFrame,
    lifecycle: pd.DataFrame | None,
    date: dt.date,
    previous: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The openings table of a night from its postings (with opening_id).

    Merged from an opening's postings: company, title, role (with its tier), level, workplace, country and metro by
    majority (ties: the posting seen first), unknown ones aside; level only from postings that tell it; workplace remote
    when any posting is; metros the union; pay the lowest floor and the highest ceiling within the currency that most
    postings name; first_seen the earliest, last_seen the latest date on which a board showed it.

    `lifecycle` is the posting_lifecycle of `date`: an opening is as old as its oldest posting, closed ones included.
    `previous` is the openings table of the night before: those without a posting today stay in the table for 90 days
    with 0 postings. They are closed when all of their postings are, and open while the board of one cannot be read.
    """
    need(postings, ("posting_id", "opening_id", "title", "role", "ai_tier", "first_seen"), "build_openings")
    frame = pd.DataFrame({name: texts(postings, name) for name in _MERGED})
    frame["employer"] = employers(postings)
    frame["first_seen"] = postings["first_seen"].to_numpy(dtype=object)
    frame["posted_at"] = pd.to_datetime(pd.Series(texts(postings, "posted_at")), utc=True)
    observed = texts(postings, "observed_on")
    frame["last_seen"] = [date if seen is None else seen for seen in observed]
    frame["judged"] = list(zip(frame["role"], frame["ai_tier"], strict=True))
    assumed = texts(postings, "seniority_basis") == "assumed"
    for name in ("seniority", "seniority_band"):
        frame.loc[assumed, name] = None
    frame = frame.assign(
        floor=numbers(postings, "pay_annual_min"), ceiling=numbers(postings, "pay_annual_max"), metros=_metros(postings)
    ).sort_values(["opening_id", "first_seen", "posting_id"], kind="stable")
    grouped = frame.groupby("opening_id", sort=True)
    table = grouped.agg(postings=("posting_id", "size"), first_seen=("first_seen", "min"))
    table["last_seen"] = grouped["last_seen"].max()
    table["posted_at"] = grouped["posted_at"].min()
    judged = _majority(frame, "judged").reindex(table.index)
    table["role"] = [role for role, _ in judged]
    table["ai_tier"] = [tier for _, tier in judged]
    for name in ("company", "employer", "title", "country", "metro", "seniority", "workplace", "pay_currency"):
        table[name] = _majority(frame, name).reindex(table.index)
    bands = frame[frame["seniority"] == frame["opening_id"].map(table["seniority"])]
    table["seniority_band"] = _majority(bands, "seniority_band").reindex(table.index)
    remote = frame.loc[frame["workplace"] == "remote", "opening_id"].unique()
    table.loc[table.index.isin(remote), "workplace"] = "remote"
    paid = frame[frame["pay_currency"] == frame["opening_id"].map(table["pay_currency"])].groupby("opening_id")
    table["pay_annual_min"] = paid["floor"].min().reindex(table.index)
    table["pay_annual_max"] = paid["ceiling"].max().reindex(table.index)
    places = frame[["opening_id", "metros"]].explode("metros").dropna().drop_duplicates().sort_values("metros")
    table["metros"] = places.groupby("opening_id")["metros"].agg(list).reindex(table.index)
    table = table.reset_index().assign(snapshot_date=date, status="open", closed_on=None)
    table = table.astype({"postings": "int64"})[list(TABLES["openings"].columns)]
    table = table.astype(object).where(table.notna(), None)
    if lifecycle is not None and len(lifecycle):
        table["first_seen"] = _oldest(table, lifecycle, "first_seen")
    return table if previous is None or previous.empty else _with_absent(table, lifecycle, previous, date)


_MERGED = (
    "posting_id", "opening_id", "company", "title", "role", "ai_tier", "country", "metro", "seniority",
    "seniority_band", "workplace", "pay_currency",
)  # fmt: skip


def _metros(postings: pd.DataFrame) -> list[list[str]]:
    single = texts(postings, "metro")
    if "metros" not in postings.columns:
        return [[metro] if metro else [] for metro in single]
    return [found or ([metro] if metro else []) for found, metro in zip(lists(postings, "metros"), single, strict=True)]


def _majority(frame: pd.DataFrame, name: str) -> "pd.Series[str]":
    """The value that most postings of an opening have, nulls aside; ties go to the first row."""
    known = frame.loc[frame[name].notna(), ["opening_id", name]]
    known = known.assign(order=np.arange(len(known)))
    counts = known.groupby(["opening_id", name], sort=False).agg(n=("order", "size"), order=("order", "min"))
    counts = counts.reset_index().sort_values(["n", "order"], ascending=[False, True])
    return counts.drop_duplicates("opening_id").set_index("opening_id")[name]


def _oldest(table: pd.DataFrame, before: pd.DataFrame, name: str) -> list[dt.date]:
    """For each opening the earlier of its own date and the earliest that `before` has for it."""
    known = pd.DataFrame({"opening_id": texts(before, "opening_id"), name: texts(before, name)}).dropna()
    earliest = known.groupby("opening_id")[name].min().to_dict()
    return [min(own, earliest.get(opening, own)) for opening, own in zip(table["opening_id"], table[name], strict=True)]


def _with_absent(
    table: pd.DataFrame, lifecycle: pd.DataFrame | None, previous: pd.DataFrame, date: dt.date
) -> pd.DataFrame:
    """The night's openings and, with 0 postings, those of the night before that no posting shows."""
    before = previous.reindex(columns=list(TABLES["openings"].columns)).astype(object)
    before = before.where(before.notna(), None)
    before["employer"] = before["employer"].fillna(pd.Series(employers(before), index=before.index))  # older tables
    table["first_seen"] = _oldest(table, before, "first_seen")
    absent = before[~before["opening_id"].isin(set(table["opening_id"]))]
    recent = absent["last_seen"].map(lambda seen: (date - seen).days <= CLOSED_DAYS).astype(bool)
    unread = _unread(lifecycle) if lifecycle is not None else frozenset()
    open_ = ((absent["status"] == "open") & absent["opening_id"].isin(unread)).to_numpy(dtype=bool)
    absent = absent.assign(snapshot_date=date, postings=0, status=np.where(open_, "open", "closed"))
    fresh = ~open_ & absent["closed_on"].isna().to_numpy(dtype=bool)
    absent.loc[fresh, "closed_on"] = date
    return pd.concat([table, absent[recent]], ignore_index=True)


def _unread(lifecycle: pd.DataFrame) -> frozenset[str]:
    """Openings with a posting that has not closed: where it is not shown either, its board could not be read."""
    not_closed = pd.isna(texts(lifecycle, "closed_on"))
    return frozenset(str(opening) for opening in texts(lifecycle, "opening_id")[not_closed])


def _named(clusters: np.ndarray, fields: Fields, previous: Mapping[str, str] | pd.DataFrame | None) -> list[str]:
    """Names of the openings: those of the night before where postings had one, else new ones."""
    members: dict[int, list[int]] = defaultdict(list)
    for index, first in enumerate(clusters):
        members[int(first)].append(index)
    names = {
        first: "o-" + hashlib.blake2b(str(fields.ids[first]).encode(), digest_size=8).hexdigest() for first in members
    }
    if previous is not None:
        known = _known(previous)
        claims: list[tuple[int, str, int]] = []
        for first, found in members.items():
            votes = Counter(known[fields.ids[index]] for index in found if fields.ids[index] in known)
            claims += [(-n, name, first) for name, n in votes.items()]
        taken: set[str] = set()
        kept: set[int] = set()
        for _, name, first in sorted(claims):  # the set with most of an opening's postings keeps its name
            if name not in taken and first not in kept:
                names[first] = name
                taken.add(name)
                kept.add(first)
        if isinstance(previous, pd.DataFrame):
            for first, name in _reposts(members, kept, fields, previous):
                if name not in taken and first not in kept:
                    names[first] = name
                    taken.add(name)
                    kept.add(first)
    return [names[int(first)] for first in clusters]


def _known(previous: Mapping[str, str] | pd.DataFrame) -> Mapping[str, str]:
    if isinstance(previous, pd.DataFrame):
        found = zip(texts(previous, "posting_id"), texts(previous, "opening_id"), strict=True)
        return {posting: opening for posting, opening in found if opening is not None}
    return previous


def _reposts(
    members: Mapping[int, list[int]], kept: set[int], fields: Fields, previous: pd.DataFrame
) -> Iterator[tuple[int, str]]:
    """New openings that repeat a closed one: same employer and title, alike by sketch, no other requisition."""
    present = set(fields.ids)
    absent = [posting not in present for posting in texts(previous, "posting_id")]
    closed = previous[np.array(absent, dtype=bool)]
    if not len(closed):
        return
    night, seen = (pd.to_datetime(pd.Series(texts(closed, name))) for name in ("snapshot_date", "last_seen"))
    closed = closed[((night - seen).dt.days <= REPOST_DAYS).to_numpy(dtype=bool)]
    columns = [texts(closed, name) for name in ("vacancy_key", "opening_id", "text_sketch", "requisition_id")]
    by_key: dict[str, list[tuple[str, str | None, str | None]]] = defaultdict(list)
    for key, opening, sketch, requisition in zip(*columns, strict=True):
        if key is not None and opening is not None:
            by_key[key].append((opening, sketch, keys.requisition_key(requisition)))
    found = []
    for first in members:
        if first in kept:
            continue
        for opening, sketch, requisition in by_key.get(fields.key(first), []):
            own = fields.requisitions[first]
            if own is not None and requisition is not None and own != requisition:
                continue
            alike = keys.sketch_resemblance(sketch, fields.sketch(first))
            if alike >= ALIKE_SKETCH:
                found.append((-alike, opening, first))
    for _, opening, first in sorted(found):
        yield first, opening
