"""Labelled postings as Docs, for spaCy's own tools."""

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from analytics.evaluation.marks import Row
from analytics.extraction.document import source
from analytics.extraction.pipeline import posting_doc
from analytics.extraction.posting import Posting
from analytics.extraction.skills.scoring import KEY


class LabelError(ValueError):
    """A label that does not stand in its text; names posting and words."""


def labelled_docs(nlp: Language, rows: Iterable[Row]) -> DocBin:
    """The Docs of labelled postings, each with its skills as `doc.spans["skills"]`: label = name.

    A row has id, description and skills with surface and canonical, as `rolemeter score` takes them. A skill whose
    surface stands in the text several times is marked where it stands first. Raises LabelError.
    """
    found = DocBin(store_user_data=False)
    for row in rows:
        doc = posting_doc(nlp, Posting(str(row["id"]), description=row["description"]))
        doc.spans[KEY] = [_span(doc, row, skill) for skill in row["skills"]]
        doc.user_data.clear()
        found.add(doc)
    return found


def _span(doc: Doc, row: Row, skill: Row) -> Span:
    start = row["description"].find(skill["surface"])
    if start < 0 or not skill["surface"]:
        raise LabelError(f"posting {row['id']}: {skill['surface']!r} does not stand in the description")
    place = source(doc).unwrapped.place
    first, behind = place(start), place(start + len(skill["surface"]) - 1) + 1
    name = skill["canonical"] or skill["surface"]
    span = doc.char_span(first, behind, label=name, alignment_mode="expand")
    if span is None:
        raise LabelError(f"posting {row['id']}: {skill['surface']!r} holds no word")
    return span
