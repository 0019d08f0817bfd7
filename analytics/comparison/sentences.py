"""Every sentence of a comparison that depends on data, made from the record's figures and from nothing else."""

from collections.abc import Mapping
from typing import Any

from analytics.comparison import pay_sentences, skill_overlap
from analytics.comparison.pay_sentences import roles
from analytics.comparison.side_by_side import clean
from analytics.comparison.verdicts import SAMPLE
from analytics.values.english import article, listed
from analytics.values.formatting import (
    count,
    counted,
    date_words,
    percent,
    share_interval,
)
from analytics.values.thresholds import LEAST_PAY, LISTED

Record = Mapping[str, Any]

POPULATION = (
    "Every opening on the boards that were read is counted; the intervals say how far a figure could differ among "
    "other employers like these, and heed that openings of one employer resemble each other.",
    "The boards are not the whole market, and since jobs that stay open long are seen on more nights, the openings of "
    "one night hold more of them than the jobs that are filled in a year.",
)
_DOMINANT = 0.3  # share of the openings from which one employer makes a role's figures


def sections(record: Record) -> dict[str, list[str]]:
    """The sentences by section, in the order of the page; a section without any has an empty list."""
    said = {
        "intro": _intro(record),
        "verdict": [verdict["statement"] for verdict in record["verdicts"]],
        "skills": _skills(record),
        "switching": _switching(record),
        "pay": pay_sentences.sentences(record),
        "workplace": [_workplace(role) for role in roles(record)],
        "seniority": _seniority(record),
        "companies": [sentence for role in roles(record) for sentence in _companies(role)],
        "metros": _places(record),
        "trend": [sentence for role in roles(record) for sentence in _trend(role)],
        "quality": _quality(record),
    }
    return {section: [clean(sentence) for sentence in found] for section, found in said.items()}


def faq(record: Record) -> list[dict[str, str]]:
    """Questions that readers ask, answered from the record and its sentences."""
    a, b = record["a"]["name"], record["b"]["name"]
    said = record["sentences"]
    verdict = {item["topic"]: item["statement"] for item in record["verdicts"]}
    asked = [
        (f"Which pays more, {article(a)} or {article(b)}?", [verdict["pay"], *pay_sentences.medians(record)]),
        (f"How many {a} and {b} jobs are open?", [*said["intro"][:2], verdict["openings"]]),
        (f"Are {a} and {b} jobs remote?", [*said["workplace"], verdict["remote"]]),
        (f"Which skills do {a} and {b} openings share?", said["skills"][-1:] + said["switching"]),
        (f"Which role is easier to enter, {a} or {b}?", [verdict["seniority"], *said["seniority"]]),
        (f"Where are {a} and {b} jobs?", said["metros"]),
        ("How sure are these figures?", said["quality"]),
    ]
    return [{"question": question, "answer": " ".join(answer)} for question, answer in asked]


def _intro(record: Record) -> list[str]:
    a, b = roles(record)
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
        else f"On {day}, {positions} {_are(market)} open on the boards that were read: {shares[0]} and {shares[1]}.",
        f"A vacancy that is advertised several times counts once; behind these figures stand {listed(behind)}.",
    ]


def _are(n: int, past: bool = True) -> str:
    return ("was" if past else "is") if n == 1 else ("were" if past else "are")


def _named(role: Record, skill: Record) -> str:
    return f"{skill['skill']} ({percent(skill['share'])})"


def _skills(record: Record) -> list[str]:
    a, b = roles(record)
    said = []
    for role in (a, b):
        if role["skills"]:
            top = listed([_named(role, skill) for skill in role["skills"][:8]])
            said.append(f"{role['name']} openings ask most often for {top} (n = {count(role['open_positions'])}).")
        else:
            said.append(f"No skill was found in {role['name']} openings (n = {count(role['open_positions'])}).")
    skills = record["skills"]
    more_a, more_b = skill_overlap.told_apart(skills)
    apart = [
        f"{role['name']} asks more often than {other['name']} for "
        + listed([_against(one, *sides) for one in more[:LISTED]])
        for role, other, more, sides in ((a, b, more_a, "ab"), (b, a, more_b, "ba"))
        if more
    ]
    sizes = a["open_positions"], b["open_positions"]
    if min(sizes) < LEAST_PAY:
        said.append(
            f"Too few openings to tell the roles apart by skills (n = {count(sizes[0])} and {count(sizes[1])})."
        )
    elif apart:
        said.append(f"Tests tell the roles apart by skills: {'; '.join(apart)}.")
    elif skills["shares"]:
        said.append("No test tells the roles apart by how often they ask for any one of these skills.")
    for role, only in ((a, skills["only_a"]), (b, skills["only_b"])):
        if only:
            said.append(f"Only in the {role['name']} list: {listed(only)}.")
    if skills["both"]:
        said.append(
            f"In both lists of most asked skills: {listed(skills['both'])}, {count(len(skills['both']))} of "
            f"{count(skills['top'])} ({percent(skills['overlap'])})."
        )
    elif a["skills"] and b["skills"]:
        said.append("The two lists of most asked skills have no skill in common.")
    return said


def _against(skill: Record, side: str, other: str) -> str:
    return f"{skill['skill']} ({percent(skill[f'share_{side}'])} against {percent(skill[f'share_{other}'])})"


def _switching(record: Record) -> list[str]:
    skills = record["skills"]
    if not skills["both"]:
        return []
    a, b = roles(record)
    needed = [
        f"from {source['name']} to {target['name']}, {listed(only)} {'is' if len(only) == 1 else 'are'} new"
        for source, target, only in ((a, b, skills["only_b"]), (b, a, skills["only_a"]))
        if only
    ]
    return [f"Of the most asked skills, {'; '.join(needed)}."] if needed else []


def _workplace(role: Record) -> str:
    places, unknown = role["workplace"], role["workplace"]["unknown"]["n"]
    if unknown == role["open_positions"]:
        return f"No {role['name']} opening tells its workplace (n = {count(unknown)})."
    interval = share_interval(places["remote"])
    counting = f", counting as remote none of the {count(unknown)} that {_do(unknown)} not tell" if unknown else ""
    sure = f"; 95% interval of the remote share {interval}{counting}" if interval else ""
    return f"Of {_openings(role)}, {_mix(places, ('remote', 'hybrid', 'onsite'))}{sure}."


def _mix(shares: Record, kinds: tuple[str, ...]) -> str:
    """Counts and shares by kind: "2 are remote (22%), 3 hybrid (33%) and 4 onsite (44%)"."""
    parts = [f"{count(shares[kind]['n'])} {kind} ({percent(shares[kind]['share'])})" for kind in kinds]
    first = shares[kinds[0]]["n"]
    return listed([parts[0].replace(" ", " is " if first == 1 else " are ", 1), *parts[1:]])


def _openings(role: Record) -> str:
    return counted(role["open_positions"], f"{role['name']} opening")


def _do(n: int) -> str:
    return "does" if n == 1 else "do"


def _seniority(record: Record) -> list[str]:
    said = []
    for role in roles(record):
        mix, unknown = role["seniority"], role["seniority"]["unknown"]["n"]
        if unknown == role["open_positions"]:
            said.append(f"No {role['name']} opening tells its level (n = {count(unknown)}).")
            continue
        interval = share_interval(mix["senior"])
        counting = f", counting as senior none of the {count(unknown)} that {_do(unknown)} not tell" if unknown else ""
        sure = f"; 95% interval of the senior share {interval}{counting}" if interval else ""
        said.append(f"Of {_openings(role)}, {_mix(mix, ('entry', 'mid', 'senior'))}{sure}.")
    senior = [role["seniority"]["senior"]["share"] for role in roles(record)]
    firm = not any(role["indicative"] for role in roles(record))
    if firm and all(share is not None and share > 0.5 for share in senior):
        said.append("In both roles more than half of the openings are senior.")
    return said


def _companies(role: Record) -> list[str]:
    largest, n = role["largest_employer"], role["open_positions"]
    if largest is None:
        return [f"No employer is named in {role['name']} openings."]
    of = f"{count(largest['n'])} of {count(n)} ({percent(largest['share'])})"
    if role["employers"] == 1:
        return [f"All {role['name']} openings with a named employer come from one, {largest['company']}: {of}."]
    top = listed([f"{company['company']} ({count(company['n'])})" for company in role["companies"][:LISTED]])
    among = "" if role["employers"] <= LISTED else ", among them" if largest["tied"] > LISTED else "; those with most"
    said = [f"{role['name']} openings come from {counted(role['employers'], 'employer')}{among}: {top}."]
    if largest["tied"] > 1:
        said.append(f"No employer has more than {of}.")
    else:
        said.append(f"The largest employer, {largest['company']}, has {of}.")
    if largest["share"] > _DOMINANT and largest["tied"] == 1:
        said.append(f"Much of what is said of {role['name']} is said of this one employer.")
    return said


def _places(record: Record) -> list[str]:
    said = []
    for role in roles(record):
        remote, unknown = role["workplace"]["remote"]["n"], role["places"]["unknown"]
        rest = f"; {count(remote)} {_are(remote, past=False)} remote" if remote else ""
        if role["metros"]:
            more = f"{', ' if remote else '; '}{count(unknown)} more {'names' if unknown == 1 else 'name'} none"
            rest += more if unknown else ""
            top = listed([f"{metro['metro']} ({count(metro['n'])})" for metro in role["metros"][:LISTED]])
            said.append(f"Metropolitan areas with most {role['name']} openings: {top}{rest}.")
        else:
            said.append(f"No {role['name']} opening names a metropolitan area{rest}.")
    first = [_leading(role["metros"]) for role in roles(record)]
    if first[0] is not None and first[0] == first[1]:
        said.append(f"{first[0]} leads both lists.")
    return said


def _leading(metros: list[Record]) -> str | None:
    """The metropolitan area with more openings than any other."""
    ahead = metros and (len(metros) == 1 or metros[0]["n"] > metros[1]["n"])
    return str(metros[0]["metro"]) if ahead else None


def _trend(role: Record) -> list[str]:
    trend = role["trend"]
    if trend is None:
        return [f"No trend is claimed for {role['name']}: there is no series yet."]
    return [trend["statement"], trend["pay"]["statement"]]


def _sources(market: Record) -> tuple[str, str]:
    """What the postings were read from, one and several."""
    if not market["postings_imported"]:
        return "board", "boards"
    return ("file", "files") if market["sample"] else ("board or file", "boards and files")


def carried_sentence(market: Record) -> str:
    """Which share of the market is that of earlier nights; "" where none is, or where nothing is known of it."""
    carried, of = market.get("postings_carried"), market.get("postings_ai")
    if not carried or not of:
        return ""
    return (
        f"{percent(carried / of)} of the AI postings ({count(carried)} of {count(of)}) are carried forward from an "
        "earlier night, since their boards could not be read."
    )


def _quality(record: Record) -> list[str]:
    market = record["market"]
    boards = market["boards"]
    carried, failed = boards["carried_forward"], boards["failed"]
    source, plural = _sources(market)
    told = [f"{counted(boards['ok'], source, plural)} {_are(boards['ok'])} read"]
    told += [f"for {count(carried)} the postings of the last good night stand in"] if carried else []
    told += [f"{count(failed)} could not be read"] if failed else []
    unclassified, of = market["postings_unclassified"], market["postings_ai"]
    said = [
        f"On {date_words(record['snapshot_date'])}, {listed(told)}{'' if carried or failed else ', and none failed'}."
    ]
    said += filter(None, [carried_sentence(market)])
    if unclassified:
        said.append(
            f"Of {counted(of, 'AI posting')}, {count(unclassified)} {_are(unclassified, past=False)} of no role of the "
            "list and in no figure."
        )
    imported = market["postings_imported"]
    if market["sample"]:
        said.append(f"No share of the market is given and numbers of positions are not compared: {SAMPLE}.")
    elif imported:
        said.append(
            f"Of {counted(market['postings_ai'], 'AI posting')}, {count(imported)} {_are(imported)} imported from "
            "files, which may be a sample; shares of the market and numbers of positions count them too."
        )
    said.append(
        "Each verdict is tested by itself at 5%, so among many pairs of roles a few differences are due to chance."
    )
    said += POPULATION
    small = [role["name"] for role in roles(record) if role["indicative"]]
    if small:
        said.append(f"Fewer than 30 openings: figures of {listed(small)} are only indicative.")
    return said


def postings_behind(role: Record) -> str:
    """The number of postings behind a role's open positions, with its noun."""
    return counted(role["postings"], "posting")
