"""Every sentence of a comparison that depends on data, made from the record's figures and from nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.comparison import pay_sentences, role_sentences, skill_overlap
from analytics.comparison.answer import answer, caution
from analytics.comparison.pay_sentences import roles
from analytics.comparison.role_sentences import be
from analytics.comparison.side_by_side import clean
from analytics.comparison.verdicts import SAMPLE
from analytics.values.english import article, listed
from analytics.values.formatting import count, counted, date_words, percent
from analytics.values.thresholds import LEAST_PAY, LEAST_WEEKS, LISTED

Record = Mapping[str, Any]

POPULATION = (
    "Every opening on the boards that were read is counted; the intervals say how far a figure could differ among "
    "other employers like these, and heed that openings of one employer resemble each other.",
    "The boards are not the whole market, and since jobs that stay open long are seen on more nights, the openings of "
    "one night hold more of them than the jobs that are filled in a year.",
)
# least share of the most asked skills that two roles have in common, and what that says of switching
STEPS = ((0.5, "is a short step"), (0.25, "is feasible"), (0.0, "is a long way"))


def sections(record: Record) -> dict[str, list[str]]:
    """The sentences by section, in the order of the page; a section without any has an empty list."""
    both = roles(record)
    said = {
        "answer": answer(record),
        "caution": [words for words in (caution(record),) if words],
        "intro": _intro(record),
        "verdict": [verdict["statement"] for verdict in record["verdicts"]] + pay_sentences.disagreement(record),
        "skills": _skills(record),
        "pool": _pool(record),
        "switching": _switching(record),
        "entry": _entry(record),
        "pay": pay_sentences.sentences(record),
        "currencies": pay_sentences.currencies(record),
        "workplace": [role_sentences.workplace(role) for role in both],
        "seniority": _seniority(record),
        "demand": [words for role in both for words in _demand(record, role)],
        "metros": _places(record),
        "trend": _trends(both),
        "quality": _quality(record),
    }
    return {section: [clean(sentence) for sentence in found] for section, found in said.items()}


def faq(record: Record) -> list[dict[str, str]]:
    """Questions that readers ask, answered from the record and its sentences."""
    a, b = record["a"]["name"], record["b"]["name"]
    said = record["sentences"]
    short = dict(zip(("pay", "openings", "remote", "seniority"), _by_topic(record), strict=True))
    asked = [
        (
            f"Which pays more, {article(a)} or {article(b)}?",
            [*short["pay"], *pay_sentences.levelled(record), *pay_sentences.disagreement(record)],
        ),
        (f"How many {a} and {b} jobs are open?", [*short["openings"], *said["intro"][1:]]),
        (f"Are {a} and {b} jobs remote?", [*short["remote"], *said["workplace"]]),
        (f"Which role is easier to enter, {a} or {b}?", [*short["seniority"], *said["entry"]]),
        (f"Can I switch between {a} and {b}?", [*said["switching"], *said["pool"]]),
        (f"Where are {a} and {b} jobs?", said["metros"]),
        ("How sure are these figures?", [*said["caution"], *said["quality"]]),
    ]
    return [{"question": question, "answer": " ".join(words)} for question, words in asked if words]


def _by_topic(record: Record) -> list[list[str]]:
    """The answer's sentences by topic; the topic of a sample that is not spoken of has none."""
    said = [[words] for words in record["sentences"]["answer"]]
    return [said[0], [], *said[1:]] if record["market"]["sample"] else said


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
        else f"On {day}, {positions} {be(market, past=True)} open on the boards that were read: {shares[0]} and "
        f"{shares[1]}.",
        f"A vacancy that is advertised several times counts once; behind these figures stand {listed(behind)}.",
    ]


def _demand(record: Record, role: Record) -> list[str]:
    return [role_sentences.demand(role, record["market"]), *role_sentences.employers(role)]


def _skills(record: Record) -> list[str]:
    a, b = roles(record)
    said: list[str] = []
    skills = record["skills"]
    more_a, more_b = skill_overlap.told_apart(skills)
    apart = [
        f"{role['name']} asks more often for " + listed([one["skill"] for one in more[:LISTED]])
        for role, more in ((a, more_a), (b, more_b))
        if more
    ]
    if min(a["open_positions"], b["open_positions"]) < LEAST_PAY:
        said.append("Too few openings to tell the roles apart by skills.")
    elif apart:
        said.append(f"What sets them apart: {', and '.join(apart)}.")
    elif skills["shares"]:
        said.append("Neither role asks clearly more often than the other for any one of these skills.")
    if skills["both"]:
        said.append(
            f"Both lists of {count(skills['top'])} hold {listed(skills['both'])}, so "
            f"{'that skill serves' if len(skills['both']) == 1 else 'those serve'} you in either role."
        )
    elif a["skills"] and b["skills"]:
        said.append("The two lists of most asked skills have no skill in common.")
    return [*(" ".join(role_sentences.skills(role)) for role in (a, b)), " ".join(said)]


def _switching(record: Record) -> list[str]:
    """Whether one can change from one role to the other by its skills, and what is to be learnt."""
    skills = record["skills"]
    if not skills["top"] or skills["overlap"] is None:
        return []
    a, b = roles(record)
    step = next(words for least, words in STEPS if skills["overlap"] >= least)
    n, top = len(skills["both"]), skills["top"]
    said = [
        f"By skills, switching {step}: {count(n) if n else 'none'} of the {count(top)} most asked skills {be(n)} the "
        f"same ({percent(skills['overlap'])})."
    ]
    ways = [
        f"{'from' if place == 0 else 'the other way, from'} {source['name']} to {target['name']}, learn {listed(only)}"
        for place, (source, target, only) in enumerate(_ways(a, b, skills))
    ]
    return said + ([f"{role_sentences.upper('; '.join(ways))}."] if ways else [])


def _ways(a: Record, b: Record, skills: Record) -> list[tuple[Record, Record, Sequence[str]]]:
    """From which role to which, with the skills that are new there."""
    ways = [(a, b, skills["only_b"]), (b, a, skills["only_a"])]
    return [way for way in ways if way[2]]


def _pool(record: Record) -> list[str]:
    """Where people of both roles come from and whether one leads to the other, by the roles' profiles."""
    a, b = roles(record)
    if not a["profile"] or not b["profile"]:
        return []
    come = [role["profile"]["feeder_roles"]["items"] for role in (a, b)]
    go = [role["profile"]["next_roles"]["items"] for role in (a, b)]
    shared = [one for one in come[0] if one in come[1]]
    said = []
    if shared:
        there = "there" if len(shared) == 1 else "any of these"
        said.append(f"Both draw on one pool: {listed(shared)}. Coming from {there}, you have a real choice of the two.")
    for source, target, ahead, behind in ((a, b, go[0], come[1]), (b, a, go[1], come[0])):
        if target["name"] in ahead or source["name"] in behind:
            said.append(f"{source['name']} is itself a usual step towards {target['name']}.")
    return said


def _entry(record: Record) -> list[str]:
    said = []
    for role in roles(record):
        entry, n = role["seniority"]["entry"], role["open_positions"]
        if role["seniority"]["unknown"]["n"] == n:
            continue
        of = counted(n, f"{role['name']} opening")
        if entry["n"]:
            said.append(f"{percent(entry['share'])} of the {of} {be(entry['n'])} entry-level ({count(entry['n'])}).")
        else:
            said.append(f"No {role['name']} opening is said to be entry-level.")
    return said


def _seniority(record: Record) -> list[str]:
    said = [role_sentences.seniority(role) for role in roles(record)]
    senior = [role["seniority"]["senior"]["share"] for role in roles(record)]
    firm = not any(role["indicative"] for role in roles(record))
    if firm and all(share is not None and share > 0.5 for share in senior):
        said.append("In both roles more than half of the openings are senior.")
    return said


def _places(record: Record) -> list[str]:
    said = [role_sentences.metros(role) for role in roles(record)]
    first = [_leading(role["metros"]) for role in roles(record)]
    if first[0] is not None and first[0] == first[1]:
        said.append(f"{first[0]} leads both lists.")
    return said


def _leading(metros: Sequence[Record]) -> str | None:
    """The metropolitan area with more openings than any other."""
    ahead = metros and (len(metros) == 1 or metros[0]["n"] > metros[1]["n"])
    return str(metros[0]["metro"]) if ahead else None


def _trends(both: tuple[Record, Record]) -> list[str]:
    """What may be claimed of each role's series; where both are too short for any claim, that alone."""
    weeks = [role["trend"]["weeks_comparable"] for role in both if role["trend"]]
    if len(weeks) == 2 and max(weeks) < LEAST_WEEKS:
        return [
            f"No trend is claimed: the same boards have been read for {counted(min(weeks), 'whole week')} in a row, "
            f"{LEAST_WEEKS} are needed."
        ]
    return [sentence for role in both for sentence in _trend(role)]


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
    told = [f"{counted(boards['ok'], source, plural)} {be(boards['ok'], past=True)} read"]
    told += [f"for {count(carried)} the postings of the last good night stand in"] if carried else []
    told += [f"{count(failed)} could not be read"] if failed else []
    unclassified, of = market["postings_unclassified"], market["postings_ai"]
    said = [
        f"On {date_words(record['snapshot_date'])}, {listed(told)}{'' if carried or failed else ', and none failed'}."
    ]
    said += filter(None, [carried_sentence(market)])
    if unclassified:
        said.append(
            f"Of {counted(of, 'AI posting')}, {count(unclassified)} {be(unclassified)} of no role of the "
            "list and in no figure."
        )
    imported = market["postings_imported"]
    if market["sample"]:
        said.append(f"No share of the market is given and numbers of positions are not compared: {SAMPLE}.")
    elif imported:
        said.append(
            f"Of {counted(of, 'AI posting')}, {count(imported)} {be(imported, past=True)} imported from files, which "
            "may be a sample; shares of the market and numbers of positions count them too."
        )
    together = any(one["p_adjusted"] is not None for one in record["verdicts"])
    said.append(
        "Verdicts are tested at 5%, adjusted for all pairs of roles of the night: of the differences named, at most "
        "one in twenty is expected to be due to chance."
        if together
        else "Each verdict is tested by itself at 5%, so among many pairs of roles a few differences are due to chance."
    )
    said += POPULATION
    small = [role["name"] for role in roles(record) if role["indicative"]]
    if small:
        said.append(f"Fewer than 30 openings: figures of {listed(small)} are only indicative.")
    return said


def postings_behind(role: Record) -> str:
    """The number of postings behind a role's open positions, with its noun."""
    return counted(role["postings"], "posting")
