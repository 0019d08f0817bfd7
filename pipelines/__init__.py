"""Dagster assets, checks, schedules and the command line."""

import warnings

# Backfill policies, links to the source and checks by partition: Dagster warns of them at every start, and there is
# nothing that whoever starts the UI could do about it.
warnings.filterwarnings("ignore", message=".*is currently in (beta|preview), and may have breaking changes")
