"""Throws broken payloads and postings at the dialects and the extractor: python -m pipelines.fuzz --data DIR

The payloads of a data directory's newest night are taken and damaged: values of other types, missing and doubled
fields, deep nesting, characters that mean something to somebody. No exception may leave its guard: a payload or posting
that cannot be read fails by itself alone, and with a reason. Each input is made from the seed and its number alone.
"""

import argparse
import copy
import json
import random
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from pipelines.extraction import normalised, parse_board
from storage.store import Store

if TYPE_CHECKING:
    from spacy.language import Language

SEEDS = 40  # payloads of each platform that inputs are made from
LONGEST_TEXT = 3_000  # characters of a text of a seed: speed is no matter here
MOST_FAULTS = 20  # after which a run ends

PIECES = (
    "\x00", "\ud800", "\ufeff", "\u202e", "\x1b[31m", "İ", "ß", "é", "\U0001f600", "\u2028", "\r", "<div>", "</p>",
    "<!--", "&lt;", "&#99999999999;", "&#x110000;", "%00", "{{", "=1+1", "$", "€", "$1e9-$", "100k-", "-1", "9" * 400,
    "1.797e308", "5+ years", "0 to 0 years", "USD", "remote", "12/31/9999", "0000-00-00", "2026-13-45T99:99:99Z",
    "http://", "http://[",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, -1e308, 10**30, 1e-300, "", " ", "null", "[]", [], {}, [[]], [None], [{}],
    {"": None}, {"name": None}, {"value": {"value": []}}, ["a", 1, None, {}], *PIECES,
)  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What became of the inputs: how many were read and refused, and those at which something escaped."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def inputs(self) -> int:
        return self.read + self.refused.total() + len(self.faults)


class Inputs:
    """The inputs that come of raw rows, by number. Raises ValueError without any row."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], seed: int) -> None:
        if not rows:
            raise ValueError("no raw rows to begin with; run the pipeline first: rolemeter run")
        self._rows, self._seed = rows, seed
        self._payloads = [_shortened(json.loads(row["payload"])) for row in rows]

    def payload(self, number: int) -> dict[str, Any]:
        """A raw row whose payload is damaged."""
        chance = random.Random(f"{self._seed} payload {number}")
        at = chance.randrange(len(self._rows))
        return {**self._rows[at], "payload": _written(damaged(self._payloads[at], chance))}

    def line(self, number: int) -> str:
        """A line for the extractor, damaged as an object and sometimes as a text too."""
        chance = random.Random(f"{self._seed} line {number}")
        texts = [one for one in _texts(chance.choice(self._payloads)) if one.strip()] or ["Engineer"]
        title = min(chance.choice(texts), chance.choice(texts), key=len)
        posting = {
            "id": number, "title": title, "company": chance.choice(texts)[:80], "location": chance.choice(texts)[:80],
            "description": max(texts, key=len),
        }  # fmt: skip
        line = _written(damaged(posting, chance))
        return _damaged_text(line, chance) if chance.random() < 0.1 else line


def damaged(value: Any, chance: random.Random) -> Any:
    """A copy of a JSON value with one to three damages."""
    whole = [copy.deepcopy(value)]
    for _ in range(chance.randint(1, 3)):
        holder, key = chance.choice(list(_places(whole)))
        kind = chance.random()
        if kind < 0.35 and isinstance(holder[key], str):
            holder[key] = _damaged_text(holder[key], chance)
        elif kind < 0.7:
            holder[key] = copy.deepcopy(chance.choice(VALUES))
        elif kind < 0.8 and isinstance(holder, dict):
            del holder[key]
        elif kind < 0.9:
            holder[key] = [holder[key]] * chance.choice((1, 2, 300))
        else:
            holder[key] = _nested(holder[key], chance.choice((1, 2, 200)))
    return whole[0]


def _places(node: Any) -> Iterable[tuple[Any, Any]]:
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        yield node, key
        if isinstance(node[key], dict | list):
            yield from _places(node[key])


def _nested(value: Any, deep: int) -> Any:
    for number in range(deep):
        value = [value] if number % 2 else {"value": value}
    return value


def _damaged_text(text: str, chance: random.Random) -> str:
    at, kind = chance.randrange(len(text) + 1), chance.random()
    if kind < 0.6:
        return text[:at] + chance.choice(PIECES) * chance.choice((1, 1, 3, 50)) + text[at:]
    end = min(len(text), at + chance.randrange(40))
    return text[:at] if kind < 0.7 else text[:at] + text[at:end] * chance.choice((0, 2, 30)) + text[end:]


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shortened(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_shortened(one) for one in value[:20]]
    return value[:LONGEST_TEXT] if isinstance(value, str) else value


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _written(value: Any) -> str:
    """JSON as it can stand in a file: a lone surrogate only as an escape."""
    return json.dumps(value, ensure_ascii=not _is_storable(value))


def _is_storable(value: Any) -> bool:
    return not any("\ud800" <= char <= "\udfff" for one in _texts(value) for char in one)


def fuzz(inputs: Inputs, nlp: "Language", numbers: Iterable[int]) -> Outcome:
    """Each number gives a payload, read to rows as a night does, and a line, answered as `rolemeter extract` does."""
    from analytics.extraction.answers import answer_lines
    from analytics.extraction.lexicon import load_lexicon
    from analytics.extraction.rows import NOTHING_KNOWN, normalise_board

    normalise = partial(normalise_board, nlp, load_lexicon(None).metros, known=NOTHING_KNOWN)

    def as_rows(number: int) -> str | None:
        row = inputs.payload(number)
        parsed, entry = parse_board(row["platform"], row["board"], [row])
        found, refused = normalised(parsed, normalise)
        if len(found) + len(refused) + entry["postings_unparsed"] != 1:
            raise AssertionError("a payload is neither read nor refused")
        return next(iter([*entry["problems"], *refused]), None)

    def as_answer(number: int) -> str | None:
        (answer, understood), *more = answer_lines(nlp, [inputs.line(number)])
        if more or not isinstance(json.loads(answer), dict):
            raise AssertionError("a line has not one answer")
        return None if understood else str(json.loads(answer)["error"])

    outcome = Outcome()
    for number in numbers:
        for kind, read in (("payload", as_rows), ("line", as_answer)):
            _one(f"{kind} {number}", partial(read, number), outcome)
            if len(outcome.faults) >= MOST_FAULTS:
                return outcome
    return outcome


def _one(name: str, read: Callable[[], str | None], outcome: Outcome) -> None:
    try:
        refused = read()
    except Exception:
        outcome.faults.append(f"{name}: {traceback.format_exc(limit=-3)}")
        return
    if refused is None:
        outcome.read += 1
    else:
        outcome.refused[re.sub(r"'.*'|\d+|^[^:]*: (?=\w+:)", "", refused)[:60]] += 1


def raw_rows_of(store: Store) -> list[dict[str, Any]]:
    """Some raw rows of each platform's newest night."""
    rows: list[dict[str, Any]] = []
    for name in store.names():
        if name.startswith("raw_") and (dates := store.dates(name)):
            rows += store.arrow(name, dates[-1]).slice(0, SEEDS).to_pylist()
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pipelines.fuzz", description=__doc__)
    parser.add_argument("--data", required=True, help="data directory whose raw tables are begun with")
    parser.add_argument("--inputs", type=int, default=100_000, help="payloads and lines together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one input, to see what happens to it")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="ends after so long")
    args = parser.parse_args()
    from analytics.extraction.lexicon import load_lexicon
    from analytics.extraction.pipeline import load_pipeline

    inputs, nlp = Inputs(raw_rows_of(Store(args.data)), args.seed), load_pipeline(load_lexicon(None))
    began = time.monotonic()

    def numbers() -> Iterable[int]:
        for number in [args.only] if args.only is not None else range((args.inputs + 1) // 2):
            if time.monotonic() - began > args.seconds:
                return
            yield number

    outcome = fuzz(inputs, nlp, numbers())
    seconds = time.monotonic() - began
    print(f"{outcome.inputs:,} inputs in {seconds:.0f} s: {outcome.read:,} read, {outcome.refused.total():,} refused")
    for reason, count in outcome.refused.most_common(15):
        print(f"{count:8,}  {reason}")
    for fault in outcome.faults:
        print(f"\nescaped at {fault}", file=sys.stderr)
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
