"""`rolemeter explain`: what was read from one posting, from which words, by which rules."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from analytics.text.plain import well_formed
from pipelines.cli_options import PIPELINE, UserError, with_lexicon
from pipelines.cli_postings import POSTINGS, objects

if TYPE_CHECKING:
    from analytics.extraction.lexicon import Lexicon
    from analytics.extraction.posting import Posting
    from analytics.publishing.explanation import Explanation


PLAIN = (".txt", ".md")  # files that are the text of one posting


@click.command()
@POSTINGS
@click.option("--id", "wanted", metavar="ID", help="Which posting of a file of several (default: the first).")
@click.option("--title", default="", help="Title, where FILE is the text of a posting.")
@click.option("--location", default="", help="Location, where FILE is the text of a posting.")
@click.option("--html", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write a page instead.")
@with_lexicon()
@PIPELINE
def explain(
    file: Path | None,
    wanted: str | None,
    title: str,
    location: str,
    out: Path | None,
    lexicon: "Lexicon",
    own: Path | None,
) -> None:
    """Tell what is read from a posting, from which words and by which rules.

    FILE is as in `extract`, or the plain text of one posting (.txt, .md).
    """
    from analytics.extraction.pipeline import load_pipeline, read_postings
    from analytics.extraction.posting import Posting
    from analytics.publishing.explanation import explain as explained
    from analytics.publishing.explanation import page

    if file is not None and file.suffix in PLAIN:
        posting = Posting("", title, "", location, well_formed(file.read_text(encoding="utf-8", errors="replace")))
    else:
        posting = _posting(file, wanted)
    (doc,) = read_postings(load_pipeline(lexicon, own), [posting])
    if out is None:
        _print(explained(doc))
        return
    out.write_text(page(explained(doc)), encoding="utf-8")
    click.echo(f"{out}: open it in a browser")


def _posting(file: Path | None, wanted: str | None) -> "Posting":
    """The posting of a file with the id `wanted`, or its first. Raises UserError where there is none."""
    from analytics.extraction.posting import posting_of

    name = file or "standard input"
    for place, value, problem in objects(file, {}):
        posting, wrong, identity = posting_of(value)
        if wanted is not None and str(identity) != wanted:
            continue
        if posting is None:
            raise UserError(f"{name}, {place}: {problem or wrong}")
        return posting
    raise UserError(f"{name} has no posting" + (f" with the id {wanted!r}" if wanted else ""))


def _print(explained: "Explanation") -> None:
    from rich.console import Console
    from rich.table import Table

    from analytics.publishing.harmless import in_line

    def shown(cell: object) -> str:
        return "\n".join(map(in_line, str(cell or "").split("\n")))

    console = Console(highlight=False, markup=False)
    values = Table("Field", "Value", "Read from", "Words", "Rule", box=None, pad_edge=False)
    for one in explained.values:
        words, rules = "\n".join(map(explained.words, one.told)), "\n".join(mark.rule for mark in one.told)
        values.add_row(*map(shown, (one.field, one.value, one.basis, words, rules)))
    console.print(values)
    console.print()
    skills = Table("Skill", "Asked", "Section", "Words", "Rule", box=None, pad_edge=False)
    for mark, section in explained.skills:
        skills.add_row(*map(shown, (mark.label, mark.kind, section, explained.words(mark), mark.rule)))
    console.print(skills)
