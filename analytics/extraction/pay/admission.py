"""Whether a candidate is base pay, by the rules and by where it stands; its currency, period and open ends."""

import re
from collections.abc import Sequence

from analytics.extraction.pay import amounts, context, currencies
from analytics.extraction.pay.ranges import Candidate
from analytics.extraction.pay.rules import Rules
from analytics.values.money import PER_YEAR

_CHAIN = 160  # characters between the zones of one list
_SAME_LIST = 300  # characters in which a country's name speaks for the next zone's currency
_LOOK_BACK = 170
_SHORT = 40  # a lead this short hangs on the line above it
_BESIDE = 28  # characters behind an amount in which what comes with it stands ("+ super")
_PARAGRAPH = 60  # a line longer than this is no heading
_EDGES = " \t\n,.:;|/()[]-–—•*"
_ZONE = re.compile(r"(?://|[;|])\s*$")
_STOP = re.compile(r"[.;|•\n]")
# What makes an amount stand at the start of its line or field: nothing, bullets, or a label with a colon.
_LABEL = re.compile(r"^[\s\-–•*]*[^\d\n]{0,60}[:：]\s*$|^[\s\-–•*(\[~≈✅☑📍💰💵]*$")


def admit(
    text: str, candidate: Candidate, accepted: Sequence[Candidate], floor: int, place: str | None, rules: Rules
) -> bool:
    """Whether a candidate is base pay, by the words around it; settles its currency, period, rank and open ends.

    `accepted` are the candidates before it that were, `floor` is where the one before it ends, `place` the currency of
    the posting's location.
    """
    high = candidate.high
    if accepted and _is_next_zone(text, candidate, accepted[-1]):
        candidate.mark, candidate.period = accepted[-1].mark, candidate.period or accepted[-1].period
    if (candidate.low.large or high.large) and candidate.mark not in currencies.IN_MILLIONS:
        return False
    if currencies.is_stray(candidate.mark, place) or not (candidate.maximum or candidate.misprint):
        return False
    if not _worth_reading(text, candidate, rules):
        return False
    lead, above = context.before(text, candidate.start, floor)
    candidate.lead = lead
    kind, straight = _introduced(candidate, lead, place, rules)
    plus = high.plus or text[candidate.end : candidate.end + 3].lstrip()[:1] == "+"
    ends = {candidate.end, high.number_end}
    other = next(filter(None, (rules.other_behind(text, end, straight, plus) for end in sorted(ends))), None)
    if other:
        candidate.decided = other
        return False
    own_line = _LABEL.match(lead) is not None or context.only_open(lead)
    if kind == 0 and (own_line or len(lead) < _SHORT):
        kind = _introduced_above(candidate, above, own_line, rules)
        candidate.field = kind > 0 and not lead.strip(" :-–") and rules.is_label(above)
    if kind < 0 and context.lakhs_a_year(text, candidate.start, candidate.end):
        kind = 1
    if kind < 0 or not _ranked(text, candidate, rules):
        return False
    candidate.currency = _currency(text, candidate, accepted, lead, above, place)
    period = _settle_period(candidate, lead, above)
    if period is None or (candidate.period is None and period != "year" and context.piece_rate(text, candidate.end)):
        return False
    last = accepted[-1] if accepted else None
    chained = last is not None and candidate.start - last.end < _CHAIN and candidate.mark == last.mark
    same_line = last is not None and "\n" not in text[last.end : candidate.start]
    if chained and last is not None and kind == 0 and same_line and not context.regular(lead):
        candidate.rank = last.rank
    behind = None if kind > 0 else rules.pay_behind(text, candidate.end)
    candidate.decided = behind or candidate.decided
    named = kind > 0 or behind is not None
    if candidate.mark is None:
        told = straight or candidate.field or (kind > 0 and own_line and bool(lead.strip(" :-–")))
        if not _bare_is_pay(text, candidate, place, rules, named=named, own_line=own_line, chained=chained, told=told):
            return False
    elif not (named or chained or own_line or (candidate.is_range and period == "year")):
        stands_alone = currencies.plausible(candidate.low.value, candidate.currency, PER_YEAR[period] / 2)
        if not candidate.period or not stands_alone:
            return False
    if not candidate.is_range:
        _open_end(candidate, lead)
    candidate.rule = _rule(candidate, kind, own_line=own_line, chained=chained)
    return True


def _rule(candidate: Candidate, kind: int, *, own_line: bool, chained: bool) -> str:
    """What made it pay: a word for pay before it or in the field above, a word behind it, a list or its own shape."""
    if kind > 0:
        return "pay.field" if candidate.field else "pay.named-before"
    if chained:
        return "pay.next-in-list"
    if own_line:
        return "pay.own-line"
    return "pay.period" if candidate.period else "pay.named-after"


def _is_next_zone(text: str, candidate: Candidate, last: Candidate) -> bool:
    """Whether a range without a mark is pay at other places: "USD 90,000 - 120,000 in A // 80,000 - 110,000 in B"."""
    if candidate.mark or not (candidate.is_range and last.is_range and last.mark):
        return False
    low, known = candidate.minimum or 0.0, last.minimum or 0.0
    gap = text[last.end : candidate.start]
    return len(gap) < _CHAIN and known / 2 <= low <= known * 2 and _ZONE.search(gap) is not None


def continues(text: str, refused_end: int, candidate: Candidate, rules: Rules) -> bool:
    """Whether a candidate goes on a list of refused amounts: "bonus $4k (level B), $6k (level A)"."""
    gap = text[refused_end : candidate.start]
    if not candidate.mark or candidate.period or len(gap) > _SHORT or _STOP.search(gap):
        return False
    return "pay" not in rules.words.ends(gap) and not rules.pay_behind(text, candidate.end)


def _worth_reading(text: str, candidate: Candidate, rules: Rules) -> bool:
    """A cheap test for numbers without any mark, which most numbers of a posting are: some pay word must be near."""
    if candidate.mark or candidate.period or candidate.multiplied:
        return True
    if len(text) < _SHORT:
        return True
    near = rules.words.last(text[max(0, candidate.start - _LOOK_BACK) : candidate.start])
    return near in ("pay", "carried") or rules.pay_behind(text, candidate.end) is not None


def _introduced(candidate: Candidate, lead: str, place: str | None, rules: Rules) -> tuple[int, bool]:
    """What the clause before makes of it (1 pay, -1 other, 0 neither), and whether a pay word leads straight to it."""
    kind, told_at, candidate.decided = rules.before(lead)
    straight = kind != 0 and context.leads_straight(lead, told_at)
    if kind < 0 and not straight and candidate.is_range and candidate.mark:
        low = candidate.minimum or 0.0
        currency = currencies.settle(candidate.mark, place)
        period = candidate.high.period or currencies.period_of_size(low, currency)
        likely = currencies.plausible(low, currency, PER_YEAR[period])
        if likely and (period == "year" or candidate.high.period):
            kind = 0  # two ends of the size of pay, and the other word stands apart from them
    return kind, straight and kind > 0


def _introduced_above(candidate: Candidate, above: str, own_line: bool, rules: Rules) -> int:
    """What the lines above make of an amount that nothing on its own line tells about."""
    line = above.rsplit("\n", 1)[-1]
    kind, _, candidate.decided = rules.before(line)
    if kind < 0 and (len(line) > _PARAGRAPH or line[:1].islower() or line[-1:] in ".!?"):
        kind = 0  # a sentence, not the heading of the amount
    if kind == 0 and own_line:
        told = rules.before(above)
        kind, candidate.decided = max(0, told.kind), told.rule if told.kind > 0 else ""
    return kind


def _ranked(text: str, candidate: Candidate, rules: Rules) -> bool:
    """Whether no rule refuses it; totals and pay on probation or of part-time work rank behind base pay."""
    rule = rules.verdict(candidate.lead, text, candidate.end)
    if rule is None:
        return True
    candidate.decided, candidate.rank = rule.id, 1
    return rule.says == "second"


def _currency(
    text: str, candidate: Candidate, accepted: Sequence[Candidate], lead: str, above: str, place: str | None
) -> str | None:
    """The code of the mark; which dollar "$" is, is told by a place named just before it, else by the location."""
    local = None
    if candidate.mark in (currencies.DOLLAR, currencies.KRONE):
        gap = candidate.start - accepted[-1].end if accepted else _SAME_LIST
        near = text[accepted[-1].end : candidate.start].strip(_EDGES) if gap < _SAME_LIST else lead[-60:]
        local = currencies.of_place(near)
        if local is None and place is None and not accepted:
            local = currencies.of_place(above[-100:])
        if local is None and gap < _CHAIN:
            local = accepted[-1].currency
    if place is None and local is None and candidate.mark in (None, currencies.KRONE, currencies.DOLLAR):
        local = currencies.of_words(f"{lead} {text[candidate.start : candidate.end + _BESIDE]}")
    return currencies.settle(candidate.mark, local or place)


def _settle_period(candidate: Candidate, lead: str, above: str) -> str | None:
    """The period by the words at the amount, else by those that introduce it, else by size; None where none is likely.

    A period that words tell is stored with the candidate.
    """
    amount = candidate.maximum if candidate.misprint else candidate.minimum or candidate.maximum
    currency = candidate.currency
    if amount is None:
        return None
    if candidate.period:
        return candidate.period if currencies.conceivable(amount, currency, PER_YEAR[candidate.period]) else None
    for words in (lead, above.rsplit("\n", 1)[-1] if len(lead) < _SHORT else ""):
        named = amounts.period_before(context.without_hours(words))
        if named and currencies.plausible(amount, currency, PER_YEAR[named]):
            candidate.period = named
            return named
    by_size = currencies.period_of_size(candidate.size if not candidate.misprint else amount, currency)
    if by_size == "hour" and candidate.mark is None:
        return None
    # Nothing says that it is paid by the hour, so a doubtfully small figure is not.
    per_year = PER_YEAR[by_size] * (0.5 if by_size == "hour" else 1)
    return by_size if candidate.misprint or currencies.plausible(amount, currency, per_year) else None


def _bare_is_pay(
    text: str,
    candidate: Candidate,
    place: str | None,
    rules: Rules,
    *,
    named: bool,
    own_line: bool,
    chained: bool,
    told: bool,
) -> bool:
    """Whether a number without a currency is pay: with a period or "k" by little, else only straight after its name."""
    if candidate.high.period:
        return candidate.is_range or named or own_line
    rest = text[candidate.end : candidate.end + 80].split("\n")[0]
    alone = own_line and not rest.strip(" .*+)")
    if candidate.multiplied:
        return named or (candidate.is_range and (chained or alone)) or (alone and len(text) < _SHORT)
    grouped = not candidate.high.digits.isdecimal()
    if candidate.is_range:
        whole = alone and len(text) < _SHORT and (place is not None or grouped)
        return told or whole or (named and own_line and rules.pay_behind(text, candidate.end) is not None)
    runs_on = text[candidate.end : candidate.end + 2].strip()[:1].isalpha()
    return told and not runs_on and (place is not None or grouped)


def _open_end(candidate: Candidate, lead: str) -> None:
    """Drops the end that "from", "up to" or a "+" leaves open."""
    end = context.open_end(lead)
    if end == "low":
        candidate.minimum = None
    elif end == "high" or candidate.high.plus:
        candidate.maximum = None
