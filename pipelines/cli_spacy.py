"""The commands for spaCy's own tools: `rolemeter model` and `labels`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli_options import PIPELINE, UserError, with_lexicon

if TYPE_CHECKING:
    from analytics.extraction.lexicon import Lexicon


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write; must be new or empty.",
)
@with_lexicon()
@PIPELINE
def model(out: Path, lexicon: "Lexicon", own: Path | None) -> None:
    """Write the extraction pipeline, with your own data and code, as a folder that spacy.load reads."""
    from analytics.extraction.model import write_model
    from analytics.extraction.pipeline import load_pipeline

    if out.exists() and any(out.iterdir()):
        raise UserError(f"{out} is not empty; name a new folder")
    write_model(load_pipeline(lexicon, own), out)
    click.echo(f"{out}: read it with spacy.load({str(out)!r})")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write (.spacy).")
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the recorded texts, where FILE has offsets alone (tests/labels/postings.jsonl).",
)
def labels(file: Path, out: Path, texts: Path | None) -> None:
    """Write the labelled postings of FILE (JSON lines, as `score` takes them) as Docs for spaCy's own tools."""
    from analytics.evaluation.docbin import labelled_docs
    from analytics.extraction.pipeline import load_pipeline
    from pipelines.score import labelled_rows, rows_of_labels

    rows = list(rows_of_labels(file, texts) if texts else labelled_rows(file))
    if not rows or any("description" not in row or "skills" not in row for row in rows):
        raise UserError(f"{file}: no labelled postings with description and skills; offsets alone need --texts DIR")
    labelled_docs(load_pipeline(), rows).to_disk(out)
    click.echo(f"{out}: {len(rows)} postings; python -m spacy evaluate MODEL {out} --spans-key skills")
