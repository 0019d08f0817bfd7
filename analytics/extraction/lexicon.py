"""The words that postings are read with: the built-in skills, roles and metros, and those of a folder of the user's.

The folder may hold skills.tsv, roles.toml, metros.csv and profiles/*.toml, each in the form of its built-in namesake
(metros: see `analytics.places.metros.load_metros`), and skill_rules.toml (`load_rules`). docs/extending.md shows each
at work.
"""

import hashlib
import shutil
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from analytics.extraction.skills.context_rules import RULES, ContextRules, load_rules
from analytics.extraction.skills.taxonomy import Taxonomy, load_taxonomy
from analytics.extraction.titles import rules
from analytics.extraction.titles.rules import RoleSet
from analytics.places.metros import Metros, load_metros

FILES = ("skills.tsv", "skill_rules.toml", "roles.toml", "metros.csv")
PROFILES = "profiles"


class ExtensionsError(ValueError):
    """A folder of extensions that cannot be used; names it and what is wrong."""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Skills, rules, roles and metros; components are made with one. Each part is read when it is first asked for.

    A file of the user's that cannot be used raises ValueError naming file and line or entry, when it is read; `check`
    reads all of them.
    """

    folder: Path | None = None

    @cached_property
    def skills(self) -> Taxonomy:
        """The names of skills."""
        return load_taxonomy(self._own("skills.tsv"))

    @cached_property
    def skill_rules(self) -> ContextRules:
        """The rules by which a name counts as a skill where it stands."""
        own = self._own("skill_rules.toml")
        return load_rules(own) if own else RULES

    @cached_property
    def roles(self) -> RoleSet:
        """The roles, and the phrases and rules of titles that lead to them."""
        return rules.load(self._own("roles.toml"))

    @cached_property
    def metros(self) -> Metros:
        """The metropolitan areas."""
        return load_metros(self._own("metros.csv"))

    @property
    def profiles(self) -> Path | None:
        """The folder of the user's profiles of roles; they are read where records are made."""
        return self._own(PROFILES)

    @cached_property
    def mark(self) -> str:
        """What names the user's data beside the method of reading, "" without any: "+own-" and a hash of the data.

        Profiles are left out: no figure depends on them.
        """
        if self.folder is None:
            return ""
        digest = hashlib.sha256()
        for name in FILES:
            file = self._own(name)
            digest.update(file.read_bytes() if file else b"")
            digest.update(b"\0")
        return f"+own-{digest.hexdigest()[:8]}"

    def check(self) -> None:
        """Reads everything, so that what cannot be used is refused before a night begins."""
        _ = self.skills, self.skill_rules, self.roles, self.metros, self.mark

    def _own(self, name: str) -> Path | None:
        path = self.folder / name if self.folder else None
        return path if path and path.exists() else None


def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The built-in lexicon, with the data of a folder added where one is given.

    Raises ExtensionsError for a folder that is missing or holds files of other names (a misspelt one would be passed
    over in silence), and for files that are no text. The same files give the same lexicon again.
    """
    if folder is None:
        return _load(None, ())
    if not folder.is_dir():
        raise ExtensionsError(f"{folder}: no such folder of extensions")
    for entry in sorted(folder.iterdir()):
        if entry.name not in (*FILES, PROFILES) and not entry.name.startswith((".", "README")):
            raise ExtensionsError(f"{entry}: not a file of extensions; they are {', '.join(FILES)} and {PROFILES}/")
    contents = []
    for file in (folder / name for name in FILES):
        try:
            contents.append(file.read_text(encoding="utf-8") if file.exists() else "")
        except (OSError, UnicodeDecodeError) as error:
            raise ExtensionsError(f"{file}: cannot be read as UTF-8 text ({error})") from error
    return _load(folder.resolve(), tuple(contents))


def copy_files(folder: Path, target: Path) -> None:
    """Copies the data of a folder of extensions."""
    target.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        if (folder / name).exists():
            shutil.copyfile(folder / name, target / name)
    if (folder / PROFILES).is_dir():
        shutil.copytree(folder / PROFILES, target / PROFILES, dirs_exist_ok=True)


@lru_cache(maxsize=4)
def _load(folder: Path | None, contents: tuple[str, ...]) -> Lexicon:
    """By content: a file that was changed gives another lexicon."""
    return Lexicon(folder)
