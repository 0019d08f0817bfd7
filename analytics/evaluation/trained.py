"""Whether a trained component would read skills better than the rules alone: a linear classifier over all candidates.

Each skill whose name stands in a posting is offered once, with what is said of it and whether the rules admitted it;
logistic regression learns from labelled postings which to take. Cross-validated by employer: what an employer's
postings teach is not asked of its own. The threshold is that of the greatest F1 of a second cross-validation within
the postings that are learned from. The same labels give the same figures.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array
from spacy.tokens import Doc

from analytics.evaluation.marks import Row, f1, meets
from analytics.evaluation.parts import PARTS, part_of
from analytics.extraction.answers import skills
from analytics.extraction.document import source
from analytics.text.passages import Passages

PENALTY = 1.0  # of squared weights; between 0.3 and 3 the figures differ by less than half a point
_WORDS = 4  # of the sentence at either side of a name
_REPLICATES = 2000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Offer:
    """A skill that may be asked for: its context, whether the rules took it, the numbers of the labels it meets."""

    context: tuple[str, ...]
    taken: bool
    labels: frozenset[int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled posting: its employer's part, what is offered, how many labels; whether rules were tuned on it."""

    part: int
    offers: tuple[Offer, ...]
    labels: int
    tuned: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of skills over postings."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Trial:
    """The rules alone beside the rules with the classifier, on postings that no rule was tuned on.

    `low` and `high` are the ends of the 95 % percentile interval of the gain in F1, by resampling postings.
    """

    postings: int
    labels: int
    learned_from: int
    rules: Score
    trained: Score
    low: float
    high: float

    @property
    def gain(self) -> float:
        """What the classifier adds to F1."""
        return self.trained.f1 - self.rules.f1


def labelled(row: Row, doc: Doc, *, tuned: bool) -> Labelled:
    """A row with its labels and its Doc, read by the pipeline."""
    labels = row["skills"]
    offers = tuple(
        Offer(context, taken, frozenset(n for n, label in enumerate(labels) if meets(found, label, row["description"])))
        for found, taken, context in _offered(doc)
    )
    return Labelled(part_of(row), offers, len(labels), tuned)


def _offered(doc: Doc) -> Iterator[tuple[Row, bool, tuple[str, ...]]]:
    """Each skill named in a Doc where the rules took it, else where it stands first: place, verdict and context."""
    document, taken = source(doc), {hit.skill: hit for hit in skills(doc)}
    candidates = document.candidates
    if not candidates:
        return
    passages = Passages(
        document.text, document.lowered, document.spots, document.sections.wrapped, 0, len(document.text)
    )
    named: dict[str, list[tuple[int, int, str, str]]] = {}
    for start, end, names, _, _ in candidates:
        named.setdefault(names[0].skill.name, []).append((start, end, names[0].skill.kind, names[0].rule))
    for skill, places in named.items():
        hit = taken.get(skill)
        start, end, kind, rule = next((one for one in places if hit and one[0] == hit.start), places[0])
        index = passages.index(start)
        low, high = passages.span(index, start)
        before, behind = document.lowered[low:start].split()[-_WORDS:], document.lowered[end:high].split()[:_WORDS]
        verdict, section = hit.rule if hit else "refused", document.section_at(start)
        context = {
            f"verdict {verdict}", f"section {section}", f"kind {kind}", f"mark {rule}", f"skill {skill.lower()}",
            f"verdict {bool(hit)} section {section}", f"verdict {bool(hit)} kind {kind}",
            f"item {passages.is_item(index)}", f"times {min(len(places), 4)}",
            f"part {10 * start // max(1, len(document.text))}", f"title {skill.lower() in document.title.lower()}",
            f"capital {document.text[start].isupper()}", f"alone {not before} {not behind}",
            *(f"before {word}" for word in before), *(f"behind {word}" for word in behind),
            f"next {' '.join(before[-2:])}", f"then {' '.join(behind[:2])}",
        }  # fmt: skip
        yield (
            {"skill": skill, "surface": document.text[start:end], "start": start, "end": end},
            bool(hit),
            tuple(sorted(context)),
        )


def trial(postings: Sequence[Labelled], seed: int = 1) -> Trial:
    """Cross-validates by employer. Raises ValueError where no labelled posting is one that no rule was tuned on."""
    asked = [posting for posting in postings if not posting.tuned]
    if not asked:
        raise ValueError("every labelled posting is one that rules were tuned on: nothing would be shown")
    taken: dict[int, list[bool]] = {}
    learned = []
    for part in range(PARTS):
        held = [posting for posting in asked if posting.part == part]
        rest = [posting for posting in postings if posting.part != part]
        if held and rest:
            take = classifier(rest)
            learned.append(len(rest))
            taken |= {id(posting): take(posting) for posting in held}
    asked = [posting for posting in asked if id(posting) in taken]
    by_rules = np.array([_counts(one, [offer.taken for offer in one.offers]) for one in asked], dtype=float)
    by_both = np.array([_counts(one, taken[id(one)]) for one in asked], dtype=float)
    random = np.random.default_rng(seed)
    gains = []
    for _ in range(_REPLICATES):
        drawn = random.integers(0, len(asked), len(asked))
        gains.append(_score(by_both[drawn]).f1 - _score(by_rules[drawn]).f1)
    low, high = np.quantile(gains, (0.025, 0.975))
    return Trial(
        len(asked), sum(one.labels for one in asked), round(float(np.mean(learned))),
        _score(by_rules), _score(by_both), float(low), float(high),
    )  # fmt: skip


def classifier(postings: Sequence[Labelled]) -> Callable[[Labelled], list[bool]]:
    """What labelled postings teach: which of a posting's offers to take."""
    chances: dict[int, Floats] = {}
    for part in sorted({posting.part for posting in postings}):
        rest = [posting for posting in postings if posting.part != part]
        if rest:
            model = _Model(rest)
            chances |= {id(one): model.chances(one) for one in postings if one.part == part}
    learned = [one for one in postings if id(one) in chances]

    def reached(threshold: float) -> float:
        counts = [_counts(one, (chances[id(one)] >= threshold).tolist()) for one in learned]
        return _score(np.array(counts, dtype=float)).f1

    best = max((round(0.02 * step, 2) for step in range(5, 46)), key=reached) if learned else 0.5
    model = _Model(postings)
    return lambda posting: (model.chances(posting) >= best).tolist()


class _Model:
    """Logistic regression with a penalty on squared weights; features that were met once are left out."""

    def __init__(self, postings: Sequence[Labelled]) -> None:
        offers = [offer for posting in postings for offer in posting.offers]
        met: dict[str, int] = {}
        for offer in offers:
            for feature in offer.context:
                met[feature] = met.get(feature, 0) + 1
        self._columns = {name: number for number, name in enumerate(n for n, times in met.items() if times > 1)}
        table, wanted = self._table(offers), np.array([bool(offer.labels) for offer in offers], dtype=float)

        def loss(weights: Floats) -> tuple[float, Floats]:
            scores = table @ weights[:-1] + weights[-1]
            error = 1 / (1 + np.exp(-scores)) - wanted
            value = np.logaddexp(0, scores).sum() - wanted @ scores + PENALTY / 2 * weights[:-1] @ weights[:-1]
            return float(value), np.append(table.T @ error + PENALTY * weights[:-1], error.sum())

        self._weights: Floats = minimize(loss, np.zeros(len(self._columns) + 1), jac=True, method="L-BFGS-B").x

    def chances(self, posting: Labelled) -> Floats:
        """The chance that each offer is asked for."""
        if not posting.offers:
            return np.zeros(0)
        scores: Floats = self._table(posting.offers) @ self._weights[:-1] + self._weights[-1]
        return 1 / (1 + np.exp(-scores))

    def _table(self, offers: Sequence[Offer]) -> csr_array:
        rows = [[self._columns[name] for name in offer.context if name in self._columns] for offer in offers]
        ends = np.cumsum([0, *map(len, rows)])
        columns = [column for row in rows for column in row]
        return csr_array((np.ones(len(columns)), columns, ends), shape=(len(offers), len(self._columns)))


def _counts(posting: Labelled, taken: Iterable[bool]) -> tuple[int, int, int, int]:
    """Skills taken and right ones, labels and met ones."""
    chosen = [offer for offer, take in zip(posting.offers, taken, strict=True) if take]
    met = frozenset[int]().union(*(offer.labels for offer in chosen))
    return len(chosen), sum(bool(offer.labels) for offer in chosen), posting.labels, len(met)


def _score(counts: Floats) -> Score:
    taken, right, labels, met = counts.sum(axis=0)
    precision, recall = right / taken if taken else 0.0, met / labels if labels else 0.0
    return Score(float(precision), float(recall), float(f1(precision, recall)))
