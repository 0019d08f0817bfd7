"""The pages in a real browser: no errors, no requests elsewhere, accessible, searchable, fit for a telephone."""

import functools
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from analytics.publishing import front, method, pages
from analytics.publishing.links import comparison_path, role_path
from storage.tables import TABLES

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAIR = comparison_path("prompt-engineer", "ai-software-engineer")
SMALL = comparison_path("ml-engineer", "data-scientist")
PATHS = ("index.html", "dictionary.html", "method.html", role_path("prompt-engineer"), PAIR, SMALL)

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line a request on standard error."""

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample: SimpleNamespace) -> Path:
    """A site with every kind of page, one comparison of it of roles without data."""
    root = tmp_path_factory.mktemp("site")
    record = sample.full_record()
    poor = sample.record(
        sample.role("ml-engineer", "ML <script>alert(1)</script> Engineer", n=0, n_pay=0),
        sample.role(
            "data-scientist", "A very long name of a role that wraps: " + "Datenwissenschaftler" * 4, n=5, n_pay=3
        ),
    )
    roles, market = [record["a"], record["b"], poor["a"], poor["b"]], record["market"]
    (root / "downloads").mkdir()
    (root / "downloads" / "record.json").write_text(json.dumps(record), encoding="utf-8")
    files = {"Record (JSON)": "../downloads/record.json"}
    written = {
        "index.html": front.index_page(
            roles,
            [record, poor],
            market,
            record["snapshot_date"],
            words={"ml-engineer": ["mle", "machine learning engineer"], "ai-software-engineer": ["swe"]},
        ),
        "method.html": method.method_page(roles, market, [], record["snapshot_date"]),
        "dictionary.html": pages.dictionary_page(TABLES),
        PAIR: pages.comparison_page(record, related=[poor], downloads=files),
        SMALL: pages.comparison_page(poor, related=[record]),
    }
    for role in roles:
        written[role_path(role["role"])] = pages.role_page(role, market, comparisons=[record])
    for path, html in written.items():
        file: Path = root / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(html, encoding="utf-8")
        assert file.stat().st_size < 300_000
    return root


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """The address of the site, served on loopback."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium, one for all tests of the module."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


def opened(browser: Any, address: str, width: int = 1400, scheme: str = "light", script: bool = True) -> Any:
    """A page of its own that notes in `.said` what the console says and in `.asked` the hosts that it asks."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
    )
    page = context.new_page()
    page.said, page.asked = [], set()
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.add(urlsplit(request.url).hostname))
    page.goto(address)
    return page


@pytest.mark.parametrize("path", PATHS)
def test_no_errors_no_foreign_requests_no_overflow_on_a_telephone(browser: Any, site: str, path: str) -> None:
    page = opened(browser, f"{site}/{path}", width=400)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert page.said == []
    assert page.asked <= {"127.0.0.1", None}  # None: the icon is a data address
    page.context.close()


@pytest.mark.parametrize(
    ("path", "scheme"),
    [*((path, "light") for path in PATHS), ("index.html", "dark"), (PAIR, "dark")],  # those have every element
)
def test_axe_finds_nothing_serious(browser: Any, site: str, path: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(browser, f"{site}/{path}", width=400 if scheme == "dark" else 1400, scheme=scheme)
    found = [
        (one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in axe.Axe().run(page).response["violations"]
    ]
    assert [one for one in found if one[1] in ("serious", "critical", "moderate")] == []
    page.context.close()


def test_dark_mode_changes_the_colours(browser: Any, site: str) -> None:
    colours = []
    for scheme in ("light", "dark"):
        page = opened(browser, f"{site}/{PAIR}", scheme=scheme)
        colours.append(page.evaluate("getComputedStyle(document.querySelector('.fill-a')).fill"))
        colours.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.context.close()
    assert colours[0] != colours[2] and colours[1] != colours[3]


def test_search_narrows_roles_and_pairs_and_enter_opens_the_best(browser: Any, site: str) -> None:
    page = opened(browser, f"{site}/index.html")
    page.get_by_label("Find a role or a comparison").fill("PROMPT software")
    (found,) = page.locator("[data-pair]:visible a").all()
    assert found.get_attribute("aria-label") == "Prompt Engineer vs AI Software Engineer"
    assert page.locator("tr[data-find]:visible").count() == 0
    assert [one.inner_text() for one in page.locator("h2:visible").all()] == ["Comparisons"]  # no empty heading
    assert "1 comparison." in page.locator("#found").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{PAIR}")
    assert page.locator("h1").inner_text() == "Prompt Engineer vs AI Software Engineer"
    page.context.close()


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("mle", role_path("ml-engineer")),
        ("swe", role_path("ai-software-engineer")),
        ("Machine Learning Engineer", role_path("ml-engineer")),
        ("swe vs prompt", PAIR),
        ("prompt engineer swe", PAIR),
    ],
)
def test_roles_and_pairs_are_found_by_short_forms_and_from_either_side(
    browser: Any, site: str, asked: str, path: str
) -> None:
    page = opened(browser, f"{site}/index.html")
    page.get_by_label("Find a role or a comparison").fill(asked)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{path}")
    page.context.close()


def test_what_nothing_is_called_opens_nothing(browser: Any, site: str) -> None:
    page = opened(browser, f"{site}/index.html")
    page.get_by_label("Find a role or a comparison").fill("plumber")
    assert page.locator("#found").inner_text() == "Nothing is called that."
    assert page.locator("h2:visible").count() == 0
    page.keyboard.press("Enter")
    assert page.url.endswith("/index.html")
    page.context.close()


def test_two_roles_are_picked_in_either_order(browser: Any, site: str) -> None:
    for path, first, second in (("index.html", 0, 1), ("index.html", 1, 0), (SMALL, None, None)):
        page = opened(browser, f"{site}/{path}")
        lists = page.locator("#pick select").all()
        if first is not None:
            for place, name in ((first, "Prompt Engineer"), (second, "AI Software Engineer")):
                lists[place].select_option(label=name)
            page.get_by_role("button", name="Compare").click()
            page.wait_for_url(f"**/{PAIR}")
        else:
            assert [one.input_value() for one in lists] == ["ml-engineer", "data-scientist"]
        page.context.close()


def test_the_answer_stands_on_the_first_screen_of_a_telephone(browser: Any, site: str) -> None:
    page = opened(browser, f"{site}/{PAIR}", width=400)
    answer = page.locator(".answer").bounding_box()
    assert answer["y"] + answer["height"] < 800
    assert page.locator(".answer li").count() == 4
    page.context.close()


def test_the_statistics_of_each_figure_are_shown_on_demand(browser: Any, site: str) -> None:
    page = opened(browser, f"{site}/{PAIR}", width=400)
    small = page.locator(".side small.stat")
    assert small.count() > 10 and not any(one.is_visible() for one in small.all())
    page.get_by_label("Show how sure each figure is").check()
    assert all(one.is_visible() for one in small.all())
    page.context.close()


def test_skills_are_filtered_by_kind(browser: Any, site: str) -> None:
    page = opened(browser, f"{site}/{PAIR}")
    page.get_by_text("All skills, by kind").click()
    rows = page.locator("tr[data-kind]:visible")
    every = rows.count()
    page.get_by_label("Languages").check()
    kinds = {one.get_attribute("data-kind") for one in rows.all()}
    assert kinds == {"language"} and 0 < rows.count() < every
    page.get_by_label("All", exact=True).check()
    assert rows.count() == every
    page.context.close()


def test_the_index_is_complete_without_script(browser: Any, site: str) -> None:
    page = opened(browser, f"{site}/index.html", script=False)
    assert page.locator("[data-pair] a").count() == 4 and page.locator("tr[data-find]").count() == 4
    assert not page.locator("#find").is_visible() and not page.locator("#pick").is_visible()
    page.locator("summary").filter(has_text="AI Software Engineer").click()
    page.get_by_role("link", name="AI Software Engineer vs Prompt Engineer").click()
    assert page.locator("h1").inner_text() == "Prompt Engineer vs AI Software Engineer"
    page.context.close()


def test_from_a_folder_without_a_server_search_links_and_downloads_work(browser: Any, folder: Path) -> None:
    page = opened(browser, (folder / "index.html").as_uri())
    page.get_by_label("Find a role or a comparison").fill("prompt software")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{PAIR}")
    for link in page.locator("main a:not([href^='#'])").all():
        target = Path(unquote(urlsplit(link.evaluate("one => one.href")).path))
        assert target.exists() or target.parent.name in ("roles", "compare"), target  # the profiles' other roles
    link = page.get_by_role("link", name="Record (JSON)")
    link.evaluate("one => one.removeAttribute('download')")  # to see in the page what would be saved
    link.click()
    assert json.loads(page.locator("pre").inner_text())["a"]["role"] == "prompt-engineer"
    assert page.said == []
    page.context.close()


def test_circles_of_the_map_lie_inside_it(browser: Any, site: str) -> None:
    for width in (400, 1400):
        page = opened(browser, f"{site}/{PAIR}", width=width)
        frame = page.locator("svg.map").bounding_box()
        circles = [one.bounding_box() for one in page.locator("svg.map circle").all()]
        assert len(circles) == 8 and frame["width"] / frame["height"] == pytest.approx(2.4, rel=0.02)
        for one in circles:
            assert one["width"] >= 2 and frame["x"] <= one["x"] and frame["y"] <= one["y"]
            assert one["x"] + one["width"] <= frame["x"] + frame["width"]
            assert one["y"] + one["height"] <= frame["y"] + frame["height"]
        page.context.close()


def test_keyboard_reaches_the_content_first(browser: Any, site: str) -> None:
    page = opened(browser, f"{site}/{PAIR}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    page.wait_for_url("**/*#content")
    page.context.close()


def test_print_is_dark_on_white_also_in_dark_mode(browser: Any, site: str) -> None:
    page = opened(browser, f"{site}/{PAIR}", scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".toc").is_visible()
    page.context.close()
