"""What the history keeps of a run of the command line: where it belongs, and what its crawls said."""

from typing import Any

import dagster as dg

from pipelines.serving.services import LOCATION
from pipelines.settings import state_directory
from pipelines.timeline import REPOSITORY


def test_runs_of_the_command_line_belong_to_the_location_of_the_ui_and_are_not_begun_again(nights: Any) -> None:
    """The timeline shows a run under the location of its origin, and leaves out a run without one."""
    with dg.DagsterInstance.from_config(str(state_directory(nights.data))) as instance:
        runs = list(instance.get_runs())
    assert runs
    for run in runs:
        origin = run.remote_job_origin
        assert origin is not None and origin.job_name == run.job_name == "nightly"
        assert origin.location_name == LOCATION == "rolemeter"
        assert origin.repository_origin.repository_name == REPOSITORY
        assert run.tags["dagster/max_retries"] == "0"


def test_what_scrapy_said_is_in_the_log_of_the_crawl_s_step(nights: Any) -> None:
    with dg.DagsterInstance.from_config(str(state_directory(nights.data))) as instance:
        run = next(iter(instance.get_runs(limit=1)))
        said = [one for one in instance.all_logs(run.run_id) if "what Scrapy said of" in (one.user_message or "")]
    assert {one.step_key for one in said} == {"crawl"} and len(said) == 5
    assert all("'finish_reason': 'finished'" in one.user_message for one in said)
    assert not any("Remote control" in one.user_message for one in said)
