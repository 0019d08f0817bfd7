"""The level that a title's own words tell: "Senior", "Engineer II", "Head of", "Werkstudent"."""

from analytics.extraction.titles.words import Parts, Span, words

_ALTERNATIVE = frozenset(("/", "or", "oder", "ou", "o"))
_NUMERALS = {"i": "entry", "1": "entry", "ii": "mid", "2": "mid", "iii": "senior", "3": "senior"} | dict.fromkeys(
    ("iv", "4", "v", "5", "vi", "6"), "lead"
)
_CONTRIBUTORS = frozenset({"junior", "jr", "jnr", "contributor"})
_MANAGED_HEADS = frozenset({"manager", "engineering", "research", "analytics"})
_OFFICES = frozenset({"office", "org", "organization", "organisation", "team", "group", "department", "function"})
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
    aside |= {index for index in range(start, end) if parts.tokens[index] in _NUMERALS or parts.tokens[index] in "/&"}
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
        last = (
            index + 1 == len(parts.tokens)
            or parts.part[index + 1] != parts.part[index]
            or parts.tokens[index + 1] == "/"
        )
        same_part = parts.part[index - 1] == parts.part[index]
        named = parts.tokens[index - 1] in ("level", "lvl", "grade", "band") and same_part
        after_head = same_part and any(parts.part[end - 1] == parts.part[index] and end <= index for end in ends)
        whole = set(parts.part) == {parts.part[index]} and index + 1 == len(parts.tokens)  # "Collector 1"
        if last and (named or after_head or whole or (token.startswith("i") and same_part)):
            lowest = index - 1 if parts.tokens[index - 1] in _NUMERALS else index
            return Span(lowest, index + 1, _NUMERALS[parts.tokens[lowest]])
    return None


def _is_step_up(level: Span, parts: Parts, heads: list[Span]) -> bool:
    """In "Engineer / Sr. Engineer" both may apply, and the first has no level word."""
    slash = level.start - 1
    if slash < 1 or parts.tokens[slash] not in _ALTERNATIVE or not any(head.end == slash for head in heads):
        return False
    return parts.tokens[slash - 1] in parts.tokens[level.end : parts.span(parts.part[level.start])[1]]


def _in_its_place(kind: str, span: Span, parts: Parts) -> bool:
    """Does a level word of a kind that tells a level only in some places stand in one (see data/levels.toml)?"""
    start, end = parts.span(parts.part[span.start])
    if kind == "alone":
        return (start, end) == (span.start, span.end)
    return all(parts.tokens[index] in _NUMERALS for index in range(span.end, end))


def _is_office(span: Span, tokens: list[str]) -> bool:
    """Is an officer named for the department: "Architect, Office of the CTO", "Analyst, COO Organization"?"""
    return tokens[span.start - 1 : span.start] == ["the"] or not _OFFICES.isdisjoint(tokens[span.end : span.end + 1])


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


def level_of(parts: Parts, heads: list[Span]) -> tuple[str | None, tuple[str, ...]]:
    """The level of a title whose head nouns are `heads`, with the words that tell it; None without any."""
    tokens = parts.tokens
    found = words().levels.longest(parts)
    if "to" in tokens[1:]:  # "Assistant to the Director"
        to = tokens.index("to", 1)
        if tokens[to - 1] in words().serving:
            found = [span for span in found if span.start < to]
    levels = []
    for span in found:
        if span.label in ("", "of_things"):
            continue
        kind, _, placed = span.label.partition(" ")
        if placed:
            if not _in_its_place(kind, span, parts):
                continue
            span = Span(span.start, span.end, placed)
        if span.label in _RANKS and _is_step_up(span, parts, heads):
            continue
        if span.label == "executive" and _is_office(span, tokens):
            continue
        if tokens[span.start] == "staff" and not heads:  # "Kitchen Staff" are people, not a level
            continue
        levels.append(span)
    for index, token in enumerate(tokens):
        if (
            len(token) > 8
            and token.endswith(("leiter", "leiterin", "leitung"))
            and not any(s.start <= index < s.end for s in found)
        ):
            levels.append(Span(index, index + 1, "manager"))
    opening = _opening(parts, heads)
    if opening:
        levels.append(opening)
    levels = _alternatives(sorted(levels, key=lambda span: span.start), parts)
    alone = all(_is_of_manager(head, tokens) for head in heads)
    told = [
        s
        for s in levels
        if s.label not in _MANAGERS or (alone and s.label == "manager") or _leads_its_part(s, parts, levels)
    ]
    ranked = {parts.part[s.start]: s.start for s in levels if s.label == "lead"}
    contributor = not _CONTRIBUTORS.isdisjoint(tokens)
    told = [s for s in told if s.label != "manager" or _of_people(s, ranked.get(parts.part[s.start]), contributor)]
    for label in ("intern", *_CHOICE):
        chosen = [span for span in told if span.label == label]
        if chosen:
            return label, tuple(" ".join(tokens[span.start : span.end]) for span in chosen)
    numeral = _numeral(parts, heads)
    return (numeral.label, (tokens[numeral.start],)) if numeral else (None, ())
