"""What a title says, the level and the role, as three components: the latter two weigh the text beside the title."""

from spacy.language import Language
from spacy.tokens import Doc, Span

from analytics.extraction.component import BUILT_IN, Component, LexiconComponent
from analytics.extraction.document import evidence, source
from analytics.extraction.lexicon import Lexicon
from analytics.extraction.skills.component import skill_spans
from analytics.extraction.titles.reading import read_title
from analytics.extraction.titles.roles import classify, duties_matter, signals
from analytics.extraction.titles.seniority import decide

for _name in ("title", "seniority", "role"):
    Doc.set_extension(_name, default=None, force=True)


class TitleReader(LexiconComponent):
    """Sets `doc._.title`, a `TitleReading`."""

    def prepare(self, nlp: Language, lexicon: Lexicon) -> None:
        self._roles = lexicon.roles

    def read(self, doc: Doc) -> None:
        doc._.title = read_title(source(doc).title, self._roles)


class SeniorityFinder(Component):
    """Sets `doc._.seniority`, a `Seniority`, and where the text tells it `doc.spans["seniority"]`."""

    def read(self, doc: Doc) -> None:
        doc._.seniority = found = decide(doc._.title, doc._.years, source(doc))
        doc.spans["seniority"] = evidence(doc, found.start, found.end, found.level, found.basis)


class RoleFinder(LexiconComponent):
    """Sets `doc._.role`, a `RoleDecision`, from the title and from the skills that are asked for.

    Where the duties tell it, `doc.spans["role"]` are the skills that speak for it.
    """

    def prepare(self, nlp: Language, lexicon: Lexicon) -> None:
        self._roles = lexicon.roles

    def read(self, doc: Doc) -> None:
        title = doc._.title
        asked = {
            hit.skill if hit else span.label_: hit.requirement if hit else span._.requirement
            for span, hit in (skill_spans(doc) if duties_matter(title) else ())
        }
        doc._.role = found = classify(title, asked, self._roles)
        told = signals(asked, self._roles) if found.basis == "duties" and found.tier != "excluded" else set()
        doc.spans["role"] = [
            Span(doc, skill.start, skill.end, label=found.role, span_id="duties")
            for skill in (doc.spans["skills"] if told else ())
            if skill.label_ in told
        ]


@Language.factory("rolemeter_title", assigns=["doc._.title"], default_config=BUILT_IN)
def create_title(nlp: Language, name: str, lexicon: Lexicon) -> TitleReader:
    """The component of a configuration."""
    return TitleReader(nlp, lexicon)


@Language.factory(
    "rolemeter_seniority",
    requires=["doc._.triggers", "doc._.title", "doc._.years"],
    assigns=["doc._.seniority", "doc.spans"],
)
def create_seniority(nlp: Language, name: str) -> SeniorityFinder:
    """The component of a configuration."""
    return SeniorityFinder()


@Language.factory(
    "rolemeter_role",
    requires=["doc._.title", "doc.spans", "span._.requirement"],
    assigns=["doc._.role", "doc.spans"],
    default_config=BUILT_IN,
)
def create_role(nlp: Language, name: str, lexicon: Lexicon) -> RoleFinder:
    """The component of a configuration."""
    return RoleFinder(nlp, lexicon)
