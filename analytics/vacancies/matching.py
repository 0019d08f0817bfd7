"""Which postings of an employer advertise one vacancy: equal texts, equal requisitions, or texts that are alike."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice

import numpy as np
import pandas as pd
from datasketch import MinHash, MinHashLSH

from analytics.vacancies import keys
from analytics.values.frames import blanked, texts

ALIKE = 0.65  # resemblance from which two texts of one title are one vacancy
ALIKE_COPY = 0.8  # the same between employers
COPIED_LINE = 80  # characters that the longest line of a text must have for copies of it to be looked for
ALL_PAIRS = 40  # distinct texts up to which every pair is compared; more go through MinHash
PRINT = 128  # hash values of a MinHash
MOST_NEAR = 10  # texts that MinHash takes for the most alike, which a text is compared with
BOILERPLATE_TITLES = 3  # titles of an employer on which a line must stand to be its boilerplate
LEAST_WORDS = 20  # words that a text needs to be told from another


class Fields:
    """The columns of postings that tell vacancies apart; keys are made when asked for, since few postings need them."""

    def __init__(self, postings: pd.DataFrame) -> None:
        self.ids = texts(postings, "posting_id")
        self.titles = texts(postings, "title")
        self.descriptions = texts(postings, "description")
        self.locations = texts(postings, "location_raw")
        assumed = texts(postings, "seniority_basis") == "assumed"
        self.levels = blanked(texts(postings, "seniority"), assumed)
        self.requisitions = [keys.requisition_key(value) for value in texts(postings, "requisition_id")]
        self.platforms = texts(postings, "platform")
        self.employer = employers(postings)

    def title(self, index: int) -> str:
        return keys.title_key(self.titles[index] or "", self.locations[index] or "")

    def key(self, index: int) -> str:
        return hashlib.blake2b(f"{self.employer[index]}\0{self.title(index)}".encode(), digest_size=8).hexdigest()

    def words(self, index: int, boilerplate: frozenset[int] = frozenset()) -> list[str]:
        text = self.descriptions[index] or ""
        if boilerplate:
            text = "\n".join(line for line in text.split("\n") if hash(line.strip()) not in boilerplate)
        return keys.words_of(text, self.locations[index] or "")

    def sketch(self, index: int) -> str | None:
        return keys.sketch(self.descriptions[index] or "")


def employers(postings: pd.DataFrame) -> list[str]:
    """The employer's key of each posting; where no company is named, the board stands for it."""
    boards = zip(texts(postings, "platform"), texts(postings, "board"), strict=True)
    return [
        (keys.company_key(company) if company else "") or ":".join(map(str, board))
        for company, board in zip(texts(postings, "company"), boards, strict=True)
    ]


def groups(keys: Sequence[str]) -> Iterator[list[int]]:
    """Positions with the same key, groups of two and more."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        groups[key].append(index)
    for members in groups.values():
        if len(members) > 1:
            yield members


def vacancies(members: list[int], fields: Fields) -> Iterator[list[int]]:
    """The vacancies with two and more postings among one employer's postings."""
    by_title = _by_title(members, fields)
    candidates = [group for group in by_title.values() if len(group) > 1]
    if not candidates:
        return
    unlike = any(len({fields.descriptions[index] for index in group}) > 1 for group in candidates)
    boilerplate = _boilerplate(by_title, fields) if unlike else frozenset()
    for group in candidates:
        yield from _merged(group, fields, boilerplate)


def _by_title(members: list[int], fields: Fields) -> dict[str, list[int]]:
    """Postings by their title's key.

    A place that is a territory in one posting of a title, which is elsewhere, is a territory in all of that title:
    "Buyer (Ukraine)" in Poland and in Ukraine is one.
    """
    keys: dict[str, str] = {}
    for index in members:
        written, key = fields.titles[index] or "", fields.title(index)
        keys[written] = max(keys.get(written, key), key, key=lambda one: (len(one), one))
    found: dict[str, list[int]] = defaultdict(list)
    for index in members:
        found[keys[fields.titles[index] or ""]].append(index)
    return found


def _boilerplate(by_title: Mapping[str, list[int]], fields: Fields) -> frozenset[int]:
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

    def __init__(self, group: Iterable[int], fields: Fields) -> None:
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

    def fit(self, a: int, b: int) -> bool:
        """Whether the sets of two postings are two, and neither level nor requisition keeps them apart."""
        first, second = self.root(a), self.root(b)
        level, other = self._level[first], self._level[second]
        if first == second or (level is not None and other is not None and level != other):
            return False
        mine, theirs = self._requisition[first], self._requisition[second]
        return all(mine.get(platform, number) == number for platform, number in theirs.items())

    def join(self, a: int, b: int) -> None:
        if not self.fit(a, b):
            return
        first, second = self.root(a), self.root(b)
        self._parent[second] = first
        if self._level[first] is None:
            self._level[first] = self._level[second]
        self._requisition[first] = self._requisition[second] | self._requisition[first]

    def join_sets(self, a: Iterable[int], b: Iterable[int]) -> None:
        """Joins every set of `a` with every set of `b` that fits."""
        others = dict.fromkeys(self.root(index) for index in b)
        for first in dict.fromkeys(self.root(index) for index in a):
            for second in others:
                self.join(first, second)

    def sets(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for index in self._parent:
            found[self.root(index)].append(index)
        return list(found.values())


def _merged(group: list[int], fields: Fields, boilerplate: frozenset[int]) -> Iterator[list[int]]:
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
    members = {found[0]: found for found in alike.values() if len(words[found[0]]) >= LEAST_WORDS}
    if len(members) > 1 and len({clusters.root(index) for index in order}) > 1:
        hashes = {index: keys.shingles(words[index]) for index in members}
        pairs = _all_alike(hashes) if len(members) <= ALL_PAIRS else _near_leaders(hashes, members, clusters)
        for a, b in pairs:
            clusters.join_sets(members[a], members[b])
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


def _all_alike(hashes: Mapping[int, keys.Hashes]) -> list[tuple[int, int]]:
    """All pairs of texts that are alike, the most alike first."""
    scored = [(keys.resemblance(hashes[a], hashes[b]), a, b) for a, b in combinations(hashes, 2)]
    return [(a, b) for score, a, b in sorted(scored, key=lambda found: -found[0]) if score >= ALIKE]


def _near_leaders(
    hashes: Mapping[int, keys.Hashes], members: Mapping[int, list[int]], clusters: _Clusters
) -> Iterator[tuple[int, int]]:
    """Each text with the earlier one that is most like it, of those that MinHash finds near and that fit.

    A text that is like an earlier one is not compared again, and of those that MinHash finds near only the MOST_NEAR
    that it takes for the most alike are compared shingle by shingle, so that thousands of near-copies, and thousands
    of texts that are half alike, take little more than linear time (Broder 1997; LSH by datasketch).
    """
    index = MinHashLSH(threshold=ALIKE - 0.15, num_perm=PRINT)
    prints = np.empty((len(hashes), PRINT), dtype=np.uint64)
    place = {text: number for number, text in enumerate(hashes)}
    for text, values in hashes.items():
        print_ = MinHash(num_perm=PRINT, hashfunc=int)
        print_.update_batch((values >> np.uint64(32)).tolist())
        prints[place[text]] = print_.hashvalues
        found = sorted(map(int, index.query(print_)))
        shared = (prints[[place[leader] for leader in found]] == print_.hashvalues).sum(axis=1)
        likely = (leader for _, leader in sorted(zip(-shared, found, strict=True)))
        fitting = (
            leader for leader in likely if any(clusters.fit(a, b) for a in members[leader] for b in members[text])
        )
        near = list(islice(fitting, MOST_NEAR))
        scored = [(-keys.resemblance(hashes[leader], values), leader) for leader in near]
        best, leader = min(scored, default=(0.0, text))
        if -best >= ALIKE:
            yield leader, text
        else:
            index.insert(text, print_)


def copies(fields: Fields) -> Iterator[tuple[int, int]]:
    """Pairs of postings of different employers that advertise one vacancy, as when an agency copies a posting.

    Same title and place, the same longest line, nearly the same text, and no other level.
    """
    buckets: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for index, text in enumerate(fields.descriptions):
        line = max((text or "").split("\n"), key=len).strip()
        if len(line) >= COPIED_LINE:
            place = keys.first_place(fields.locations[index] or "")
            buckets[fields.title(index), place, hash(line)].append(index)
    for found in buckets.values():
        by_employer = {fields.employer[index]: index for index in reversed(found)}
        if len(by_employer) < 2:
            continue
        chosen = sorted(by_employer.values(), key=lambda index: str(fields.ids[index]))[:ALL_PAIRS]
        hashes = {index: keys.shingles(fields.words(index)) for index in chosen}
        for a, b in combinations(chosen, 2):
            levels = {fields.levels[a], fields.levels[b]} - {None}
            if len(levels) < 2 and keys.resemblance(hashes[a], hashes[b]) >= ALIKE_COPY:
                yield a, b
