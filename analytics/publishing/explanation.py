"""A posting with all that was read from it: each value, the words that told it, and the rule; as an HTML page too."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

from spacy import displacy
from spacy.tokens import Doc

from analytics.extraction.answers import answer, skills
from analytics.extraction.document import source
from analytics.extraction.evidence import DESCRIPTION, LOCATION, TITLE, evidence
from analytics.publishing.templating import render

_SKILL = "skill"
_COLOURS = {  # light enough for black letters
    "role": "#c8b6ff", "seniority": "#ffc9de", "years": "#ffd8a8", "workplace": "#a5e1f2", "pay": "#b2f2bb",
    "place": "#eebefa", "required": "#ffec99", "preferred": "#dee2e6",
}  # fmt: skip


class Mark(NamedTuple):
    """Words of one of the posting's texts and what was read from them; `kind` is a field, required or preferred."""

    source: str
    start: int
    end: int
    kind: str
    label: str
    rule: str


class Value(NamedTuple):
    """A value that was read, in words, what it was read from, and the words that told it with their rules."""

    field: str
    value: str
    basis: str
    told: tuple[Mark, ...]


class Explanation(NamedTuple):
    """A posting's texts by the names of their columns, its values, its skills, and the section of each line."""

    texts: Mapping[str, str]
    values: tuple[Value, ...]
    skills: tuple[tuple[Mark, str], ...]  # with the section
    sections: Mapping[int, str]  # by the start of a line of the description

    def words(self, mark: Mark) -> str:
        """The words of a mark, on one line."""
        return " ".join(self.texts[mark.source][mark.start : mark.end].split())


def explain(doc: Doc) -> Explanation:
    """What was read from a posting, from a Doc that a pipeline has read."""
    document, found = source(doc), answer(doc)
    texts = {TITLE: document.title, LOCATION: document.location, DESCRIPTION: document.text}
    told: dict[str, list[Mark]] = {}
    for one in evidence(doc):
        mark = Mark(one.source, one.start, one.end, one.field, one.field, one.rule or "")
        told.setdefault(one.field, []).append(mark)
    asked = tuple(
        (Mark(DESCRIPTION, one.start, one.end, one.requirement, one.skill, one.rule or ""), one.section)
        for one in skills(doc)
    )
    sections = {start: document.section_at(start) for start, line in _lines(document.text) if line.strip()}
    values = (Value(field, value, basis, tuple(told.get(field, ()))) for field, value, basis in _values(found))
    return Explanation(texts, tuple(values), asked, sections)


def _values(found: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each value of an answer in words, and its basis."""
    yield "role", f"{found['role']} ({found['ai_tier']})", found["role_basis"]
    yield "seniority", found["seniority"], found["seniority_basis"]
    low, high = found["min_years"], found["max_years"]
    yield "years", _range(low, high), "text" if low is not None or high is not None else ""
    yield "workplace", found["workplace"] or "unknown", found["workplace_basis"] or ""
    if pay := found["salary"]:
        amount = _range(pay["min"], pay["max"])
        yield "pay", " ".join(filter(None, (amount, pay["currency"], f"by the {pay['period']}"))), pay["basis"]
    else:
        yield "pay", "unknown", found["salary_reason"] or ""
    place: Mapping[str, Any] = next(iter(found["places"]), {})
    yield "place", ", ".join(filter(None, map(place.get, ("city", "region", "country")))) or "unknown", ""
    yield "language", found["language"] or "unknown", ""


def _range(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return "unknown"
    if low == high or high is None:
        return f"{low:,g}" if low == high else f"from {low:,g}"
    return f"up to {high:,g}" if low is None else f"{low:,g} to {high:,g}"


def page(explained: Explanation) -> str:
    """The explanation as an HTML page that loads nothing: texts with their evidence by displaCy, values, skills."""
    marks = [mark for value in explained.values for mark in value.told] + [mark for mark, _ in explained.skills]
    title = explained.texts[TITLE]
    return render(
        "explanation",
        explained=explained,
        title=_drawn(title, 0, [mark for mark in marks if mark.source == TITLE]),
        location=_drawn(explained.texts[LOCATION], 0, [mark for mark in marks if mark.source == LOCATION]),
        lines=[
            (explained.sections[start], _drawn(line, start, [mark for mark in marks if mark.source == DESCRIPTION]))
            for start, line in _lines(explained.texts[DESCRIPTION])
            if start in explained.sections
        ],
        colours=_COLOURS,
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with their starts."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _drawn(line: str, start: int, marks: Sequence[Mark]) -> str:
    """One line of a text as displaCy draws it, with the parts of marks that stand in it."""
    end = start + len(line)
    here = [(max(m.start, start) - start, min(m.end, end) - start, m) for m in marks if m.start < end and m.end > start]
    cuts = {0, len(line), *(cut for first, last, _ in here for cut in (first, last))}
    cuts |= {edge for blank in re.finditer(r"\s+", line) for edge in blank.span()}
    tokens = [(a, b) for a, b in pairwise(sorted(cuts)) if line[a:b].strip()]
    spans = [
        {
            "start_token": sum(b <= first for _, b in tokens),
            "end_token": sum(a < last for a, _ in tokens),
            "label": escape(mark.label),
            "kb_id": escape(mark.rule),
            "kb_url": "#evidence",
        }
        for first, last, mark in here
    ]
    colours = {escape(mark.label): _COLOURS[mark.kind] for _, _, mark in here}
    drawn = {"text": line, "tokens": [line[a:b] for a, b in tokens], "spans": spans}
    options = {"colors": colours}
    return displacy.render(drawn, style="span", manual=True, page=False, jupyter=False, options=options)
