"""The level that a title's own words tell: "Senior", "Engineer II", "Head of", "Werkstudent"."""

from analytics.extraction.titles.words import Parts, Span, words
from analytics.places.gazetteer import country_by_name

_ALTERNATIVE = frozenset(("/", "or", "oder", "ou", "o"))
_NUMERALS = {"i": "entry", "1": "entry", "ii": "mid", "2": "mid", "iii": "senior", "3": "senior"} | dict.fromkeys(
    ("iv", "4", "v", "5", "vi", "6"), "lead"
)
_CONTRIBUTORS = frozenset({"junior", "jr", "jnr", "contributor"})
_MANAGED_HEADS = frozenset({"manager", "engineering", "research", "analytics"})
_OFFICES = frozenset({"office", "org", "organization", "organisation", "team", "group", "department", "function"})
_BEGINNERS = frozenset({"intern", "entry"})
_RANK = ("mid", "senior", "lead", "manager", "director", "executive")  # what a further part of a title can raise
# Heads of those who work by themselves, and of trades in which a "head" is the first of several
CONTRIBUTORS = frozenset(
    ("engineer", "ingenieur", "datascientist", "scientist", "analyst", "architect", "designer", "consultant")
)
_TRADES = frozenset({"other", "educator", "trainer", "writer"})
_STAGED = frozenset({"engineer", "manager", "other", "specialist", "designer"})
_JOINING = frozenset("/&+")
_BETWEEN = frozenset({"/", "&", "+", "and", "or", "to"})
_RANKS = ("entry", "mid", "senior", "lead")  # of contributors
_MANAGERS = ("manager", "director", "executive")
_CHOICE = ("executive", "director", "manager", "lead", "senior", "mid", "entry")


def _alternatives(levels: list[Span], parts: Parts) -> list[Span]:
    """Of levels that stand as alternatives ("Senior/Staff", "I / II") only the lowest: it is who may apply."""
    kept: list[Span] = []
    for span in levels:
        before = kept[-1] if kept else None
        if (
            before
            and parts.tokens[before.end : span.start]
            and set(parts.tokens[before.end : span.start]) <= _ALTERNATIVE
        ):
            for ranks in (_RANKS, _MANAGERS):
                if before.label in ranks and span.label in ranks:
                    low = min(before.label, span.label, key=ranks.index)
                    kept[-1] = Span(before.start, span.end, low)
                    break
            else:
                kept.append(span)
            continue
        kept.append(span)
    return kept


def _leads_its_part(span: Span, parts: Parts, levels: list[Span]) -> bool:
    """Is a manager's word the first or the last of its part, level words aside?"""
    start, end = parts.span(parts.part[span.start])
    aside = {index for level in levels for index in range(level.start, level.end)}
    aside |= {i for i in range(start, end) if parts.tokens[i] in _NUMERALS or parts.tokens[i] in "/&"}
    aside |= {i for i in range(start, end) if _says_where(parts.tokens[i])}
    before = all(index in aside for index in range(start, span.start))
    after = all(index in aside for index in range(span.end, end))
    return before or after


def _numeral(parts: Parts, heads: list[Span]) -> Span | None:
    """The numeral after a head noun ("Engineer II") or the word level at the end of a part; the lower of "1-3"."""
    ends = {span.end for span in heads}
    for index, token in enumerate(parts.tokens):
        label = _NUMERALS.get(token)
        if not label or index == 0 or "phase" in parts.tokens[max(0, index - 2) : index]:
            continue
        if parts.tokens[index - 1] in "&+" and (index < 2 or parts.tokens[index - 2] not in _NUMERALS):  # "UK&I"
            continue
        last = (
            index + 1 == len(parts.tokens)
            or parts.part[index + 1] != parts.part[index]
            or parts.tokens[index + 1] in _BETWEEN
        )
        if parts.tokens[index : index + 3] == ["1", "/", "2"] and parts.part[index] in parts.part[index + 3 :]:
            continue  # half a job: "Agent 1/2 etatu"
        same_part = parts.part[index - 1] == parts.part[index]
        named = parts.tokens[index - 1] in ("level", "lvl", "grade", "band") and same_part
        after_head = same_part and any(parts.part[end - 1] == parts.part[index] and end <= index for end in ends)
        whole = set(parts.part) == {parts.part[index]} and index + 1 == len(parts.tokens)  # "Collector 1"
        if last and (named or after_head or whole or (token.startswith("i") and same_part)):
            lowest = index - 1 if parts.tokens[index - 1] in _NUMERALS else index
            return Span(lowest, index + 1, _NUMERALS[parts.tokens[lowest]])
    return None


def _in_its_place(kind: str, span: Span, parts: Parts) -> bool:
    """Does a level word of a kind that tells a level only in some places stand in one (see data/levels.toml)?"""
    start, end = parts.span(parts.part[span.start])
    if kind == "alone":
        return (start, end) == (span.start, span.end)
    return all(parts.tokens[index] in _NUMERALS for index in range(span.end, end))


def _is_first(span: Span, parts: Parts, heads: list[Span]) -> bool:
    """Does "stage" open its part, and no English trade follow, or stand alone: French, Dutch and Italian interns?"""
    start, end = parts.span(parts.part[span.start])
    if (start, end) == (span.start, span.end):
        return True
    return span.start == 0 and not any(head.start < end and head.label in _STAGED for head in heads)


def _is_office(span: Span, tokens: list[str]) -> bool:
    """Is an officer named for the department: "Architect, Office of the CTO", "Analyst, COO Organization"?"""
    end = span.end + (tokens[span.end : span.end + 1] == ["s"])  # "the President's Office"
    return tokens[span.start - 1 : span.start] == ["the"] or not _OFFICES.isdisjoint(tokens[end : end + 1])


def _opening(parts: Parts, heads: list[Span]) -> Span | None:
    """The level that the first word of a title tells of some head nouns: "Campus Data Scientist"."""
    for index, token in enumerate(parts.tokens):
        if token not in words().level_tokens:
            for head in heads:
                level = words().openings.get((token, head.label))
                if level:
                    return Span(index, index + 1, level)
            break
    return None


def _is_of_manager(head: Span, tokens: list[str]) -> bool:
    """Is a head noun a manager's or one that names no person: "Data Science Manager Growth"?"""
    return head.label in _MANAGED_HEADS or tokens[head.end - 1] in ("science", "sciences")


def _of_people(manager: Span, ranked: int | None, contributor: bool) -> bool:
    """Does a manager's word tell a manager of people?

    Not in "Junior Application Manager" or "Sales Manager (Individual Contributor)", nor in "Staff Platform Manager",
    where the level before it is a contributor's (but a "Staff Engineering Manager" does manage).
    """
    return not contributor and (manager.end - manager.start > 1 or ranked is None or ranked > manager.start)


def _officer(span: Span, parts: Parts) -> Span:
    """A chief with the office: "Chief Operating Officer", "Chief Executive"."""
    if parts.tokens[span.end - 1] == "chief":
        end = min(parts.span(parts.part[span.start])[1], span.end + 5)
        for index in range(span.end, end):
            if parts.tokens[index] in ("officer", "executive"):
                return Span(span.start, index + 1, span.label)
    return span


def _says_where(token: str) -> bool:
    return token in words().scopes or country_by_name(token) is not None


def _is_held(span: Span, parts: Parts, heads: list[Span], phrases: bool) -> bool:
    """Are an officer's letters the job's own: "CTO, Payments", not "CEO Assistant" or "Account Executive - CFO Tools"?

    `phrases` tells whether the title holds a phrase that only looks like a level ("Chief of Staff - CTO").
    """
    rest = parts.tokens[span.end : parts.span(parts.part[span.start])[1]]
    if any(not _says_where(token) and token not in _JOINING and token not in words().level_tokens for token in rest):
        return False
    return not phrases and all(head.label in _MANAGED_HEADS for head in heads if head.start != span.start)


def _told(found: list[Span], parts: Parts, heads: list[Span], head: Span | None) -> list[Span]:
    """The levels of a title: what its level words mean where they stand."""
    tokens = parts.tokens
    phrases = any(span.label == "" for span in found)
    levels = []
    for span in found:
        if span.label in ("", "of_things"):
            continue
        kind, _, placed = span.label.partition(" ")
        if kind == "beside":  # "Developer - Assistant Vice President": a grade, and no office
            other = head is not None and not head.start < span.end <= head.end
            span = Span(span.start, span.end, placed if other and head and head.label in CONTRIBUTORS else "executive")
        elif placed:
            if not (_is_first(span, parts, heads) if kind == "first" else _in_its_place(kind, span, parts)):
                continue
            span = Span(span.start, span.end, placed)
        if span.label == "executive":
            if _is_office(span, tokens):
                continue
            if tokens[span.start] in words().officers and not _is_held(span, parts, heads, phrases):
                continue
            span = _officer(span, parts)
            if tokens[span.end - 1] == "chief" and _is_chief_of_few(span, parts, heads):
                span = Span(span.start, span.end, "lead")
        if tokens[span.start] == "staff" and not heads and not (span.start and _in_its_place("alone", span, parts)):
            continue  # "Kitchen Staff" are people, not a level
        if tokens[span.start] == "head" and _is_of_trade(span, parts, heads):
            span = Span(span.start, span.end, "lead")  # "Head Nurse", "Head Baker"
        levels.append(span)
    for index, token in enumerate(tokens):
        if len(token) > 6 and token.endswith(words().manager_endings) and not _taken(index, found):
            levels.append(Span(index, index + 1, "manager"))
    opening = _opening(parts, heads)
    if opening:
        levels.append(opening)
    levels = _alternatives(sorted(levels, key=lambda span: span.start), parts)
    alone = all(_is_of_manager(one, tokens) for one in heads)
    told = [
        s
        for s in levels
        if s.label not in _MANAGERS
        or (alone and s.label == "manager")
        or (head is not None and s.start <= head.start and head.end <= s.end)
        or _leads_its_part(s, parts, levels)
    ]
    ranked = {parts.part[s.start]: s.start for s in levels if s.label == "lead"}
    contributor = not _CONTRIBUTORS.isdisjoint(tokens)
    return [s for s in told if s.label != "manager" or _of_people(s, ranked.get(parts.part[s.start]), contributor)]


def _is_of_trade(span: Span, parts: Parts, heads: list[Span]) -> bool:
    """Is a "head" the first of several who work alike: "Head Nurse", "Head Gardener"?"""
    if any(head.start == span.end and head.label in _TRADES for head in heads):
        return True
    last = parts.span(parts.part[span.start])[1] - 1
    unknown = not any(True for _ in words().fields.all(parts.tokens[last : last + 1]))
    return last == span.end and unknown and parts.tokens[last].endswith(("er", "or", "ist", "ian"))


def _is_chief_of_few(span: Span, parts: Parts, heads: list[Span]) -> bool:
    """Is a "chief" no officer of a firm: "Crew Chief", "Chief Nurse"?"""
    before = parts.tokens[parts.span(parts.part[span.start])[0] : span.start]
    return any(not _says_where(token) for token in before) or _is_of_trade(span, parts, heads)


def _taken(index: int, spans: list[Span]) -> bool:
    return any(span.start <= index < span.end for span in spans)


def _raising(told: list[Span], parts: Parts, heads: list[Span], own: int) -> list[Span]:
    """Levels of other parts that name a job too: "Senior Engineer - Platform Lead", not "Team Lead Support"."""
    ends = {head.end for head in heads if head.label not in _MANAGED_HEADS}
    found = []
    for span in told:
        end = parts.span(parts.part[span.start])[1]
        closes = end in ends or all(_says_where(token) for token in parts.tokens[span.end : end])
        if parts.part[span.start] != own and closes:
            found.append(span)
    return found


def _only_manages(told: list[Span], parts: Parts) -> int | None:
    """The first part of a title if it names a manager and nothing else: "Manager, Associate Account Executives"."""
    first = [span for span in told if parts.part[span.start] == parts.part[0]]
    said = {index for span in first for index in range(span.start, span.end)}
    if any(span.label in _MANAGERS for span in first) and all(
        index in said for index, number in enumerate(parts.part) if number == parts.part[0]
    ):
        return parts.part[0]
    return None


def level_of(parts: Parts, heads: list[Span], head: Span | None) -> tuple[str | None, tuple[str, ...]]:
    """The level of a title, with the words that tell it; None without any.

    `heads` are its head nouns and `head` the one that names the job: the level belongs to it. Another part of the title
    may raise it where that part names a job too, and never raises a beginner's.
    """
    tokens = parts.tokens
    found = words().levels.longest(parts)
    if "to" in tokens[1:]:  # "Assistant to the Director"
        to = tokens.index("to", 1)
        if tokens[to - 1] in words().serving:
            found = [span for span in found if span.start < to]
    told, numeral = _told(found, parts, heads, head), _numeral(parts, heads)
    if head:
        managing = _only_manages(told, parts)
        own = parts.part[head.start] if managing is None else managing
        others = _raising(told, parts, heads, own)
        inside = [span for span in told if parts.part[span.start] == own]
        whole = [span for span in others if parts.span(parts.part[span.start]) == (span.start, span.end)]
        if not inside and not whole and numeral and parts.part[numeral.start] == own:
            inside = [numeral]
        beginner = [span for span in others if span.label in _BEGINNERS and span.start < head.start]
        if head.label == "manager" and beginner:
            told = beginner  # "Graduate Trainee - Head of Retail": whom the trainee works for
        elif inside:
            fixed = any(span.label in _BEGINNERS for span in inside)
            raised = [] if fixed else [span for span in others if span.label in _RANK]
            told = inside + raised + [span for span in others if span.label == "intern"]
    if {span.label for span in told} == {"entry", "mid"} and told[
        0
    ].label == "entry":  # "Junior to Mid-level": who may apply
        told = [span for span in told if span.label == "entry"]
    for label in ("intern", *_CHOICE):
        chosen = [span for span in told if span.label == label]
        if chosen:
            return label, tuple(" ".join(tokens[span.start : span.end]) for span in chosen)
    return (numeral.label, (tokens[numeral.start],)) if numeral else (None, ())
