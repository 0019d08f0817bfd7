"""The score of a pipeline's skills against labelled ones, as `python -m spacy evaluate` asks for it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from spacy.scorer import PRFScore
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

KEY = "skills"  # of `doc.spans`


def fold(name: str | None) -> str:
    """A skill's name without case, spaces, punctuation and plural."""
    return re.sub(r"[\s\-_./]+", "", (name or "").casefold()).rstrip("s")


def meets(prediction: Mapping[str, Any], label: Mapping[str, Any], text: str) -> bool:
    """A predicted skill is a labelled one by name, by surface, or by standing where a labelled surface stands."""
    if {fold(prediction["skill"]), fold(prediction["surface"])} & {fold(label["surface"]), fold(label["canonical"])}:
        return True
    places = re.finditer(re.escape(label["surface"]), text)
    return any(prediction["start"] < place.end() and place.start() < prediction["end"] for place in places)


def score_skills(examples: Iterable[Example], **_: Any) -> dict[str, float | None]:
    """spans_skills_p, _r and _f over labelled Docs; None of none. A posting counts a skill once: which mention is no
    matter.
    """
    found, asked = PRFScore(), PRFScore()  # precision over predictions, recall over labels
    any_labelled = False
    for example in examples:
        if KEY not in example.reference.spans:
            continue
        any_labelled = True
        predictions, labels = list(_read(example.predicted)), list(_read(example.reference))
        text = example.reference.text
        for prediction in predictions:
            met = any(meets(prediction, label, text) for label in labels)
            found.tp, found.fp = found.tp + met, found.fp + (not met)
        for label in labels:
            met = any(meets(prediction, label, text) for prediction in predictions)
            asked.tp, asked.fn = asked.tp + met, asked.fn + (not met)
    if not any_labelled:
        return dict.fromkeys((f"spans_{KEY}_p", f"spans_{KEY}_r", f"spans_{KEY}_f"))
    precision, recall = found.precision, asked.recall
    both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {f"spans_{KEY}_p": precision, f"spans_{KEY}_r": recall, f"spans_{KEY}_f": both}


def _read(doc: Doc) -> Iterator[dict[str, Any]]:
    for span in doc.spans.get(KEY, ()):
        names = {"skill": span.label_, "canonical": span.label_, "surface": span.text}
        yield names | {"start": span.start_char, "end": span.end_char}


@registry.scorers("rolemeter.skills_scorer.v1")
def create_scorer() -> Callable[..., dict[str, float | None]]:
    """The scorer of a configuration."""
    return score_skills
