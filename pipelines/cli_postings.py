"""The commands on postings that need no data directory: `rolemeter extract`, `candidates`, `model`."""

import contextlib
import gzip
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli_options import UserError, with_lexicon

if TYPE_CHECKING:
    from analytics.extraction.lexicon import Lexicon


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False), required=False)
@with_lexicon()
def extract(file: str | None, lexicon: "Lexicon") -> None:
    """Extract skills, seniority, pay, workplace, place, role from postings (JSON lines; FILE or standard input)."""
    from analytics.extraction.answers import answer_lines
    from analytics.extraction.pipeline import load_pipeline

    good = True
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", write_through=False, line_buffering=False)
    for answer, understood in answer_lines(load_pipeline(lexicon), _lines(file)):
        out.write(answer + "\n")
        good = good and understood
    out.flush()
    out.detach()
    if not good:
        sys.exit(1)


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write; must be new or empty.",
)
@with_lexicon()
def model(out: Path, lexicon: "Lexicon") -> None:
    """Write the extraction pipeline as a folder that spacy.load reads."""
    from analytics.extraction.pipeline import load_pipeline

    if out.exists() and any(out.iterdir()):
        raise UserError(f"{out} is not empty; name a new folder")
    load_pipeline(lexicon).to_disk(out)
    click.echo(f"{out}: read it with spacy.load({str(out)!r})")


def _lines(file: str | None) -> Iterator[str]:
    """The lines of a file, gzipped if its name says so, or of standard input."""
    if file is None:
        opened: Any = contextlib.nullcontext(sys.stdin.buffer)
    else:
        opened = (gzip.open if file.endswith(".gz") else open)(file, "rb")
    with opened as source:
        for line in source:
            yield line.decode("utf-8", errors="replace")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False), required=False)
@click.option("--least", type=int, default=3, show_default=True, help="Postings that must name a term.")
@with_lexicon()
def candidates(file: str | None, least: int, lexicon: "Lexicon") -> None:
    """List frequent terms of skill lists in postings (JSON lines) that the taxonomy lacks, with their counts."""
    from analytics.extraction.candidates import unknown_candidates
    from analytics.extraction.posting import read_posting

    texts = (posting.description for line in _lines(file) if (posting := read_posting(line)[0]) is not None)
    for term, count in unknown_candidates(texts, least, lexicon.skills):
        click.echo(f"{count}\t{term}")
