"""The feed tells what changed between nights and nothing else; feed and sitemap are well-formed whatever names hold."""

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from analytics.publishing.feed import Night, RoleNight, changes, feed, sitemap

ATOM = "{http://www.w3.org/2005/Atom}"
PAY = ("prompt-engineer", "ml-engineer", "pay")


def night(date: str, openings: int = 9, middle: float | None = 109_000.0, favours: str | None = None) -> Night:
    roles = {
        "prompt-engineer": RoleNight("Prompt Engineer", openings, middle, "USD"),
        "ml-engineer": RoleNight("ML Engineer", 720, 206_000.0, "USD"),
    }
    return Night(date, 183, roles, {PAY: favours})


def said(before: Night, after: Night) -> list[str]:
    return [line.words for line in changes(before, after)]


def test_a_night_like_the_one_before_tells_nothing() -> None:
    assert said(night("2026-11-28"), night("2026-11-29")) == []
    assert "nothing changed" in feed([night("2026-11-28"), night("2026-11-29")])


def test_openings_pay_and_verdicts_that_changed_are_told() -> None:
    after = night("2026-11-29", 12, 111_500.0, "ml-engineer")
    assert said(night("2026-11-28"), after) == [
        "Prompt Engineer vs ML Engineer, pay: now ML Engineer.",
        "Prompt Engineer: 12 openings, 9 before; typical pay $111K, $109K before.",
    ]
    assert said(after, night("2026-11-30", 12, 111_500.0))[0].endswith("pay: no longer one of the two.")


def test_pay_that_prints_alike_or_is_not_published_is_no_change() -> None:
    assert said(night("2026-11-28"), night("2026-11-29", middle=109_900.0)) == []
    assert said(night("2026-11-28"), night("2026-11-29", middle=None)) == []


def test_a_role_that_comes_or_goes_is_told() -> None:
    before, after = night("2026-11-28"), night("2026-11-29")
    alone = Night(after.date, 183, {"ml-engineer": after.roles["ml-engineer"]}, {})
    assert said(before, alone) == ["Prompt Engineer: no opening left."]
    assert said(alone, before) == ["Prompt Engineer: new, 9 openings."]


def test_links_are_whole_where_the_address_is_known_and_relative_where_not() -> None:
    nights = [night("2026-11-28"), night("2026-11-29", 12)]
    for address in ("", "https://example.org/jobs/"):
        root = ET.fromstring(feed(nights, address))
        (entry,) = root.findall(f"{ATOM}entry")
        assert f'href="{address}roles/prompt-engineer.html"' in (entry.findtext(f"{ATOM}content") or "")
        assert root.findtext(f"{ATOM}updated") == "2026-11-29T00:00:00Z"
        assert entry.findtext(f"{ATOM}id") != root.findtext(f"{ATOM}id")
    assert ET.fromstring(feed([])).findall(f"{ATOM}entry") == []


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_names_stay_texts(name: str) -> None:
    one = night("2026-11-29", 12)
    named = Night(one.date, 183, {"x": RoleNight(name, 3, None, None)}, {})
    content = ET.fromstring(feed([night("2026-11-28"), named])).findtext(f".//{ATOM}content") or ""
    assert "<script" not in content


def test_the_sitemap_names_every_page_at_its_whole_address() -> None:
    root = ET.fromstring(sitemap(["index.html", "compare/a--b.html"], "https://example.org/?a=1&b=", "2026-11-29"))
    found = [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found == ["https://example.org/?a=1&b=compare/a--b.html", "https://example.org/?a=1&b=index.html"]
