"""Marks pay answers against cases of other projects' pay parsers (`peer_salary_cases`).

A case has `text`, `exp` ({"min", "max", "currency", "period"} or {"none": true}; what it leaves out is not compared),
`norm` (how its source normalises: amounts per year where it begins with "annual") and `opts` (the call's options; a
country stands for the location).
"""

import re
from collections.abc import Mapping
from typing import Any

from analytics.values.money import PER_YEAR

Row = Mapping[str, Any]
_COUNTRY = re.compile(r"Country\.(\w+)")


def case_posting(case: Row, identifier: str) -> dict[str, str]:
    """The case as a posting that `extract` reads."""
    country = _COUNTRY.search(case.get("opts") or "")
    location = country.group(1).replace("_", " ").title() if country else ""
    return {"id": identifier, "title": "", "company": "", "location": location, "description": case["text"]}


def tells_pay(case: Row) -> bool:
    """Whether the case expects an answer."""
    expected = case["exp"]
    amounts = expected.get("min") is not None or expected.get("max") is not None
    return not expected.get("none") and (amounts or "currency" in expected)


def case_is_right(case: Row, salary: Row | None) -> bool:
    """Whether the salary of an answer is what the case expects, amounts to the unit; a missing end equals the other."""
    if salary is None or not tells_pay(case):
        return salary is None and not tells_pay(case)
    expected = case["exp"]
    times = PER_YEAR[salary["period"]] if str(case.get("norm", "")).startswith("annual") else 1.0
    low = salary["min"] if salary["min"] is not None else salary["max"]
    high = salary["max"] if salary["max"] is not None else salary["min"]
    for wanted, read in ((expected.get("min"), low), (expected.get("max"), high)):
        if wanted is not None and abs(read * times - wanted) >= 1:
            return False
    return all(expected.get(key) in (None, salary[key]) for key in ("currency", "period"))
