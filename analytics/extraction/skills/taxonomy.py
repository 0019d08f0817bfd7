"""The skills: names, kinds, aliases and case rules, read from data/skills.tsv and from a user's own file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("skills.tsv")
KINDS = ("language", "framework", "library", "database", "cloud", "tool", "platform", "model", "technique", "area")
MARKS = {"": "any", "!": "exact", "?": "context", "~": "topic"}
_PLURAL = frozenset(("area", "technique", "model"))
_COMMON = frozenset(("area", "technique", "model", "database"))
_RESPELLED = (
    ("behavior", "behaviour"),
    ("center", "centre"),
    ("ization", "isation"),
    ("izing", "ising"),
    ("deling", "delling"),
    ("beling", "belling"),
)
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
    """One way to write a skill. `rule`: any case; exact, only as spelled; context, as spelled and among skills;
    topic, any case where the sentence speaks of models."""

    skill: Skill
    spelled: str
    rule: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """`names` by their folded form, which is what the scan looks for."""

    skills: tuple[Skill, ...]
    names: dict[str, tuple[Name, ...]]


def load_taxonomy(extra: Path | None = None) -> Taxonomy:
    """The built-in skills, with those of a user's file of the same shape added.

    A skill that is built in gains the aliases and keeps its kind and rule; where a name of the user's file is also one
    of another skill, the user's is meant.

    Raises TaxonomyError for a line without name, with an unknown kind or rule, or with an alias that is none.
    """
    skills: dict[str, Skill] = {}
    names = _named(FILE, skills)
    if extra is not None:
        for folded, own in _named(extra, skills).items():
            names[folded] = own | {key: name for key, name in names.get(folded, {}).items() if key not in own}
    return Taxonomy(tuple(skills.values()), {folded: tuple(found.values()) for folded, found in names.items()})


def _named(file: Path, skills: dict[str, Skill]) -> dict[str, dict[tuple[str, str, str], Name]]:
    """The names that a file gives, by their folded form; its skills are added to `skills`, by the name shown."""
    names: dict[str, dict[tuple[str, str, str], Name]] = {}
    known = set(skills)
    for name, kind, rule, aliases in _entries(file):
        shown = name if name in known else _shown(name, kind)
        skill = skills.setdefault(shown, Skill(shown, kind))
        for written in aliases if shown in known else (name + rule, *aliases):
            spelled = written.rstrip("!?~")
            mark = MARKS[written[len(spelled) :]]
            for variant in _variants(spelled, skill.kind, mark):
                folded = " ".join(variant.lower().replace("-", " ").split())
                own = "" if mark == "any" else variant  # each spelling that counts only as it is written
                names.setdefault(folded, {})[skill.name, mark, own] = Name(skill, variant, mark)
    return names


def _entries(file: Path) -> Iterator[tuple[str, str, str, list[str]]]:
    for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, kind, rule, aliases = [part.strip() for part in (*line.split("\t"), "", "", "")][:4]
        where = f"{file}, line {number}"
        if not name:
            raise TaxonomyError(f"{where}: no name before the first tab")
        if kind not in KINDS:
            raise TaxonomyError(f"{where}: unknown kind {kind!r}; kinds: {', '.join(KINDS)}")
        if rule not in MARKS:
            raise TaxonomyError(f"{where}: unknown rule {rule!r}; it is empty, ! or ?")
        written = [alias for alias in aliases.split("|") if alias]
        for alias in written:
            spelled = alias.rstrip("!?~")
            if not spelled.strip(" -") or alias[len(spelled) :] not in MARKS:
                raise TaxonomyError(f"{where}: alias {alias!r} is no name with one of the marks ! and ? or none")
        yield name, kind, rule, written


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
