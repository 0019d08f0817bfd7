"""Every sentence of a comparison that depends on data, made from the record's figures and from nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.figures import (
    count,
    counted,
    date_words,
    money,
    money_range,
    p_value,
    percent,
    share_interval,
)
from analytics.side_by_side import clean, money_interval, postings_behind, sample
from analytics.verdicts import SAMPLE, higher_pay, mean_ceilings_differ, percent_more

Record = Mapping[str, Any]

_LETTERS_WITH_VOWEL = "AEFHILMNORSX"  # letters whose English name starts with a vowel sound
_LISTED = 5
_DOMINANT = 0.3  # share of the openings from which one employer makes a role's figures
_AHEAD = 1.005  # a ratio that prints as more than 0 %


def article(words: str) -> str:
    """The words with "a" or "an" before them, by sound: "an AI Engineer", "an ML Engineer", "a Prompt Engineer"."""
    first = words.split()[0] if words.split() else ""
    if len(first) > 1 and first[:2].isupper():
        vowel = first[0] in _LETTERS_WITH_VOWEL
    elif first.lower().startswith(("uni", "use", "eu", "one")):
        vowel = False
    else:
        vowel = first[:1].lower() in "aeiou" or first.lower().startswith(("hour", "honest", "heir"))
    return f"{'an' if vowel else 'a'} {words}"


def listed(items: Sequence[str]) -> str:
    """Items as English lists them: "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else list(items))


def sections(record: Record) -> dict[str, list[str]]:
    """The sentences by section, in the order of the page; a section without any has an empty list."""
    said = {
        "intro": _intro(record),
        "verdict": [verdict["statement"] for verdict in record["verdicts"]],
        "skills": _skills(record),
        "switching": _switching(record),
        "pay": _pay(record),
        "workplace": [_workplace(role) for role in _roles(record)],
        "seniority": _seniority(record),
        "companies": [sentence for role in _roles(record) for sentence in _companies(role)],
        "metros": _places(record),
        "trend": [sentence for role in _roles(record) for sentence in _trend(role)],
        "quality": _quality(record),
    }
    return {section: [clean(sentence) for sentence in found] for section, found in said.items()}


def faq(record: Record) -> list[dict[str, str]]:
    """Questions that readers ask, answered from the record and its sentences."""
    a, b = record["a"]["name"], record["b"]["name"]
    said = record["sentences"]
    verdict = {item["topic"]: item["statement"] for item in record["verdicts"]}
    asked = [
        (f"Which pays more, {article(a)} or {article(b)}?", [verdict["pay"], *_medians(record)]),
        (f"How many {a} and {b} jobs are open?", [*said["intro"][:2], verdict["openings"]]),
        (f"Are {a} and {b} jobs remote?", [*said["workplace"], verdict["remote"]]),
        (f"Which skills do {a} and {b} openings share?", said["skills"][-1:] + said["switching"]),
        (f"Which role is easier to enter, {a} or {b}?", [verdict["seniority"], *said["seniority"]]),
        (f"Where are {a} and {b} jobs?", said["metros"]),
        ("How sure are these figures?", said["quality"]),
    ]
    return [{"question": question, "answer": " ".join(answer)} for question, answer in asked]


def _roles(record: Record) -> tuple[Record, Record]:
    return record["a"], record["b"]


def _intro(record: Record) -> list[str]:
    a, b = _roles(record)
    market, sample = record["market"]["open_positions"], record["market"]["sample"]
    shares = [
        f"{count(role['open_positions'])} for {role['name']}"
        + ("" if sample else f" ({percent(role['market_share'])})")
        for role in (a, b)
    ]
    behind = [f"{postings_behind(role)} for {role['name']}" for role in (a, b)]
    day, positions = date_words(record["snapshot_date"]), counted(market, "AI position")
    return [
        f"The postings imported for {day} advertise {positions}: {shares[0]} and {shares[1]}."
        if sample
        else f"On {day}, {positions} {_are(market)} open: {shares[0]} and {shares[1]}.",
        f"A vacancy that is advertised several times counts once; behind these figures stand {listed(behind)}.",
    ]


def _are(n: int) -> str:
    return "was" if n == 1 else "were"


def _named(role: Record, skill: Record) -> str:
    return f"{skill['skill']} ({percent(skill['share'])})"


def _skills(record: Record) -> list[str]:
    a, b = _roles(record)
    said = []
    for role in (a, b):
        if role["skills"]:
            top = listed([_named(role, skill) for skill in role["skills"][:8]])
            said.append(f"{role['name']} openings ask most often for {top} (n = {count(role['open_positions'])}).")
        else:
            said.append(f"No skill was found in {role['name']} openings (n = {count(role['open_positions'])}).")
    skills = record["skills"]
    for role, only in ((a, skills["only_a"]), (b, skills["only_b"])):
        if only:
            said.append(f"Only in the {role['name']} list: {listed(only)}.")
    if skills["both"]:
        said.append(
            f"In both lists of most asked skills: {listed(skills['both'])}, {count(len(skills['both']))} of "
            f"{count(skills['top'])} ({percent(skills['overlap'])})."
        )
    else:
        said.append("The two lists of most asked skills have no skill in common.")
    return said


def _switching(record: Record) -> list[str]:
    skills = record["skills"]
    if not skills["both"]:
        return []
    a, b = _roles(record)
    needed = [
        f"from {source['name']} to {target['name']}, {listed(only)} {'is' if len(only) == 1 else 'are'} new"
        for source, target, only in ((a, b, skills["only_b"]), (b, a, skills["only_a"]))
        if only
    ]
    return [f"Of the most asked skills, {'; '.join(needed)}."] if needed else []


def _pay(record: Record) -> list[str]:
    said = []
    for role in _roles(record):
        pay, name = role["pay"], role["name"]
        told = f"{count(pay['disclosed'])} of {counted(role['open_positions'], name + ' opening')}"
        said.append(f"{told} ({percent(pay['disclosure_rate'])}) tell{'s' if pay['disclosed'] == 1 else ''} their pay.")
        if not pay["published"]:
            said.append(
                f"No pay figure is published for {name}: n = {count(pay['n'])}{_in(pay)}, at least 5 are needed."
            )
            continue
        currency = pay["currency"]
        ends = [money_interval(pay[point], "mean", currency) for point in ("floor", "ceiling")]
        interval = f"95% intervals: floor {ends[0]}, ceiling {ends[1]}; " if all(ends) else ""
        said.append(
            f"{name} openings advertise {money_range(pay['floor']['mean'], pay['ceiling']['mean'], currency)} a year "
            f"on average in {currency} ({interval}{sample(pay)})."
        )
    said += _medians(record) + _quartiles(record) + _gap(record) + _standardised(record)
    conversion = record["pay"]["conversion"]
    if conversion:
        said += [_converted(conversion), *(_converted_of(role) for role in _roles(record))]
    return said + [sentence for role in _roles(record) for sentence in _left_out(role, conversion)]


def _converted(conversion: Record) -> str:
    age = conversion["age_days"]
    old = f", {counted(age, 'day')} before the postings" if age else ""
    return (
        f"Pay in other currencies was converted to {conversion['currency']} by {conversion['source']} of "
        f"{date_words(conversion['date'])}{old}; such rates do not tell what the pay buys where it is earned."
    )


def _converted_of(role: Record) -> str:
    converted = role["pay"]["converted"]
    if not converted or not converted["n"]:
        return f"No pay of {role['name']} openings needed converting."
    told = listed([f"{count(one['n'])} from {one['currency']}" for one in converted["from"]])
    return (
        f"Of {counted(role['pay']['n'], role['name'] + ' opening')} with pay, the pay of {count(converted['n'])} "
        f"was converted: {told}."
    )


def _left_out(role: Record, conversion: Record | None) -> list[str]:
    others = role["pay"]["other_currencies"]
    if not others:
        return []
    told = listed([f"{counted(one['n'], 'opening')} in {one['currency']}" for one in others[:_LISTED]])
    more = sum(one["n"] for one in others[_LISTED:])
    told += f" and {count(more)} in further currencies" if more else ""
    why = "could not be converted and stays" if conversion else "is not converted and stays"
    return [f"{role['name']} pay in other currencies {why} out of these figures: {told}."]


def _in(pay: Record) -> str:
    return f" in {pay['currency']}" if pay["currency"] else ""


def _medians(record: Record) -> list[str]:
    said = []
    for role in _roles(record):
        pay = role["pay"]
        if not pay["published"]:
            continue
        parts = []
        for point in ("floor", "midpoint", "ceiling"):
            interval = money_interval(pay[point], "median", pay["currency"])
            between = f" (95% interval {interval})" if interval else ""
            parts.append(f"{point} {money(pay[point]['median'], pay['currency'])}{between}")
        said.append(f"{role['name']}, medians of the advertised range: {listed(parts)}; {sample(pay)}.")
    return said


def _quartiles(record: Record) -> list[str]:
    said = []
    for role in _roles(record):
        pay = role["pay"]
        if pay["published"]:
            amount = money(pay["ceiling"]["p75"], pay["currency"])
            said.append(
                f"A quarter of {role['name']} openings with pay have a ceiling of {amount} or more ({sample(pay)})."
            )
    return said


def _gap(record: Record) -> list[str]:
    pay = record["pay"]
    if pay["midpoint_ratio"] is None:
        return [f"Pay is not compared: {pay['reason']}."]
    a, b = _roles(record)
    said = [_mean_gap(pay, a, b)]
    more, less, times, low, high = higher_pay(record)
    interval = f" (95% interval {low:.2f}–{high:.2f}, {p_value(pay['p_value'])})" if low and high else ""
    said.append(f"Midpoints of {more} are {times:.2f} times those of {less}{interval}.")
    return said


def _mean_gap(pay: Record, a: Record, b: Record) -> str:
    ratio, gap, currency = pay["ceiling_mean_ratio"], pay["ceiling_mean_gap"], pay["currency"]
    higher, lower = (b, a) if ratio >= 1 else (a, b)
    sizes = f"n = {count(pay['n_a'])} and {count(pay['n_b'])}"
    least, most = sorted(abs(pay[f"ceiling_mean_gap_{end}"] or 0) for end in ("low", "high"))
    if pay["ceiling_mean_gap_low"] is None:
        interval = "too few for an interval; "
    elif mean_ceilings_differ(pay):
        interval = f"95% interval {money_range(least, most, currency)}; "
    else:
        low, high = (money(pay[f"ceiling_mean_gap_{end}"], currency) for end in ("low", "high"))
        return (
            f"The average pay ceilings, {money(a['pay']['ceiling']['mean'], currency)} of {a['name']} and "
            f"{money(b['pay']['ceiling']['mean'], currency)} of {b['name']}, cannot be told apart (95% interval of the "
            f"gap {low} to {high}; {sizes})."
        )
    if max(ratio, 1 / ratio) < _AHEAD:
        return f"The average pay ceilings of {a['name']} and {b['name']} are equal to within half a percent ({sizes})."
    return (
        f"The average pay ceiling of {higher['name']} is {money(abs(gap), currency)} higher than that of "
        f"{lower['name']} ({percent_more(max(ratio, 1 / ratio))} more; {interval}{sizes})."
    )


def _standardised(record: Record) -> list[str]:
    pay = record["pay"]
    if pay["standardisation"] is None:
        return []
    if pay["standardised_ratio"] is None:
        return [f"The gap at equal seniority and place cannot be told: {pay['standardisation']['reason']}."]
    a, b = _roles(record)
    ratio, low, high = pay["standardised_ratio"], pay["standardised_low"], pay["standardised_high"]
    return [
        f"With seniority and metro held equal, {b['name']} pays {ratio:.2f} times what {a['name']} pays "
        f"(95% interval {low:.2f}–{high:.2f}; cells in use hold {percent(pay['standardisation']['coverage'])} of the "
        f"openings with pay)."
    ]


def _workplace(role: Record) -> str:
    places = role["workplace"]
    parts = [
        f"{count(places[kind]['n'])} {kind} ({percent(places[kind]['share'])})"
        for kind in ("remote", "hybrid", "onsite")
    ]
    interval = share_interval(places["remote"])
    sure = f"; 95% interval of the remote share {interval}" if interval else ""
    unknown = places["unknown"]["n"]
    silent = f"; {count(unknown)} {'does' if unknown == 1 else 'do'} not tell" if unknown else ""
    return f"Of {counted(role['open_positions'], role['name'] + ' opening')}, {listed(parts)}{silent}{sure}."


def _seniority(record: Record) -> list[str]:
    said = []
    for role in _roles(record):
        mix = role["seniority"]
        parts = [
            f"{count(mix[band]['n'])} {band} ({percent(mix[band]['share'])})" for band in ("entry", "mid", "senior")
        ]
        unknown = mix["unknown"]["n"]
        silent = f"; {count(unknown)} {'does' if unknown == 1 else 'do'} not tell a level" if unknown else ""
        said.append(f"Of {counted(role['open_positions'], role['name'] + ' opening')}, {listed(parts)}{silent}.")
    senior = [role["seniority"]["senior"]["share"] for role in _roles(record)]
    if all(share is not None and share > 0.5 for share in senior):
        said.append("In both roles more than half of the openings are senior.")
    return said


def _companies(role: Record) -> list[str]:
    if not role["companies"]:
        return [f"No employer is named in {role['name']} openings."]
    top = listed([f"{company['company']} ({count(company['n'])})" for company in role["companies"][:_LISTED]])
    largest = role["largest_employer"]
    employers = counted(role["employers"], "employer")
    said = [
        f"{role['name']} openings come from {employers}; those with most: {top}.",
        f"The largest, {largest['company']}, has {percent(largest['share'])} of them "
        f"({count(largest['n'])} of {count(role['open_positions'])}).",
    ]
    if largest["share"] > _DOMINANT and role["employers"] > 1:
        said.append(f"Much of what is said of {role['name']} is said of this one employer.")
    return said


def _places(record: Record) -> list[str]:
    said = []
    for role in _roles(record):
        remote, unknown = role["workplace"]["remote"]["n"], role["places"]["unknown"]
        rest = f"; {count(remote)} {'is' if remote == 1 else 'are'} remote"
        rest += f", {count(unknown)} {'names' if unknown == 1 else 'name'} no metropolitan area" if unknown else ""
        if role["metros"]:
            top = listed([f"{metro['metro']} ({count(metro['n'])})" for metro in role["metros"][:_LISTED]])
            said.append(f"Metropolitan areas with most {role['name']} openings: {top}{rest}.")
        else:
            said.append(f"No {role['name']} opening names a metropolitan area{rest}.")
    first = [role["metros"][0]["metro"] if role["metros"] else None for role in _roles(record)]
    if first[0] is not None and first[0] == first[1]:
        said.append(f"{first[0]} leads both lists.")
    return said


def _trend(role: Record) -> list[str]:
    trend = role["trend"]
    if trend is None:
        return [f"No trend is claimed for {role['name']}: there is no series yet."]
    return [trend["statement"], trend["pay"]["statement"]]


def _quality(record: Record) -> list[str]:
    market = record["market"]
    boards = market["boards"]
    said = [
        f"On {date_words(record['snapshot_date'])} {counted(boards['ok'], 'board')} {_are(boards['ok'])} read, for "
        f"{count(boards['carried_forward'])} the postings of the last good night stand in, and "
        f"{count(boards['failed'])} could not be read."
    ]
    imported = market["postings_imported"]
    if market["sample"]:
        said.append(f"No share of the market is given and numbers of positions are not compared: {SAMPLE}.")
    elif imported:
        said.append(
            f"Of {counted(market['postings_ai'], 'AI posting')}, {count(imported)} {_are(imported)} imported from "
            "files, which may be a sample; shares of the market and numbers of positions count them too."
        )
    said.append(
        "Each verdict is tested by itself at 5%, so among many pairs of roles a few differences are due to chance; "
        "openings of one employer are counted as if they were independent."
    )
    small = [role["name"] for role in _roles(record) if role["indicative"]]
    if small:
        said.append(f"Fewer than 30 openings: figures of {listed(small)} are only indicative.")
    return said
