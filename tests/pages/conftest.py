"""Records for the page tests, made here by formula in the published shape, with what a record may lack."""

from types import SimpleNamespace
from typing import Any

import pytest

from analytics.comparison import side_by_side
from analytics.comparison.profiles import profile

SKILLS_A = ["Prompt Engineering", "Python", "RAG", "LLM Evaluation", "Claude", "LangChain", "OpenAI API", "Embeddings"]
LANGUAGES = ("Python", "TypeScript")
SKILLS_B = ["Python", "RAG", "Kubernetes", "AWS", "Docker", "TypeScript", "Claude", "PostgreSQL"]


def share(n: int, total: int) -> dict[str, Any]:
    if not total:
        return {"n": n, "share": None, "low": None, "high": None}
    fraction, width = n / total, 0.98 / total**0.5
    return {"n": n, "share": fraction, "low": max(0.0, fraction - width), "high": min(1.0, fraction + width)}


def stats(middle: float | None, n: int) -> dict[str, Any]:
    if middle is None or n < 5:
        return dict.fromkeys(("mean", "p25", "median", "p75", "median_low", "median_high"))
    ends = (middle * 0.93, middle * 1.06) if n >= 6 else (None, None)
    return {
        "mean": middle * 1.02,
        "p25": middle * 0.8,
        "median": middle,
        "p75": middle * 1.25,
        "median_low": ends[0],
        "median_high": ends[1],
    }


def role(
    role_id: str = "prompt-engineer",
    name: str = "Prompt Engineer",
    n: int = 9,
    n_pay: int = 7,
    currency: str | None = "USD",
    base: float = 100_000,
    skills: list[str] | None = None,
    profile: dict[str, Any] | None = None,
) -> dict[str, Any]:
    middle = base if n_pay >= 5 else None
    named = SKILLS_A if skills is None else skills
    parts = {"remote": 0.2, "hybrid": 0.3, "onsite": 0.35}
    bands = {"senior": 0.4, "mid": 0.35, "entry": 0.05}
    workplace = {key: share(int(n * part), n) for key, part in parts.items()}
    workplace["unknown"] = share(n - sum(one["n"] for one in workplace.values()), n)
    seniority = {key: share(int(n * part), n) for key, part in bands.items()}
    seniority["unknown"] = share(n - sum(one["n"] for one in seniority.values()), n)
    return {
        "role": role_id,
        "name": name,
        "open_positions": n,
        "postings": n + n // 3,
        "market_share": n / 26_000,
        "pay": {
            "currency": currency,
            "n": n_pay,
            "disclosure_rate": n_pay / n if n else None,
            "floor": stats(middle, n_pay),
            "midpoint": stats(middle and middle * 1.2, n_pay),
            "ceiling": stats(middle and middle * 1.4, n_pay),
        },
        "workplace": workplace,
        "seniority": seniority,
        "skills": [
            share(max(0, n - 1 - index), n)
            | {
                "skill": skill,
                "category": "language" if skill in LANGUAGES else "tool",
                "required_share": 0.8 if n > 1 + index else None,
            }
            for index, skill in enumerate(named)
        ],
        "companies": [
            {"company": f"Employer {index + 1}", "n": max(1, n // (index + 2))} for index in range(min(n, 8))
        ],
        "metros": [
            {"metro": metro, "n": max(1, n // (index + 2))}
            for index, metro in enumerate(["San Francisco", "New York", "London", "Berlin"][:n])
        ],
        "profile": profile,
    }


def record(a: dict[str, Any] | None = None, b: dict[str, Any] | None = None) -> dict[str, Any]:
    a = a or role()
    b = b or role("ai-software-engineer", "AI Software Engineer", 598, 410, base=140_000, skills=SKILLS_B)
    top = [[one["skill"] for one in side["skills"][:8]] for side in (a, b)]
    published = a["pay"]["n"] >= 5 and b["pay"]["n"] >= 5 and a["pay"]["currency"] == b["pay"]["currency"]
    made: dict[str, Any] = {
        "schema_version": 1,
        "snapshot_date": "2026-11-23",
        "market": {
            "open_positions": 26_000,
            "postings": 31_412,
            "boards": {"ok": 311, "carried_forward": 4, "failed": 2},
        },
        "a": a,
        "b": b,
        "skills": {
            "both": [name for name in top[0] if name in top[1]],
            "only_a": [name for name in top[0] if name not in top[1]],
            "only_b": [name for name in top[1] if name not in top[0]],
            "overlap": len(set(top[0]) & set(top[1])) / 8,
        },
        "pay": {
            "ceiling_mean_gap": 57_120.0 if published else None,
            "ceiling_mean_ratio": 1.4 if published else None,
            "midpoint_median_ratio": 1.41 if published else None,
            "ratio_low": 1.18 if published else None,
            "ratio_high": 1.66 if published else None,
            "p_value": 0.0004 if published else None,
            "standardised_ratio": None,
            "currency": "USD" if published else None,
        },
        "verdicts": [
            {
                "topic": "remote",
                "supported": False,
                "favours": None,
                "statement": "",
                "reason": "The difference in remote work could be chance: 1 of 9 against 119 of 598, p = 0.69.",
            },
            {
                "topic": "pay",
                "supported": True,
                "favours": b["role"],
                "statement": f"{b['name']} advertises higher pay.",
                "reason": "The 95% interval of the ratio lies above 1.",
            },
        ],
    }
    made["table"] = side_by_side.table(made)
    return made


def weekly(role_id: str, weeks: int, start: int = 40) -> list[dict[str, Any]]:
    return [
        {
            "role": role_id,
            "grain": "week",
            "period_start": f"2026-{8 + week // 4:02d}-{1 + 7 * (week % 4):02d}",
            "open_positions": start + (week * 7) % 11,
            "currency": "USD",
            "ceiling_median": None if week == 3 else 120_000.0 + 1000 * week,
            "marker": "4 boards added" if week == 5 else None,
        }
        for week in range(weeks)
    ]


def full_record() -> dict[str, Any]:
    """A record with everything that a page can show."""
    found = record()
    for side, other in (("a", 30), ("b", 1)):
        one = found[side]
        one["profile"] = profile(one["role"])
        one["pay"]["distribution"] = [
            {"point": point, "low": low * 20_000.0, "high": (low + 1) * 20_000.0, "n": low}
            for point in ("floor", "midpoint", "ceiling")
            for low in range(3, 9)
        ]
        one["pay"]["other_currencies"] = [{"currency": "EUR", "n": other}]
        one["trend"] = {"series": weekly(one["role"], 12)}
    found["sentences"] = {
        "answer": [
            "Choose AI Software Engineer for pay: typically $182K a year against $109K, 67% more.",
            "AI Software Engineer has more jobs to apply for: 598 open against 9.",
            "Too few openings to say which is more often remote.",
            "Choose Prompt Engineer if you have less experience: 11% of its openings are senior against 55%.",
        ],
        "caution": ["Prompt Engineer has only 9 openings, so its figures may be far off."],
        "intro": ["On 23 November 2026, 26,000 AI positions were open."],
        "pay": ["First sentence on pay.", "Second sentence on pay.", "Third sentence on pay."],
        "trend": ["Openings moved sideways."],
        "switching": ["Two skills are new."],
    }
    found["faq"] = [{"question": "Which pays more?", "answer": "The second role does (n = 7 and 410)."}]
    found["market"]["quality"] = {"skill F1": 0.9, "note": "labelled by hand"}
    found["market"]["attributions"] = ["Jobs by Example Feed"]
    found["pay"]["standardisation"] = {
        "coverage": 0.2,
        "thin_cells": [{"seniority_band": "senior", "level": "senior", "metro": "London", "n_a": 1, "n_b": 20}],
        "thin_cells_unnamed": 2,
        "reason": "cells with enough data hold 20% of the openings",
    }
    return found


@pytest.fixture(scope="session")
def sample() -> SimpleNamespace:
    """The makers of sample records, by name."""
    return SimpleNamespace(role=role, record=record, full_record=full_record, weekly=weekly, share=share)
