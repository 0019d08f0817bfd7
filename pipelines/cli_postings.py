"""The commands on postings that need no data directory: `rolemeter extract` and `candidates`."""

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli_options import COLUMNS, PIPELINE, with_lexicon

if TYPE_CHECKING:
    from analytics.extraction.lexicon import Lexicon


POSTINGS = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)


@click.command()
@POSTINGS
@COLUMNS
@with_lexicon()
@PIPELINE
def extract(file: Path | None, columns: dict[str, str], lexicon: "Lexicon", own: Path | None) -> None:
    """Extract skills, seniority, pay, workplace, place, role from the postings of FILE or standard input.

    JSON lines with id, title, company, location, description; also what `run --postings` reads (a JSON array, CSV,
    Parquet, compressed). A JSON line out for each posting in, in the same order. Exit status 1: some are no postings.
    """
    from analytics.extraction.answers import answer_records
    from analytics.extraction.pipeline import load_pipeline
    from pipelines.postings.record import Tally

    bad, count = Tally(), 0
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", write_through=False, line_buffering=False)
    try:
        for place, answer in answer_records(load_pipeline(lexicon, own), objects(file, columns)):
            count += 1
            if answer.problem:
                bad.add(place, answer.problem)
            out.write(answer.line + "\n")
        out.flush()
    finally:
        out.detach()
    if bad.count:
        click.echo(f"rolemeter: {file or 'standard input'}: {bad.count} of {count} are no postings: {bad}", err=True)
        sys.exit(1)


def objects(file: Path | None, columns: dict[str, str]) -> Iterator[tuple[str, Any, str | None]]:
    """The objects of a file or of standard input under the extractor's names, with where and what is wrong.

    JSON lines with the extractor's own names stay as they are, and need an id; a row of a table without one is known by
    its place.
    """
    from pipelines.postings.columns import as_text_fields, holds_postings
    from pipelines.postings.files import read_file, read_stream

    def judge(names: Sequence[str]) -> bool:
        return holds_postings(names, columns)

    records = read_file(file, judge) if file else read_stream(sys.stdin.buffer, "standard input", (), judge)
    for record in records:
        value = record.value
        if isinstance(value, dict) and (record.named or columns or not {"title", "description"} & value.keys()):
            value = as_text_fields(value, columns)
            if record.named:
                value = {"id": record.place} | value
        yield record.place, value, record.problem


@click.command()
@POSTINGS
@click.option("--least", type=int, default=3, show_default=True, help="Postings that must name a term.")
@with_lexicon()
def candidates(file: Path | None, least: int, lexicon: "Lexicon") -> None:
    """List frequent terms of skill lists that the taxonomy lacks, with their counts; FILE as in `extract`."""
    from analytics.extraction.candidates import unknown_candidates
    from analytics.extraction.posting import posting_of
    from analytics.publishing.harmless import in_line

    read = (posting_of(value)[0] for _, value, _ in objects(file, {}))
    texts = (posting.description for posting in read if posting is not None)
    for term, count in unknown_candidates(texts, least, lexicon.skills):
        click.echo(f"{count}\t{in_line(term)}")
