"""What pyproject.toml cannot say: a built package carries the files of the project's root that a run needs."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT_FILES = ("dagster.yaml", "boards.csv")  # found by pipelines.settings.root_file


class BuildWithRootFiles(build_py):
    """Copies them to pipelines/root of the package."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib, "pipelines", "root")
            target.mkdir(parents=True, exist_ok=True)
            for name in ROOT_FILES:
                shutil.copy(name, target / name)


setup(cmdclass={"build_py": BuildWithRootFiles})
