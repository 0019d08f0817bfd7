"""The skills: names, kinds, aliases and case rules, read from data/skills.tsv and from a user's own file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "skills.tsv"
KINDS = ("language", "framework", "library", "database", "cloud", "tool", "platform", "model", "technique", "area")
MARKS = {"": "any", "!": "exact", "?": "context"}
_PLURAL = frozenset(("area", "technique", "model"))
_COMMON = frozenset(("area", "technique", "model", "database"))
_RESPELLED = (("ization", "isation"), ("izing", "ising"), ("deling", "delling"), ("beling", "belling"))
_OPENINGS = (("ML ", ("AI/ML ", "machine learning ", "ML/AI ")), ("LLM ", ("large language model ",)))
_MANY = re.compile(r"(?:[ -]|^\w{3})[a-z]{2,}[b-hj-rtv-z]s$")  # a plural, unlike "analysis", "campus", "process"
_SMALL = frozenset(("and", "as", "a", "in", "of", "the", "to", "by", "for", "from"))


class TaxonomyError(ValueError):
    """A skills file that cannot be used; names the file, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill: its name as its community writes it, and its kind."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write a skill. `rule`: any case; exact, only as spelled; context, as spelled and among skills."""

    skill: Skill
    spelled: str
    rule: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """`names` by their folded form, which is what the scan looks for."""

    skills: tuple[Skill, ...]
    names: dict[str, tuple[Name, ...]]


def load_taxonomy(extra: Path | None = None) -> Taxonomy:
    """The built-in skills, with those of a user's file of the same shape added; a repeated skill gains its aliases.

    Raises TaxonomyError for a line without name or with an unknown kind or rule.
    """
    entries = [entry for file in ([FILE, extra] if extra else [FILE]) for entry in _entries(file)]
    skills: dict[str, Skill] = {}
    names: dict[str, dict[tuple[str, str], Name]] = {}
    for name, kind, rule, aliases in entries:
        skill = skills.setdefault(name, Skill(_shown(name, kind), kind))
        for written in (name + rule, *aliases):
            spelled = written.rstrip("!?")
            mark = MARKS[written[len(spelled) :]]
            for variant in _variants(spelled, skill.kind, mark):
                names.setdefault(" ".join(variant.lower().replace("-", " ").split()), {})[skill.name, mark] = Name(
                    skill, variant, mark
                )
    return Taxonomy(tuple(skills.values()), {folded: tuple(found.values()) for folded, found in names.items()})


@cache
def taxonomy() -> Taxonomy:
    """The built-in taxonomy."""
    return load_taxonomy()


def _entries(file: Path) -> Iterator[tuple[str, str, str, list[str]]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, kind, rule, aliases = [*line.split("\t"), "", "", ""][:4]
        where = f"{file}, line {number}"
        if not name.strip():
            raise TaxonomyError(f"{where}: no name before the first tab")
        if kind not in KINDS:
            raise TaxonomyError(f"{where}: unknown kind {kind!r}; kinds: {', '.join(KINDS)}")
        if rule not in MARKS:
            raise TaxonomyError(f"{where}: unknown rule {rule!r}; it is empty, ! or ?")
        yield name, kind, rule, [alias for alias in aliases.split("|") if alias]


def _shown(name: str, kind: str) -> str:
    """Names of brands stand as their community writes them; common nouns, written small in the file, as titles."""
    if kind not in _COMMON or name != name.lower() or (kind == "database" and not name.endswith("s")):
        return name
    words = re.split(r"([ /-])", name)
    return "".join(
        word if word in _SMALL and index else word[:1].upper() + word[1:] for index, word in enumerate(words)
    )


def _variants(spelled: str, kind: str, rule: str) -> set[str]:
    """Spellings of one name that mean the same: number of its last word, British and American, short and long."""
    forms = {spelled}
    for written, other in _RESPELLED:
        forms |= {form.replace(written, other) for form in forms if written in form}
    for short, long in _OPENINGS:
        if spelled.startswith(short) and rule == "any":
            forms |= {other + spelled[len(short) :] for other in long}
    if (
        kind in _PLURAL
        and rule == "any"
        and re.search(r"[a-z]{3}$", spelled)
        and not re.search(r"(?:s|ing|y)$", spelled)
    ):
        forms |= {f"{form}s" for form in forms}
    if kind in _COMMON and rule == "any" and _MANY.search(spelled):
        forms |= {re.sub(r"ie$", "y", form[:-1]) for form in forms if form.endswith("s")}
    return forms
