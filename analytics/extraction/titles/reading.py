"""Job titles by grammar: which words are the head noun, which its field, which its level."""

from dataclasses import dataclass, replace
from functools import lru_cache

from analytics.extraction.titles import rules
from analytics.extraction.titles.levels import level_of
from analytics.extraction.titles.rules import RoleSet
from analytics.extraction.titles.words import MAX_CHARACTERS, Parts, Span, split, words

_MANAGED = frozenset({"engineer", "ingenieur", "datascientist", "scientist", "analyst", "architect"})
# Labels of a part of a title that says nothing else
_PURE = {
    "purely_ai": frozenset({"ai", "ml", "llm", "agent", "mlops"}),
    "purely_data": frozenset({"dataonly", "datainfra"}),
    "purely_bi": frozenset({"bi"}),
    "purely_research": frozenset({"research"}),
}
_MODELS = frozenset({"ai", "ml", "llm"})
_KINDS_OF_AI = _PURE["purely_ai"] | {"robotics"}
_BESIDE_AI = frozenset({"software", "code", "building"})  # fields that a name in a list may add: "AI Automation"
_LEVELS_OF_RULES = frozenset({"intern", "director", "executive"})  # levels that a rule may name like a field
# heads of sales that are departments, not persons
_FUNCTIONS = frozenset(
    {"sales", "marketing", "gtm", "partnerships", "alliances", "commercial", "comercial", "vertrieb"}
)
_FUNCTIONS |= {"recruiting", "recruitment", "presales", "ventas"}
_JOINING = frozenset({"/", "&", "+", "and"})
# trades that a manager manages when they are the next part: "Director, Product Management"
_MANAGED_TRADES = frozenset(
    ("productmanager", "programmanager", "sales", "designer", "writer", "educator", "policy", "customer", "consultant")
)
_TRADES_NOT_PERSONS = frozenset({"science", "sciences", "architecture"})
_WEAK_HEADS = ("engineering", "analytics", "research", "specialist", "lead")  # count when no other head is there


@dataclass(frozen=True, slots=True)
class TitleReading:
    """What a title alone says.

    `role` is a role id (`other` when it names none), `tier` core, probable or excluded. `level` is one of the eight
    levels or None when no word tells one; `level_words` are the words that told it. `head` is the kind of the head
    noun (engineer, manager, ..., "" without one); `own` are the fields named in front of it, `topic` those of the
    other parts of the title, by the names of data/title_words.toml.
    """

    title: str
    role: str
    tier: str
    level: str | None
    level_words: tuple[str, ...]
    head: str
    own: frozenset[str]
    topic: frozenset[str]


def _is_software_agent(head: Span, parts: Parts) -> bool:
    if parts.tokens[head.start] != "agent" or head.end - head.start > 1:
        return False
    return head.end < len(parts.tokens) and parts.part[head.end] == parts.part[head.start]


def _heads(parts: Parts) -> list[Span]:
    vocabulary = words()
    # an agent is a person only as the last word of a part: "Travel Agent", not "Agent Framework"
    found = [span for span in vocabulary.heads.longest(parts) if not _is_software_agent(span, parts)]
    taken = {index for span in found for index in range(span.start, span.end)}
    for index, token in enumerate(parts.tokens):
        if index not in taken and len(token) > 8:
            for ending, head in vocabulary.endings:
                if token.endswith(ending):
                    found.append(Span(index, index + 1, head))
                    break
    return sorted(found, key=lambda span: span.start)


def _choose_head(heads: list[Span], parts: Parts) -> Span | None:
    """The last strong head noun of the first part that has one; a manager in front of it keeps the title."""
    strong = [span for span in heads if span.label not in _WEAK_HEADS]
    if not strong:
        for label in _WEAK_HEADS:
            for span in heads:
                if span.label == label:
                    return span
        return None
    first = parts.part[strong[0].start]
    here = [span for span in strong if parts.part[span.start] == first]
    # "Engineer - AI/ML Engineer": the part that says more
    if len(strong) > len(here) == 1 and here[0].label == "engineer" == strong[1].label and _is_bare(here[0], [], parts):
        first = parts.part[strong[1].start]
        here = [span for span in strong if parts.part[span.start] == first]
    # "Sr. Manager / Director AI Software Engineer", "Leiter Data Science": the person manages
    if here[0].label == "manager" and here[-1].label in _MANAGED:
        return here[0]
    if len(strong) > len(here) and all(span.label == "manager" for span in here):
        return _managed_trade(here, strong, parts) or here[0]
    # "Data Analyst Marketing": the department does not change the trade
    while len(here) > 1 and here[-1].label == "sales" and here[-2].label in _MANAGED and _is_function(here[-1], parts):
        here.pop()
    # "Data Scientist / Engineer", "Simulation Engineer / AI Physicist": the trade that is named first
    for span in here[:-1]:
        last, after = parts.tokens[span.end - 1 : span.end + 1]
        if after == "/" and span.label in _MANAGED and last not in _TRADES_NOT_PERSONS:
            return span
    return here[-1]


def _is_function(head: Span, parts: Parts) -> bool:
    return " ".join(parts.tokens[head.start : head.end]) in _FUNCTIONS


def _managed_trade(managers: list[Span], strong: list[Span], parts: Parts) -> Span | None:
    """The trade at the end of the part after one that names nothing but managers: "Sr. Director, Product Design"."""
    start, end = parts.span(parts.part[managers[0].start])
    named = {index for span in managers for index in range(span.start, span.end)}
    aside = words().aside
    if any(
        index not in named and parts.tokens[index] not in aside and parts.tokens[index] != "or"
        for index in range(start, end)
    ):
        return None
    number = parts.part[strong[len(managers)].start]
    trade = [span for span in strong if parts.part[span.start] == number][-1]
    ends = trade.end == parts.span(number)[1]
    return trade if ends and trade.label in _MANAGED_TRADES else None


def _fields(parts: Parts) -> list[Span]:
    vocabulary = words()
    found = [span for span in vocabulary.fields.all(parts.tokens) if parts.whole(span)]
    kept = []
    for span in found:
        family = vocabulary.family.get(span.label)
        hidden = family and any(
            other.start <= span.start and span.end <= other.end and other.end - other.start > span.end - span.start
            for other in found
            if vocabulary.family.get(other.label) == family
        )
        if hidden:
            continue
        # "Java/Agentic AI" lists what the work touches; it does not make agents its subject
        if span.label == "agent" and {
            *parts.tokens[span.start - 1 : span.start],
            *parts.tokens[span.end : span.end + 1],
        } & {"/", "+"}:
            span = Span(span.start, span.end, "agentproduct")
        kept.append(span)
    return kept


def _covers(spans: list[Span], number: int, labels: frozenset[str], parts: Parts) -> bool:
    """Is every word of a part of the title, joining words aside, in a field of these labels?"""
    start, end = parts.span(number)
    said = {index for span in spans if span.label in labels for index in range(span.start, span.end)}
    return all(index in said or parts.tokens[index] in _JOINING for index in range(start, end))


def _is_bare(head: Span, own: list[Span], parts: Parts) -> bool:
    """Does the head noun's part, and what "of" ties to it, hold nothing but AI, levels and how far it reaches?"""
    vocabulary = words()
    said = {index for span in own if span.label in _PURE["purely_ai"] for index in range(span.start, span.end)}
    numbers = {parts.part[head.start], parts.complement(head)}
    return all(
        index in said or head.start <= index < head.end or token in vocabulary.aside
        for index, token in enumerate(parts.tokens)
        if parts.part[index] in numbers
    )


def _labels(spans: list[Span], parts: Parts) -> set[str]:
    labels = {span.label for span in spans}
    if "infra" in labels and labels & _MODELS and not labels & {"agent", "agentproduct"}:
        models = [span for span in spans if span.label in _MODELS]
        for infra in (span for span in spans if span.label == "infra"):
            # "AI Platform", "Infrastructure AI", but "Platform/AI" are two things
            if any(
                one.start <= infra.start or _JOINING.isdisjoint(parts.tokens[infra.end : one.start]) for one in models
            ):
                labels.add("mlops")
    return labels


def _role(parts: Parts, head: Span | None, fields: list[Span], level: str | None, roles: RoleSet) -> TitleReading:
    """What a title says under one of its head nouns; level words and title are left to the caller."""
    by_part: dict[int, list[Span]] = {}
    own_spans = []
    before, complement = (parts.part[head.start], parts.complement(head)) if head else (None, None)
    for span in fields:
        number = parts.part[span.start]
        if head and ((number == before and span.start < head.end) or number == complement):
            own_spans.append(span)
        else:
            by_part.setdefault(parts.part[span.start], []).append(span)
    own = _labels(own_spans, parts)
    if own & {"ai", "ml", "llm", "agent", "mlops"}:
        own.add("aiown")
    if head and _is_bare(head, own_spans, parts):
        own.add("bare")
    topic = set().union(*(_labels(spans, parts) for spans in by_part.values()))
    if level in _LEVELS_OF_RULES:
        topic.add(level)
    if "aiown" not in own:
        alone = [number for number, spans in by_part.items() if {span.label for span in spans} - _BESIDE_AI == {"ai"}]
        if any(parts.in_list(number) for number in alone):
            topic.add("listed")
    for pure, labels in _PURE.items():
        if topic & labels and any(_covers(spans, number, labels, parts) for number, spans in by_part.items()):
            topic.add(pure)
    after = (complement if complement is not None else before or 0) + 1
    if after in by_part and topic & _PURE["purely_ai"] and _covers(by_part[after], after, _KINDS_OF_AI, parts):
        topic.add("next_ai")
    name = head.label if head else ""
    role, tier = roles.role_of_title(name, frozenset(own), frozenset(topic), rules.joined(parts.tokens))
    return TitleReading("", role, tier, level, (), name, frozenset(own), frozenset(topic))


def _second(head: Span, heads: list[Span], parts: Parts) -> Span | None:
    """The trade named beside the chosen one: "Business Analyst/Data Engineer"."""
    if parts.tokens[head.end : head.end + 1] != ["/"]:
        return None
    after = [span for span in heads if span.start > head.end and parts.part[span.start] == parts.part[head.start]]
    return after[-1] if after and after[-1].label in _MANAGED else None


@lru_cache(maxsize=65536)
def _read(title: str, roles: RoleSet) -> TitleReading:
    parts = split(title)
    heads = _heads(parts)
    head = _choose_head(heads, parts)
    level, level_words = level_of(parts, heads, head)
    fields = _fields(parts)
    reading = _role(parts, head, fields, level, roles)
    second = _second(head, heads, parts) if head and reading.tier == "excluded" else None
    if second:
        kept = [span for span in fields if head is None or not head.start <= span.start < head.end]
        reading = _role(parts, second, kept, level, roles)
    return replace(reading, title=title, level_words=level_words)


def read_title(title: str, roles: RoleSet | None = None) -> TitleReading:
    """Role, tier and level that a title names, by its head noun, its fields and its level words.

    `roles` are those that it may name, the built-in ones when not given.

    Any text is answered; it is cut after 400 characters. English, German, French and Spanish are known, other
    languages by the words that they share with these.
    """
    return _read(" ".join(title[:MAX_CHARACTERS].split()), roles or rules.load())
