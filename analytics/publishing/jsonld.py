"""schema.org data in the pages' heads for search engines, safe inside a script element."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from analytics.comparison.side_by_side import items, name_of, no_pay
from analytics.values.formatting import field, number, text

_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(data: Any) -> Markup:
    """`data` as JSON that cannot end the script element it stands in ("</" and "<!--" have no "<" left)."""
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))


def occupation(role: Any, date: str) -> dict[str, Any]:
    """A role as schema.org Occupation, with the pay ceilings' quartiles where pay is published."""
    found: dict[str, Any] = {"@type": "Occupation", "name": name_of(role)}
    summary = field(role, "profile", "summary")
    summary = field(summary, "text") if isinstance(summary, Mapping) else summary
    if summary:
        found["description"] = text(summary)
    skills = [text(one.get("skill")) for one in items(field(role, "skills"))[:8]]
    if skills:
        found["skills"] = skills
    pay = field(role, "pay")
    ceiling = field(pay, "ceiling")
    if not no_pay(pay) and number(field(ceiling, "median")) is not None:
        points = {"percentile25": "p25", "median": "median", "percentile75": "p75"}
        figures = {name: number(field(ceiling, key)) for name, key in points.items()}
        found["estimatedSalary"] = {
            "@type": "MonetaryAmountDistribution",
            "name": "advertised pay ceiling",
            "currency": text(field(pay, "currency")),
            "duration": "P1Y",
        } | {name: round(value) for name, value in figures.items() if value is not None}
        found["mainEntityOfPage"] = {"@type": "WebPage", "lastReviewed": date}
    return found


def graph(
    title: str, description: str, date: str, parts: Sequence[Mapping[str, Any]], downloads: Sequence[Mapping[str, Any]]
) -> Markup:
    """The page as a Dataset with its downloads, and `parts` (occupations, questions) beside it."""
    dataset: dict[str, Any] = {
        "@type": "Dataset",
        "name": title,
        "description": description,
        "dateModified": date,
        "temporalCoverage": date,
        "creator": {"@type": "Organization", "name": "rolemeter"},
        "isAccessibleForFree": True,
    }
    if downloads:
        dataset["distribution"] = [
            {"@type": "DataDownload", "name": one["label"], "contentUrl": one["href"], "encodingFormat": one["format"]}
            for one in downloads
        ]
    page = {"@type": "WebPage", "name": title, "description": description, "dateModified": date, "inLanguage": "en"}
    return script({"@context": "https://schema.org", "@graph": [page, dataset, *parts]})


def questions(faq: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Questions and answers as one FAQPage; nothing where there are none."""
    entries = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
        for question, answer in faq
    ]
    return [{"@type": "FAQPage", "mainEntity": entries}] if entries else []
