"""Pages from records: what is shown, what is withheld, and that hostile texts stay texts."""

import io
import itertools
import json
import re
import time
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from analytics.comparison import side_by_side
from analytics.comparison.profiles import all_profiles
from analytics.publishing import front, method, pages, terminal
from analytics.publishing.flat import record_csv
from analytics.publishing.links import comparison_path, role_path, safe_href
from storage.tables import TABLES

HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u2028{{ 7*7 }}"
BOARDS = [
    {"platform": "lever", "board": "acme", "company": "Acme", "status": "ok", "reason": None, "postings": 3},
    {"platform": "ashby", "board": "<b>", "company": None, "status": "failed", "reason": "HTTP 503", "postings": None},
]
VOID = {"meta", "link", "br", "img", "input", "col", "hr"}


class Reader(HTMLParser):
    """Elements, attributes, text and script bodies of a page; complains of tags that are not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.feed(html)
        self.close()
        assert not self.stack, f"never closed: {self.stack}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack and self.stack[-1] == tag, f"</{tag}> closes {self.stack[-3:]}"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] == "script":
            self.scripts.append(data)
        elif not self.stack or self.stack[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())  # also blanks at which no line breaks

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def every_page(record: dict[str, Any], **more: Any) -> dict[str, str]:
    a, b, market, date = record["a"], record["b"], record["market"], record["snapshot_date"]
    return {
        "comparison": pages.comparison_page(record, related=[record], downloads={"Record": "../r.json"}, **more),
        "role": pages.role_page(a, market, comparisons=[record], date=date),
        "index": front.index_page([a, b], [record], market, date),
        "method": method.method_page([a, b], market, BOARDS, date),
    }


def test_the_share_of_the_market_that_is_carried_forward_stands_on_every_page(sample: Any) -> None:
    record = sample.full_record()
    record["market"] |= {"postings_ai": 400, "postings_carried": 52}
    for page in every_page(record).values():
        assert "13% of the AI postings (52 of 400) are carried forward from an earlier night" in Reader(page).text


def poisoned(value: Any, text: str = HOSTILE) -> Any:
    """`value` with every text in it replaced, but for dates and the words that programs compare."""
    kept = {"snapshot_date", "topic", "period_start", "grain", "point"}
    if isinstance(value, dict):
        return {key: one if key in kept else poisoned(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, text) for one in value]
    return text if isinstance(value, str) else value


@pytest.mark.parametrize("kind", ["comparison", "role", "index"])
def test_hostile_texts_stay_texts(sample: SimpleNamespace, kind: str) -> None:
    record = sample.full_record()
    html = every_page(poisoned(record))[kind]
    reader = Reader(html)
    assert "alert(1)" in reader.text
    assert not [attrs for tag, attrs in reader.tags if tag == "img"]
    assert not [name for _, attrs in reader.tags for name in attrs if name.startswith("on")]
    scripts = [attrs.get("type") for tag, attrs in reader.tags if tag == "script"]
    assert scripts == ["application/ld+json", None, *([None] if kind == "index" else [])]
    assert "{{ 7*7 }}" in reader.text
    json.loads(reader.scripts[0])


@pytest.mark.parametrize("kind", ["comparison", "role", "index", "method"])
def test_pages_are_well_formed_and_load_nothing(sample: SimpleNamespace, kind: str) -> None:
    html = every_page(sample.full_record())[kind]
    reader = Reader(html)
    for tag, attrs in reader.tags:
        assert "src" not in attrs and "srcset" not in attrs
        if tag == "link":
            assert attrs["href"] in ("data:,", "../feed.xml", "feed.xml")
    assert "url(" not in html and "@import" not in html
    ids = reader.attributes("id")
    assert len(ids) == len(set(ids))
    anchors = {href[1:] for href in reader.attributes("href") if href.startswith("#")}
    assert anchors <= set(ids), anchors - set(ids)
    for labels in reader.attributes("aria-labelledby") + reader.attributes("aria-describedby"):
        assert set(labels.split()) <= set(ids)
    headings = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == 1 and headings.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    assert len(html.encode()) < 120_000


def test_links_between_pages_are_relative_and_point_at_each_other(sample: SimpleNamespace) -> None:
    record = sample.full_record()
    html = every_page(record)
    assert f'href="../{role_path("prompt-engineer")}"' in html["comparison"]
    assert f'href="../{comparison_path("prompt-engineer", "ai-software-engineer")}"' in html["role"]
    assert f'href="{comparison_path("prompt-engineer", "ai-software-engineer")}"' in html["index"]


def test_a_role_without_a_page_is_named_but_not_linked(sample: SimpleNamespace) -> None:
    html = pages.comparison_page(sample.full_record(), roles={"prompt-engineer": "Prompt Engineer"})
    assert role_path("ai-software-engineer") not in html
    assert "AI Software Engineer" in html


@pytest.mark.parametrize(("n", "n_pay"), [(0, 0), (1, 0), (1, 1), (5, 4), (5, 5), (9, 7)])
def test_small_roles_show_reasons_in_place_of_figures(sample: SimpleNamespace, n: int, n_pay: int) -> None:
    small = sample.role(n=n, n_pay=n_pay)
    for html in every_page(sample.record(small)).values():
        text = Reader(html).text
        assert "None" not in text and "nan" not in text.split() and "Undefined" not in text
        if n_pay < 5 and "How these figures are made | " not in text:
            assert f"not published (n = {n_pay})" in text
    text = Reader(every_page(sample.record(small))["comparison"]).text
    assert "its figures may be far off" in text


def test_an_unknown_figure_is_never_zero_or_blank(sample: SimpleNamespace) -> None:
    record = sample.record()
    record["market"] = {"open_positions": None, "postings": None, "boards": None}
    record["a"]["open_positions"] = None
    record["a"]["workplace"]["remote"] = {"n": None, "share": None, "low": None, "high": None}
    record["table"] = side_by_side.table(record)
    text = Reader(pages.comparison_page(record)).text
    assert "Open positions unknown" in text
    assert "Remote not published" in text
    assert "Boards read unknown" in Reader(every_page(record)["method"]).text


def test_a_record_with_only_names_still_makes_a_page() -> None:
    record = {"a": {"role": "x", "name": "X"}, "b": {"role": "y", "name": "Y"}}
    text = Reader(pages.comparison_page(record)).text
    assert "X vs Y" in text and "The record has no verdicts." in text


@pytest.mark.parametrize("currency", ["USD", "EUR", "GBP", "INR", "JPY", "CHF"])
def test_each_currency_is_named_where_its_figures_stand(sample: SimpleNamespace, currency: str) -> None:
    other = sample.role(
        "ml-engineer", "ML Engineer", 80, 60, currency=currency, base=9_000_000 if currency == "JPY" else 90_000
    )
    text = Reader(pages.comparison_page(sample.record(other))).text
    assert f"in {currency}, n = 60" in text
    if currency != "USD":
        assert "different currencies" in text and "pay-chart" not in text


def test_verdicts_say_what_is_supported_and_why_others_are_withheld(sample: SimpleNamespace) -> None:
    text = Reader(pages.comparison_page(sample.record())).text
    assert "✓ supported" in text and "– withheld" in text
    assert "could be chance: 1 of 9 against 119 of 598" in text
    assert text.index("How sure is this?") < text.index("advertises higher pay") < text.index("could be chance")


def test_charts_have_titles_and_tell_their_data(sample: SimpleNamespace) -> None:
    html = pages.comparison_page(sample.full_record())
    charts = re.findall(r"<svg class=\"chart\".*?</desc>", html, flags=re.DOTALL)
    assert len(charts) >= 10
    for chart in charts:
        assert 'role="img"' in chart and "<title" in chart
        assert not chart.endswith("></desc>"), chart
    assert "Prompt Engineer: floor $100K, midpoint $120K, ceiling $140K" in html


def test_profiles_are_marked_editorial_and_linked_to_the_roles_of_the_site(sample: SimpleNamespace) -> None:
    known = {role: role.replace("-", " ").title() for role in all_profiles()}
    html = pages.comparison_page(sample.full_record(), roles=known | {"llm-engineer": "LLM Engineer"})
    assert html.count('<span class="badge">editorial</span>') >= 4
    assert '<a href="../roles/llm-engineer.html">LLM Engineer</a>' in html


@pytest.mark.parametrize(
    ("nights", "weeks", "drawn"), [(0, 0, ""), (1, 1, ""), (2, 1, "night"), (9, 7, "night"), (9, 9, "week")]
)
def test_history_is_drawn_from_the_second_night_and_by_week_where_there_are_enough(
    sample: SimpleNamespace, nights: int, weeks: int, drawn: str
) -> None:
    trends = {}
    for role in ("prompt-engineer", "ai-software-engineer"):
        trends[role] = [row | {"grain": "day"} for row in sample.weekly(role, nights)] + sample.weekly(role, weeks)
    html = pages.comparison_page(sample.record(), trends=trends)
    assert ("trend-openings" in html) is ("trend-pay" in html) is bool(drawn)
    assert ("There is no history yet" in html) is not drawn
    if drawn:
        assert f"AI Software Engineer: open positions by {drawn}" in html
    changed = max(nights if drawn == "night" else weeks if drawn else 0, 0) > 5
    assert ("<strong>1</strong> 8 September 2026: 4 boards added." in html) is changed


def test_openings_of_two_roles_have_an_axis_each_and_name_the_newest_value(sample: SimpleNamespace) -> None:
    record = sample.record()
    trends = {"prompt-engineer": sample.weekly("prompt-engineer", 9, 3)}
    trends["ai-software-engineer"] = sample.weekly("ai-software-engineer", 9, 590)
    html = pages.comparison_page(record, trends=trends)
    small, large = (html.split(f'id="trend-openings-{tone}-t"')[1].split("</figure>")[0] for tone in "ab")
    assert ">4<" in small and ">591<" in large and ">400<" not in small and ">400<" in large
    assert "an axis of its own, from 0" in html and ">2.5<" not in small


def test_areas_with_a_known_place_are_on_the_map(sample: SimpleNamespace) -> None:
    record = sample.record()
    record["b"]["metros"] = [{"metro": name, "n": n} for name, n in (("London", 90), ("Berlin", 40), ("Nowhere", 7))]
    record["a"]["metros"] = [{"metro": "London", "n": 1}]
    html = pages.comparison_page(record).split('class="chart map"')[1].split("</svg>")[0]
    assert html.count("<circle") == 3 and "London 1; London 90; Berlin 40" in html and "Nowhere" not in html
    record["b"]["metros"] = [{"metro": "London", "n": 90}]
    assert 'class="chart map"' not in pages.comparison_page(record)


def test_the_ratio_is_the_one_that_interval_and_test_belong_to(sample: SimpleNamespace) -> None:
    record = sample.record()
    record["pay"] |= {"midpoint_ratio": 1.44, "ceiling_mean_gap_low": 41_000.0, "ceiling_mean_gap_high": 69_000.0}
    record["a"]["pay"]["floor"] |= {"mean_low": 90_000.0, "mean_high": 110_000.0}
    record["table"] = side_by_side.table(record)
    text = Reader(pages.comparison_page(record)).text
    assert "1.44× 95% interval 1.18–1.66" in text and "1.41×" not in text
    assert "AI Software Engineer higher, 95% interval $41K–$69K" in text.replace("\xa0", " ")
    assert "floor $90K–$110K, n = 7" in text.replace("\xa0", " ")
    record["pay"] |= {"ceiling_mean_gap": -20_000.0, "ceiling_mean_gap_low": -30_000.0, "ceiling_mean_gap_high": 1e3}
    assert "Prompt Engineer higher, 95% interval −$1,000–$30K" in Reader(pages.comparison_page(record)).text.replace(
        "\xa0", " "
    )


def test_a_sample_from_files_is_no_demand(sample: SimpleNamespace) -> None:
    market = sample.record()["market"] | {"postings_imported": 31_412, "sample": True}
    text = Reader(pages.role_page(sample.role(), market, date="2026-11-23")).text
    assert "in files: a sample, whose size is no demand" in text
    assert "Postings imported from files 31,412" in Reader(method.method_page([], market, [], "2026-11-23")).text


def test_downloads_and_attributions_refuse_other_schemes(sample: SimpleNamespace) -> None:
    record = sample.record()
    record["market"]["attributions"] = ["Jobs by Example Feed", {"text": "Example", "url": "javascript:alert(1)"}]
    files = {"Record (JSON)": "../../comparisons/r.json", "Table": "javascript:alert(1)", "Host": "//example.org/x"}
    html = pages.comparison_page(record, downloads=files)
    assert 'href="../../comparisons/r.json" download' in html
    assert "javascript:" not in html and "//example.org" not in html
    assert "Jobs by Example Feed" in html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java script:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "https\n://x",
        "//host/x",
        "\\\\host",
        "/\\host",
        "",
        None,
        3,
    ],
)
def test_addresses_that_no_page_links_to(address: Any) -> None:
    assert safe_href(address) is None


@pytest.mark.parametrize(
    "address", ["../a/b.json", "https://example.org/?a=1&b=2", "http://127.0.0.1:8000/", "a b.csv"]
)
def test_addresses_that_pages_link_to(address: str) -> None:
    assert safe_href(address) == address.replace(" ", "%20")


@pytest.mark.parametrize("role", ["../../etc/passwd", "a/b", "..", "a\0b", "<x>"])
def test_role_ids_cannot_leave_their_folder(role: str) -> None:
    for path in (role_path(role), comparison_path(role, role)):
        assert path.count("/") == 1 and ".." not in path and "<" not in path


def test_downloads_of_one_table_stand_in_one_line(sample: SimpleNamespace) -> None:
    files = {"This record (JSON)": "x.json", "role_pay (Parquet)": "x.parquet", "role_pay (CSV)": "x.csv"}
    html = pages.comparison_page(sample.record(), downloads=files)
    assert f"This record JSON role_pay {TABLES['role_pay'].grain} Parquet · CSV" in Reader(html).text
    assert 'href="../dictionary.html#role-pay"' in html


def test_of_many_related_comparisons_the_largest_that_share_a_role_are_shown(sample: SimpleNamespace) -> None:
    record = sample.record()
    others = [sample.role(f"role-{n}", f"Role {n}", n=n) for n in range(30)]
    related = [{"a": record["a"], "b": other} for other in others]
    html = pages.comparison_page(record, related=[record, *related])
    assert html.count("../compare/") == 12
    assert "prompt-engineer--role-29" in html and "prompt-engineer--role-9." not in html


def test_index_lists_roles_by_openings_and_groups_pairs(sample: SimpleNamespace) -> None:
    record = sample.record()
    reader = Reader(front.index_page([record["a"], record["b"]], [record], record["market"], "2026-11-23"))
    assert reader.text.index("AI Software Engineer 598") < reader.text.index("Prompt Engineer 9")
    assert "Prompt Engineer vs AI Software Engineer" in reader.text


def test_index_of_a_night_without_any_board() -> None:
    market = {"open_positions": 0, "postings": 0, "boards": {"ok": 0, "carried_forward": 0, "failed": 3}}
    text = Reader(front.index_page([], [], market, "2026-11-23")).text
    assert "No role has open positions" in text and "No pair of roles has data" in text
    assert (
        "No role has open positions" in text
        and "Boards that could not be read 3" in Reader(method.method_page([], market, [], "2026-11-23")).text
    )


def test_dictionary_shows_every_column_of_every_table() -> None:
    reader = Reader(pages.dictionary_page(TABLES))
    for table in TABLES.values():
        assert table.name in reader.text and table.grain in reader.text
    assert "ok, unchanged, empty, gone, blocked, failed" in reader.text
    assert sum(tag == "tr" for tag, _ in reader.tags) == sum(len(table.columns) + 1 for table in TABLES.values())


def test_search_engines_get_the_pay_quartiles_and_questions(sample: SimpleNamespace) -> None:
    record = sample.full_record()
    data = json.loads(Reader(pages.comparison_page(record)).scripts[0])
    kinds = [one["@type"] for one in data["@graph"]]
    assert kinds == ["WebPage", "Dataset", "Occupation", "Occupation", "FAQPage"]
    assert data["@graph"][3]["estimatedSalary"]["median"] == round(record["b"]["pay"]["ceiling"]["median"])


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything inside nested mappings and lists."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [spot for key, one in inner for spot in [(*path, key), *spots(one, (*path, key))]]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_record_that_lacks_or_garbles_anything_still_makes_a_page(
    sample: SimpleNamespace, data: st.DataObject
) -> None:
    record = sample.full_record()
    path = data.draw(st.sampled_from(spots(record)))
    wrong = data.draw(
        st.sampled_from([None, "", "x", 3, -1.5, 1e300, float("nan"), True, [], {}, ["x", None], {"x": 1}])
    )
    at = record
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = wrong
    text = Reader(pages.comparison_page(record)).text
    assert "nan" not in text.split() and "None" not in text.replace("None.", "").split()
    record_csv(record)
    console = Console(width=100, file=io.StringIO())
    console.print(terminal.comparison_table(record))


def test_a_page_takes_few_milliseconds(sample: SimpleNamespace) -> None:
    record = sample.full_record()
    pages.comparison_page(record)
    start = time.process_time()
    for _ in range(30):
        pages.comparison_page(record)
    assert time.process_time() - start < 1.0  # 300 pages in 10 s of one core, and about 4 ms measured


def test_previews_and_the_canonical_link_need_the_sites_address(sample: SimpleNamespace) -> None:
    record = sample.full_record()
    for address in ("", "https://example.org/"):
        html = pages.comparison_page(record, address=address)
        tags = [attrs for tag, attrs in Reader(html).tags if tag in ("meta", "link")]
        named = {attrs.get("property"): attrs["content"] for attrs in tags if attrs.get("property")}
        assert named["og:title"] == "Prompt Engineer vs AI Software Engineer"
        assert named["og:description"].startswith("Choose AI Software Engineer for pay")
        whole = f"{address}{comparison_path('prompt-engineer', 'ai-software-engineer')}"
        assert [one["href"] for one in tags if one.get("rel") == "canonical"] == ([whole] if address else [])
        assert named.get("og:url") == (whole if address else None)


def test_search_engines_are_kept_from_the_sample_market(sample: SimpleNamespace) -> None:
    record = sample.full_record()
    assert "noindex" not in pages.comparison_page(record)
    record["market"]["invented"] = True
    assert '<meta name="robots" content="noindex">' in pages.comparison_page(record)


def test_the_method_page_names_boards_with_their_state_and_scores_with_intervals(sample: SimpleNamespace) -> None:
    market = sample.record()["market"] | {"quality": {"seniority, of 62": 0.94, "skills, recall": 0.88}}
    text = Reader(method.method_page([sample.role()], market, BOARDS, "2026-11-23")).text
    assert "Acme lever read 3" in text and "<b> ashby could not be read: HTTP 503 unknown" in text
    assert "Seniority 94% 84%–98%, 62 postings" in text and "Skills, recall 88%" in text
    assert "1 board read; 1 board could not be read." in text
