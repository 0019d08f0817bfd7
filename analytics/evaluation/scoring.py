"""Marks extracted postings against labels. Pure: rows with labels and answers of `extract` in, marks out.

A labelled row is a posting as `extract` reads it with what is expected beside it; an answer is what `extract` prints.
"""

import collections
import re
from collections.abc import Callable, Sequence

from analytics.evaluation.cases import cases, spans
from analytics.evaluation.marks import Figure, Row, f1, meets, near, share
from analytics.evaluation.pay import case_is_right, case_posting, tells_pay
from analytics.evaluation.places import same_city
from analytics.extraction.skills.taxonomy import load_taxonomy
from analytics.places.gazetteer import country_names

TECHNOLOGIES = frozenset({"language", "framework", "library", "database", "cloud", "tool", "platform", "model"})
PERIODS = {"HOURLY": "hour", "DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "ANNUAL": "year"}
LEVELS = {"junior": "entry", "staff": "lead", "principal": "lead"}
BANDS = {
    "entry level": "entry", "entry-level": "entry", "junior": "entry", "graduate": "entry", "trainee": "entry",
    "apprentice": "entry", "student": "entry", "graduate/junior": "entry", "intermediate": "mid", "mid-level": "mid",
    "senior": "senior", "lead": "senior", "head": "senior", "principal": "senior", "director": "senior",
    "manager": "senior", "chief": "senior",
}  # fmt: skip


def postings(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """Skills, requirement, level, years, workplace, role and pay of fully labelled postings.

    Precision is right predictions over predictions, recall met labels over labels, all postings pooled.
    """
    marks: dict[str, list[bool]] = collections.defaultdict(list)
    for want, got in zip(labelled, answers, strict=True):
        text, labels, found = want["description"], want["skills"], got.get("skills") or []
        marks["skills: precision"] += [any(meets(hit, label, text) for label in labels) for hit in found]
        for label in labels:
            hits = [hit for hit in found if meets(hit, label, text)]
            marks["skills: recall"].append(bool(hits))
            marks["skills: recall of " + ("technologies" if label["kind"] in TECHNOLOGIES else "areas")].append(
                bool(hits)
            )
            if hits:
                marks["skills: required or preferred"].append(
                    any(hit["requirement"] == label["requirement"] for hit in hits)
                )
        marks["seniority"].append(got.get("seniority") == want["seniority"])
        marks["seniority band"].append(_band(got.get("seniority")) == _band(want["seniority"]))
        marks["years"].append(got.get("min_years") == want["min_years"])
        marks["workplace"].append((got.get("workplace") or "unknown") == want["workplace"])
        marks["role"].append(got.get("role") == want["role"])
        told, paid = want["salary"], got.get("salary")
        right = (
            told is not None
            and paid is not None
            and _same_pay(paid, told["min"], told["max"], told["currency"], told["period"])
        )
        if paid:
            marks["pay: precision"].append(right)
        if told:
            marks["pay: recall"].append(right)
    figures = [share(found, name) for name, found in marks.items()]
    by_name = {figure.name: figure.value for figure in figures}
    precision, recall = by_name.get("skills: precision", 0.0), by_name.get("skills: recall", 0.0)
    figures.insert(2, Figure("skills: F1", f1(precision, recall), len(marks["skills: recall"])))
    return figures


def _band(level: str | None) -> str:
    return {"intern": "entry", "entry": "entry", "mid": "mid", None: "mid"}.get(level, "senior")


def _same_pay(
    pay: Row, low: float | None, high: float | None, currency: str | None = None, period: str | None = None
) -> bool:
    """Equal to the unit, a missing end taken for the other one; currency and period only where expected."""
    least, most = (low if low is not None else high), (high if high is not None else low)
    mine = (pay["min"] if pay["min"] is not None else pay["max"], pay["max"] if pay["max"] is not None else pay["min"])
    return (
        near(mine[0], least)
        and near(mine[1], most)
        and currency in (None, pay["currency"])
        and period in (None, pay["period"])
    )


def _snippet_pay(want: Row, got: Row) -> bool:
    expected, pay = want["expect"], got.get("salary")
    if expected is None or pay is None:
        return expected is None and pay is None
    return _same_pay(pay, expected.get("min"), expected.get("max"), None, expected.get("interval"))


def _coded_pay(want: Row, got: Row) -> bool:
    low, high, currency, period = want["expect"].rsplit("-", 3)
    pay = got.get("salary")
    if currency == "None" or pay is None:
        return currency == "None" and pay is None
    return _same_pay(pay, float(low), float(high), currency, PERIODS[period])


def snippets(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """Pay of text snippets labelled {min, max, interval} or null."""
    return [share([_snippet_pay(*pair) for pair in zip(labelled, answers, strict=True)], "pay, exact")]


def coded_pay(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """Pay labelled `min-max-CURRENCY-PERIOD`: over all postings, and over those that tell pay."""
    pairs = [(want, _coded_pay(want, got)) for want, got in zip(labelled, answers, strict=True)]
    told = [mark for want, mark in pairs if not want["expect"].endswith("None")]
    return [share([mark for _, mark in pairs], "pay, exact"), share(told, "pay, exact, where told")]


def least_years(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """The smallest number of years asked for."""
    marks = [
        (want["expect"] or {}).get("min") == got.get("min_years") for want, got in zip(labelled, answers, strict=True)
    ]
    return [share(marks, "years")]


def levels(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """The level by the title; unknown ones are passed over, junior is entry, staff and principal are lead."""
    marks = [
        LEVELS.get(want["level"], want["level"]) == got.get("seniority")
        for want, got in zip(labelled, answers, strict=True)
        if want["level"] != "unknown"
    ]
    return [share(marks, "level")]


def workplaces(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """Remote, hybrid or onsite; an unknown workplace counts as onsite."""
    marks = [(got.get("workplace") or "onsite") == want["expect"] for want, got in zip(labelled, answers, strict=True)]
    return [share(marks, "workplace")]


def tools(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """Of the tools that a person listed and that stand in the text, the share found."""
    marks: list[bool] = []
    for want, got in zip(labelled, answers, strict=True):
        found = {_letters(name) for hit in got.get("skills", []) for name in (hit["skill"], hit["surface"])}
        text = want["description"].casefold()
        named = sorted({tool for tool in want["tools"] if len(tool) > 1 and tool.casefold() in text})
        marks += [_letters(tool) in found for tool in named]
    return [share(marks, "tools: recall")]


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold()).rstrip("s")


def places(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """Country and city of a location string; a city counts under any of its names."""
    names = {name.casefold(): code for code, name in country_names().items()}
    countries, cities = [], []
    for want, got in zip(labelled, answers, strict=True):
        first: Row = (got.get("places") or [{}])[0]
        country = names.get((want["country"] or "").casefold())
        countries.append(first.get("country") == country)
        cities.append(same_city(want["city"], first.get("city"), country))
    return [share(countries, "country"), share(cities, "city")]


def titles(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """Role, tier and level by the title alone."""
    keys = (("role", "role"), ("tier", "ai_tier"), ("seniority", "seniority"))
    return [
        share([want[key] == got.get(field) for want, got in zip(labelled, answers, strict=True)], key)
        for key, field in keys
    ]


def pay_cases(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """Cases of other projects' pay parsers: those that must give none, and those that must give an amount."""
    pairs = [(want, case_is_right(want, got.get("salary"))) for want, got in zip(labelled, answers, strict=True)]
    return [
        share([right for want, right in pairs if tells_pay(want)], "pay, right"),
        share([right for want, right in pairs if not tells_pay(want)], "none where none is told"),
    ]


def panel(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """Postings of any trade, labelled by a panel: what both sides can tell.

    The level where the panel names one; the city where it names one; remote or not, hybrid counting as not; pay and
    years where the panel found them, and none where it did not.
    """
    marks: dict[str, list[bool]] = collections.defaultdict(list)
    codes = {name.casefold(): code for code, name in country_names().items()}
    for row, got in zip(labelled, answers, strict=True):
        want = row["gold"]
        if want["level"] != "unknown":
            marks["level"].append(LEVELS.get(want["level"], want["level"]) == got.get("seniority"))
        first: Row = (got.get("places") or [{}])[0]
        if want["country"]:
            country = codes.get(want["country"].casefold())
            marks["country"].append(first.get("country") == country)
            if want["city"]:
                marks["city"].append(same_city(want["city"], first.get("city"), country))
        marks["remote"].append(want["remote"] == (got.get("workplace") == "remote"))
        told, paid = want["salary"], got.get("salary")
        same = told is not None and paid is not None and _same_pay(paid, told["min"], told["max"], told["currency"])
        marks["pay"].append(same or (told is None and paid is None))
        marks["years"].append((want["yoe"] or {}).get("min") == got.get("min_years"))
    return [share(found, name) for name, found in marks.items()]


def listed_skills(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """Of the skills that a snippet is labelled with, from a short list of names, the share found."""
    names = load_taxonomy().names
    marks: list[bool] = []
    for want, got in zip(labelled, answers, strict=True):
        found = {_letters(name) for hit in got.get("skills", []) for name in (hit["skill"], hit["surface"])}
        for label in want["skills"]:
            called = {label, *(name.skill.name for name in names.get(label.replace("-", " "), ()))}
            marks.append(any(_letters(name) in found for name in called))
    return [share(marks, "skills: recall")]


def any_levels(labelled: Sequence[Row], answers: Sequence[Row]) -> list[Figure]:
    """The band of the level in ads of any trade, where the label is a level and no word of the trade."""
    marks = [
        BANDS[want["expect"]] == got.get("seniority_band")
        for want, got in zip(labelled, answers, strict=True)
        if want["expect"] in BANDS
    ]
    return [share(marks, "band")]


def posting_of(row: Row, number: int) -> dict[str, str]:
    """The fields of the posting that a labelled row stands for; a case of a pay parser has a text alone."""
    if "description" not in row and "text" in row:
        return case_posting(row, str(number))
    return {field: row.get(field) or "" for field in ("id", "title", "company", "location", "description")}


def set_name(stem: str) -> str:
    """A set's name by its file's: the halves of a set are named apart by their ending."""
    return re.sub(r"_(?:dev|test|heldout|hidden)$", "", stem)


POSTINGS = {
    "skills: precision": 0.93, "skills: recall": 0.91, "skills: F1": 0.92, "skills: recall of technologies": 0.96,
    "skills: recall of areas": 0.90, "skills: required or preferred": 0.95, "seniority": 0.95, "seniority band": 0.97,
    "years": 0.92, "workplace": 0.92, "role": 0.88, "pay: precision": 0.98, "pay: recall": 0.98,
}  # fmt: skip
LABELS = "labels"  # the set that is kept as offsets
# Each labelled set by its name: how it is marked, and the shares to reach by figure.
SETS: dict[str, tuple[Callable[[Sequence[Row], Sequence[Row]], list[Figure]], dict[str, float]]] = {
    "gold": (postings, POSTINGS),
    "gold_more": (postings, POSTINGS),
    LABELS: (postings, POSTINGS),
    "extract": (cases, {"cases: all": 0.92}),
    "skillspan_tech": (spans, {"spans: exact F1": 0.48, "spans: overlap F1": 0.63}),
    "salary_corpus": (snippets, {"pay, exact": 0.97}),
    "de_salary_corpus": (snippets, {"pay, exact": 0.90}),
    "fr_salary_corpus": (snippets, {"pay, exact": 0.90}),
    "es_salary_corpus": (snippets, {"pay, exact": 0.90}),
    "seek_salary": (coded_pay, {"pay, exact": 0.95, "pay, exact, where told": 0.92}),
    "seek_workplace": (workplaces, {"workplace": 0.92}),
    "yoe_corpus": (least_years, {"years": 0.95}),
    "es_yoe_corpus": (least_years, {"years": 0.95}),
    "fr_yoe_corpus": (least_years, {"years": 0.95}),
    "geo_corpus": (places, {"country": 0.97, "city": 0.93}),
    "level_corpus": (levels, {"level": 0.85}),
    "titles": (titles, {"role": 0.95, "tier": 0.96, "seniority": 0.98}),
    "peer_salary_cases": (pay_cases, {"pay, right": 0.97, "none where none is told": 0.97}),
    "postings_gold": (panel, {}),
    "skills_corpus": (listed_skills, {}),
    "seek_seniority": (any_levels, {"band": 0.78}),
    "prompt_engineer_2025": (tools, {"tools: recall": 0.92}),
}
