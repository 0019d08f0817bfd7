"""Openings: postings of one vacancy (several places, two boards, reposts) are one, within an employer.

Postings with the same employer key and title key are candidates. They are one vacancy when their texts are equal but
for places and figures, when they carry the same requisition number, or when the texts resemble each other after the
employer's own boilerplate is set aside. Never across two levels or two requisition numbers; a posting that tells
neither fits any. An employer's postings are handled by themselves, so memory is bounded by the largest employer's.
"""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from datasketch import MinHash, MinHashLSH

from analytics import vacancy
from analytics.frames import blanked, lists, need, numbers, texts
from storage.tables import TABLES

ALIKE = 0.65  # resemblance from which two texts of one title are one vacancy
ALIKE_SKETCH = 0.75  # the same for a repost, by sketches, which hold the boilerplate too
ALL_PAIRS = 40  # distinct texts up to which every pair is compared; more go through MinHash
BOILERPLATE_TITLES = 3  # titles of an employer on which a line must stand to be its boilerplate
LEAST_WORDS = 20  # words that a text needs to be told from another
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
    fields = _Fields(postings)
    for members in _groups(fields.employer):
        for cluster in _vacancies(members, fields):
            first = min(cluster, key=lambda index: str(ids[index]))
            clusters[cluster] = first
    return pd.Series(_named(clusters, fields, previous), index=postings.index, name="opening_id", dtype=object)


def employer_batches(postings: pd.DataFrame, rows: int = 20_000) -> "pd.Series[int]":
    """A batch number for each posting such that no employer is split and batches hold about `rows` postings.

    Needs company, platform and board only, so that titles and texts can be read batch by batch for `assign_openings`.
    """
    employer = pd.Series(_employers(postings), index=postings.index, dtype=object)
    sizes = employer.value_counts().sort_index()
    return employer.map((sizes.cumsum() - sizes) // rows).astype("int64").rename("batch")


def vacancy_keys(postings: pd.DataFrame) -> pd.DataFrame:
    """The columns vacancy_key and text_sketch of postings, by which reposts are known, with their index."""
    fields = _Fields(postings)
    return pd.DataFrame(
        {
            "vacancy_key": [fields.key(i) for i in range(len(postings))],
            "text_sketch": [fields.sketch(i) for i in range(len(postings))],
        },
        index=postings.index,
        dtype=object,
    )


def build_openings(postings: pd.DataFrame, date: dt.date, previous: pd.DataFrame | None = None) -> pd.DataFrame:
    """The openings table of a night from its postings (with opening_id) and the openings of the night before.

    Merged from an opening's postings: role, tier, level, workplace, country, title and company by majority (ties: the
    posting seen first); level only from postings that tell it; workplace remote when any posting is; metros the union;
    pay the lowest floor and the highest ceiling within the currency that most postings name; first_seen the earliest.
    Openings of the night before without a posting today are closed and stay for 90 days.
    """
    need(postings, ("posting_id", "opening_id", "title", "role", "ai_tier", "first_seen"), "build_openings")
    frame = pd.DataFrame({name: texts(postings, name) for name in _MERGED})
    frame["first_seen"] = postings["first_seen"].to_numpy(dtype=object)
    assumed = texts(postings, "seniority_basis") == "assumed"
    for name in ("seniority", "seniority_band"):
        frame.loc[assumed, name] = None
    frame = frame.assign(
        floor=numbers(postings, "pay_annual_min"), ceiling=numbers(postings, "pay_annual_max"), metros=_metros(postings)
    ).sort_values(["opening_id", "first_seen", "posting_id"], kind="stable")
    grouped = frame.groupby("opening_id", sort=True)
    table = grouped.agg(postings=("posting_id", "size"), first_seen=("first_seen", "min"))
    for name in ("company", "title", "role", "ai_tier", "country", "metro", "seniority", "workplace", "pay_currency"):
        table[name] = _majority(frame, name).reindex(table.index)
    bands = frame[frame["seniority"] == frame["opening_id"].map(table["seniority"])]
    table["seniority_band"] = _majority(bands, "seniority_band").reindex(table.index)
    remote = frame.loc[frame["workplace"] == "remote", "opening_id"].unique()
    table.loc[table.index.isin(remote), "workplace"] = "remote"
    paid = frame[frame["pay_currency"] == frame["opening_id"].map(table["pay_currency"])].groupby("opening_id")
    table["pay_annual_min"] = paid["floor"].min().reindex(table.index)
    table["pay_annual_max"] = paid["ceiling"].max().reindex(table.index)
    located = frame[frame["metros"].str.len() > 0]
    union = located.groupby("opening_id")["metros"].agg(lambda found: sorted(set().union(*found)))
    table["metros"] = union.reindex(table.index)
    table = table.reset_index().assign(snapshot_date=date, last_seen=date, status="open")
    table = table.astype({"postings": "int64"})[list(TABLES["openings"].columns)]
    table = table.astype(object).where(table.notna(), None)
    return table if previous is None or previous.empty else _with_closed(table, previous, date)


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


def _with_closed(table: pd.DataFrame, previous: pd.DataFrame, date: dt.date) -> pd.DataFrame:
    before = previous[list(TABLES["openings"].columns)].astype(object)
    before = before.where(before.notna(), None).set_index("opening_id", drop=False)
    first = before["first_seen"].reindex(table["opening_id"]).to_numpy(dtype=object)
    today = table["first_seen"].to_numpy(dtype=object)
    table["first_seen"] = [
        now if was is None or pd.isna(was) else min(was, now) for was, now in zip(first, today, strict=True)
    ]
    gone = before[~before["opening_id"].isin(set(table["opening_id"]))]
    recent = gone["last_seen"].map(lambda seen: (date - seen).days <= CLOSED_DAYS).astype(bool)
    gone = gone[recent].assign(snapshot_date=date, status="closed")
    return pd.concat([table, gone], ignore_index=True)


class _Fields:
    """Columns that tell vacancies apart; keys are made when they are asked for, since few postings need them."""

    def __init__(self, postings: pd.DataFrame) -> None:
        self.ids = texts(postings, "posting_id")
        self.titles = texts(postings, "title")
        self.descriptions = texts(postings, "description")
        self.locations = texts(postings, "location_raw")
        assumed = texts(postings, "seniority_basis") == "assumed"
        self.levels = blanked(texts(postings, "seniority"), assumed)
        self.requisitions = [vacancy.requisition_key(value) for value in texts(postings, "requisition_id")]
        self.platforms = texts(postings, "platform")
        self.employer = _employers(postings)

    def title(self, index: int) -> str:
        return vacancy.title_key(self.titles[index] or "", self.locations[index] or "")

    def key(self, index: int) -> str:
        return hashlib.blake2b(f"{self.employer[index]}\0{self.title(index)}".encode(), digest_size=8).hexdigest()

    def words(self, index: int, boilerplate: frozenset[int] = frozenset()) -> list[str]:
        text = self.descriptions[index] or ""
        if boilerplate:
            text = "\n".join(line for line in text.split("\n") if hash(line.strip()) not in boilerplate)
        return vacancy.words_of(text, self.locations[index] or "")

    def sketch(self, index: int) -> str | None:
        return vacancy.sketch(vacancy.shingles(self.words(index)))


def _employers(postings: pd.DataFrame) -> list[str]:
    """The employer's key of each posting; where no company is named, the board stands for it."""
    boards = zip(texts(postings, "platform"), texts(postings, "board"), strict=True)
    return [
        (vacancy.company_key(company) if company else "") or "\0".join(map(str, board))
        for company, board in zip(texts(postings, "company"), boards, strict=True)
    ]


def _groups(keys: Sequence[str]) -> Iterator[list[int]]:
    """Positions with the same key, groups of two and more."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        groups[key].append(index)
    for members in groups.values():
        if len(members) > 1:
            yield members


def _vacancies(members: list[int], fields: _Fields) -> Iterator[list[int]]:
    """The vacancies with two and more postings among one employer's postings."""
    by_title: dict[str, list[int]] = defaultdict(list)
    for index in members:
        by_title[fields.title(index)].append(index)
    candidates = [group for group in by_title.values() if len(group) > 1]
    if not candidates:
        return
    unlike = any(len({fields.descriptions[index] for index in group}) > 1 for group in candidates)
    boilerplate = _boilerplate(by_title, fields) if unlike else frozenset()
    for group in candidates:
        yield from _merged(group, fields, boilerplate)


def _boilerplate(by_title: Mapping[str, list[int]], fields: _Fields) -> frozenset[int]:
    """Hashes of the lines that stand under at least three titles of the employer and a third of all its titles."""
    under: Counter[int] = Counter()
    for group in by_title.values():
        lines: set[int] = set()
        for text in {fields.descriptions[index] or "" for index in group}:
            lines.update(hash(line.strip()) for line in text.split("\n"))
        under.update(lines)
    least = max(BOILERPLATE_TITLES, len(by_title) / 3)
    return frozenset(line for line, titles in under.items() if titles >= least)


class _Clusters:
    """Disjoint sets of postings that know their level and requisitions and refuse to join where these differ.

    Requisition numbers are compared within a platform: some platforms tell a number of their own.
    """

    def __init__(self, group: Iterable[int], fields: _Fields) -> None:
        self._parent = {index: index for index in group}
        self._level = {index: fields.levels[index] for index in self._parent}
        self._requisition = {
            index: {} if fields.requisitions[index] is None else {fields.platforms[index]: fields.requisitions[index]}
            for index in self._parent
        }

    def root(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, a: int, b: int) -> None:
        first, second = self.root(a), self.root(b)
        if first == second:
            return
        level, other = self._level[first], self._level[second]
        if level is not None and other is not None and level != other:
            return
        mine, theirs = self._requisition[first], self._requisition[second]
        if any(mine.get(platform, number) != number for platform, number in theirs.items()):
            return
        self._parent[second] = first
        self._level[first] = other if level is None else level
        self._requisition[first] = theirs | mine

    def sets(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for index in self._parent:
            found[self.root(index)].append(index)
        return list(found.values())


def _merged(group: list[int], fields: _Fields, boilerplate: frozenset[int]) -> Iterator[list[int]]:
    """The vacancies with two and more postings among postings of one employer and title."""
    # Postings that tell level and requisition come first and together, so that those which tell neither join the
    # first set that fits, whatever the order of the input.
    order = sorted(
        group,
        key=lambda i: (fields.levels[i] is None, fields.levels[i] or "", fields.requisitions[i] is None,
                       fields.requisitions[i] or "", str(fields.ids[i])),
    )  # fmt: skip
    clusters = _Clusters(order, fields)
    same: dict[str, list[int]] = defaultdict(list)
    for index in order:
        requisition = fields.requisitions[index]
        if requisition is not None:
            same[requisition].append(index)
    _join_all(same.values(), clusters)
    alike: dict[object, list[int]] = defaultdict(list)
    words: dict[int, list[str]] = {}
    plain: dict[tuple[str | None, str | None], tuple[str, ...] | tuple[str, str]] = {}
    for index in order:
        raw = (fields.descriptions[index], fields.locations[index])
        if raw not in plain:
            words[index] = fields.words(index, boilerplate)
            if len(words[index]) < LEAST_WORDS:
                words[index] = fields.words(index)
            # Too little text to tell vacancies apart: only the very same place and text are one.
            short = len(words[index]) < LEAST_WORDS
            plain[raw] = (str(raw[0]), str(raw[1])) if short else tuple(words[index])
        alike[plain[raw]].append(index)
    _join_all(alike.values(), clusters)
    distinct = [found[0] for found in alike.values() if len(words[found[0]]) >= LEAST_WORDS]
    if len(distinct) > 1 and len({clusters.root(index) for index in order}) > 1:
        hashes = {index: vacancy.shingles(words[index]) for index in distinct}
        pairs = combinations(distinct, 2) if len(distinct) <= ALL_PAIRS else _near(hashes)
        scored = [(vacancy.resemblance(hashes[a], hashes[b]), a, b) for a, b in pairs]
        members = {found[0]: found for found in alike.values()}
        for score, a, b in sorted(scored, key=lambda found: -found[0]):
            if score < ALIKE:
                break
            for first in members[a]:
                for second in members[b]:
                    clusters.join(first, second)
    yield from (found for found in clusters.sets() if len(found) > 1)


def _join_all(groups: Iterable[list[int]], clusters: _Clusters) -> None:
    """Joins what belongs together; a posting that the first set refuses is offered to the next one."""
    for group in groups:
        heads: list[int] = []
        for index in group:
            for head in heads:
                clusters.join(head, index)
                if clusters.root(head) == clusters.root(index):
                    break
            else:
                heads.append(index)


def _near(hashes: Mapping[int, vacancy.Hashes]) -> list[tuple[int, int]]:
    """Pairs of texts that MinHash finds near (Broder 1997; locality-sensitive hashing by datasketch)."""
    index = MinHashLSH(threshold=ALIKE - 0.15, num_perm=128)
    pairs = []
    for posting, values in hashes.items():
        print_ = MinHash(num_perm=128, hashfunc=int)
        print_.update_batch((values >> np.uint64(32)).tolist())
        pairs += [(int(found), posting) for found in sorted(index.query(print_))]
        index.insert(posting, print_)
    return pairs


def _named(clusters: np.ndarray, fields: _Fields, previous: Mapping[str, str] | pd.DataFrame | None) -> list[str]:
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
    members: Mapping[int, list[int]], kept: set[int], fields: _Fields, previous: pd.DataFrame
) -> Iterator[tuple[int, str]]:
    """New openings that repeat a closed one: same employer and title, alike by sketch, no other requisition."""
    present = set(fields.ids)
    absent = [posting not in present for posting in texts(previous, "posting_id")]
    closed = previous[np.array(absent, dtype=bool)]
    if not len(closed):
        return
    seen = pd.to_datetime(pd.Series(texts(closed, "last_seen"))).to_numpy()
    closed = closed[seen >= seen.max() - np.timedelta64(REPOST_DAYS, "D")]
    columns = [texts(closed, name) for name in ("vacancy_key", "opening_id", "text_sketch", "requisition_id")]
    by_key: dict[str, list[tuple[str, str | None, str | None]]] = defaultdict(list)
    for key, opening, sketch, requisition in zip(*columns, strict=True):
        if key is not None and opening is not None:
            by_key[key].append((opening, sketch, vacancy.requisition_key(requisition)))
    found = []
    for first in members:
        if first in kept:
            continue
        for opening, sketch, requisition in by_key.get(fields.key(first), []):
            own = fields.requisitions[first]
            if own is not None and requisition is not None and own != requisition:
                continue
            alike = vacancy.sketch_resemblance(sketch, fields.sketch(first))
            if alike >= ALIKE_SKETCH:
                found.append((-alike, opening, first))
    for _, opening, first in sorted(found):
        yield first, opening
