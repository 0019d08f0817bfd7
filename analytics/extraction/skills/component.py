"""Skills as spans: the candidates that the posting asks for or that the job uses, as `doc.spans["skills"]`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from analytics.extraction.component import BUILT_IN, LexiconComponent
from analytics.extraction.document import source
from analytics.extraction.lexicon import Lexicon
from analytics.extraction.skills import scoring
from analytics.extraction.skills.admission import SkillHit, admit
from analytics.extraction.skills.general import without_general
from analytics.text.boilerplate import spans, spans_of

# The attributes of skills' spans lie in one table a Doc, not in an entry of each span and attribute: a fifth the time.
_TABLE = "rolemeter_skills"


def details(span: Span) -> SkillHit | None:
    """What is known of a span of `doc.spans["skills"]`; None for one that another component has put there."""
    table: dict[tuple[int, int], SkillHit] | None = span.doc.user_data.get(_TABLE)
    return table.get((span.start, span.label)) if table else None


def skill_spans(doc: Doc) -> Iterator[tuple[Span, SkillHit | None]]:
    """The spans of `doc.spans["skills"]` with their `details`, in a tenth of the time that their attributes take."""
    table = doc.user_data.get(_TABLE, {})
    for span in doc.spans.get("skills", ()):
        yield span, table.get((span.start, span.label))


class SkillFinder(LexiconComponent):
    """Sets `doc.spans["skills"]`: a span a skill, its label the name, its id the rule that admitted it.

    `span._.requirement` is required or preferred, `span._.section` the kind of section, `span._.category` the skill's
    kind.
    """

    def __init__(self, nlp: Language, lexicon: Lexicon, scorer: Callable[..., dict[str, Any]] | None) -> None:
        self._scorer = scorer
        super().__init__(nlp, lexicon)

    def prepare(self, nlp: Language, lexicon: Lexicon) -> None:
        strings = nlp.vocab.strings
        self._rules = lexicon.skill_rules
        self._labels = {skill.name: strings.add(skill.name) for skill in lexicon.skills.skills}

    def read(self, doc: Doc) -> None:
        document = source(doc)
        text, lowered = document.text, document.lowered
        repeated = spans(text, document.boilerplate) + spans_of(lowered, document.title)
        rules = self._rules
        admitted = admit(
            document.candidates, text, lowered, document.sections, document.company, repeated, document.spots, rules
        )
        hits = without_general(admitted, rules.general)
        labels = self._labels
        table: dict[tuple[int, int], SkillHit] = {}
        found: list[Span] = []
        for hit in hits:
            label = labels[hit.skill]
            table[hit.first, label] = hit
            found.append(Span(doc, hit.first, hit.behind, label=label, span_id=hit.rule))
        doc.user_data[_TABLE] = table
        doc.spans["skills"] = found

    def score(self, examples: Iterable[Example], **options: Any) -> dict[str, Any]:
        """The scores of labelled Docs, by the scorer of the configuration."""
        return self._scorer(examples, **options) if self._scorer else {}


def _attribute(name: str, otherwise: Any) -> None:
    """An attribute that is read from the table, and that any component may set for its own spans."""
    key = f"_{name}"
    Span.set_extension(key, default=None, force=True)

    def get(span: Span) -> Any:
        if hit := details(span):
            return getattr(hit, name)
        own = span._.get(key)
        return own if own is not None else otherwise(span)

    def put(span: Span, value: Any) -> None:
        if hit := details(span):
            span.doc.user_data[_TABLE][span.start, span.label] = hit._replace(**{name: value})
        else:
            span._.set(key, value)

    Span.set_extension(name, getter=get, setter=put, force=True)


_attribute("requirement", lambda span: "required")
_attribute("section", lambda span: source(span.doc).section_at(source(span.doc).unwrapped.origin(span.start_char)))
_attribute("category", lambda span: None)


@Language.factory(
    "rolemeter_skills",
    requires=["doc._.triggers", "doc._.candidates", "doc.spans"],
    assigns=["doc.spans", "span._.requirement", "span._.section", "span._.category"],
    default_config=BUILT_IN | {"scorer": {"@scorers": "rolemeter.skills_scorer.v1"}},
    default_score_weights={f"spans_{scoring.KEY}_f": 1.0, f"spans_{scoring.KEY}_p": 0.0, f"spans_{scoring.KEY}_r": 0.0},
)
def create_skills(
    nlp: Language, name: str, lexicon: Lexicon, scorer: Callable[..., dict[str, Any]] | None
) -> SkillFinder:
    """The component of a configuration."""
    return SkillFinder(nlp, lexicon, scorer)
