"""Values of payload fields in one form: text, numbers, moments, employment types, periods. Unknown is None."""

import datetime as dt
import html
import math
import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Any

import ftfy

from spiders.markup import unescaped
from storage.posting import StatedPay

_EMPLOYMENT = (
    ("full_time", ("unbefristet",)),  # before "befristet", which it holds
    (
        "internship",
        (
            "intern",
            "praktik",
            "stage",
            "trainee",
            "apprentic",
            "alternance",
            "becario",
            "werkstudent",
            "working student",
        ),
    ),
    ("part_time", ("part time", "parttime", "teilzeit", "temps partiel")),
    ("contract", ("contract", "freelance", "consult", "self employed", "b2b")),
    ("temporary", ("temporary", "fixed term", "seasonal", "befristet", "per diem", "cdd")),
    ("full_time", ("full time", "fulltime", "permanent", "regular", "vollzeit", "cdi", "employee", "salaried")),
)
_PERIODS = (
    ("hour", ("hour", "hr", "stund")),
    ("day", ("day", "daily", "diem", "tag")),
    ("week", ("week", "woche")),
    ("month", ("month", "monat")),
    ("year", ("year", "annual", "annum", "jahr", "yr")),
)
_OTHER_PERIODS = re.compile(r"\bbi[ _-]?(?:week|month|annual)|\bsemi[ _-]?(?:month|annual)|fortnight", re.IGNORECASE)
# What UTF-8 read as Latin-1 or Windows-1252 leaves: a lead byte's character, then one of those that continue it.
_MISREAD = re.compile("[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
LONGEST_ADDRESS = 4000
_NUMBER = re.compile(r"\d+(?:\.\d*)?(?:e\+?\d+)?", re.IGNORECASE)  # also as pandas writes it: 1.713e+12
_DAY = re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d")
_EARLIEST = 100_000_000  # seconds
_MILLISECONDS = 100_000_000_000  # an epoch above this counts milliseconds: as seconds it would lie after the year 5000


def text(value: Any) -> str | None:
    """A text or number as one line, entities decoded; None for anything else and for blank text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return " ".join(unescaped(str(value)).split()) or None


def number(value: Any) -> float | None:
    """A number, also written as text ("5253", "1,200.50"); None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = float(str(value).replace(",", "").strip())
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def moment(value: Any) -> dt.datetime | None:
    """A moment in UTC from ISO 8601, RFC 2822, or epoch seconds or milliseconds; without a zone it is taken as UTC.

    Eight digits are a day (20260301); other numbers that would lie before 1973 are none: a year, or the day number of a
    spreadsheet.
    """
    if isinstance(value, bool) or value in (None, ""):
        return None
    try:
        written = re.sub(r"\s+UTC$", "+00:00", str(value).strip())
        if isinstance(value, int | float) or _NUMBER.fullmatch(written):
            return _of_number(written)
        try:
            found = dt.datetime.fromisoformat(written)
        except ValueError:
            found = parsedate_to_datetime(written)
        return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _of_number(written: str) -> dt.datetime | None:
    if _DAY.fullmatch(written):
        return dt.datetime.strptime(written, "%Y%m%d").replace(tzinfo=dt.UTC)
    seconds = float(written)
    if seconds < _EARLIEST:
        return None
    return dt.datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, dt.UTC)


def flag(value: Any) -> bool | None:
    """True or false, also written as text or number ("yes", "False", 1.0); None for anything else."""
    words = str(value).strip().lower()
    return (
        True
        if words in ("true", "yes", "y", "1", "1.0")
        else False
        if words in ("false", "no", "n", "0", "0.0")
        else None
    )


def _first(value: Any, vocabulary: tuple[tuple[str, tuple[str, ...]], ...]) -> str | None:
    words = re.sub(r"[\s_\-]+", " ", str(value).lower())
    return next((name for name, stems in vocabulary if any(stem in words for stem in stems)), None)


def employment(value: Any) -> str | None:
    """full_time, part_time, contract, internship, temporary or other, from a platform's words; of a list its first."""
    values = value if isinstance(value, list) else [value]
    named = [one for one in values if isinstance(one, str) and one.strip()]
    return (_first(named[0], _EMPLOYMENT) or "other") if named else None


def period(value: Any) -> str | None:
    """hour, day, week, month or year from "1 YEAR", "per-hour-wage", "annually" and the like.

    Periods that are none of these ("bi-week-salary", "semi-month-salary") are None: two weeks are no week.
    """
    return _first(value, _PERIODS) if isinstance(value, str) and not _OTHER_PERIODS.search(value) else None


def pooled(ranges: Sequence[StatedPay]) -> StatedPay | None:
    """Lowest minimum and highest maximum of the ranges in the first one's currency and period; None without any."""
    stated = [one for one in ranges if one.min or one.max]
    mine = [one for one in stated if (one.currency, one.period) == (stated[0].currency, stated[0].period)]
    if not mine:
        return None
    lows, highs = [one.min for one in mine if one.min], [one.max for one in mine if one.max]
    return StatedPay(min(lows, default=None), max(highs, default=None), mine[0].currency, mine[0].period)


def workplace(*, remote: Any = None, hybrid: Any = None, onsite: Any = None) -> str | None:
    """The workplace from a platform's flags: the one that is set; hybrid when it is set beside others."""
    if hybrid is True:
        return "hybrid"
    if remote is True:
        return "remote"
    return "onsite" if onsite is True else None


def named_workplace(value: Any) -> str | None:
    """The workplace from a platform's word: remote, hybrid, on-site, onsite, office, in person.

    Of a list of words the one that is meant; hybrid when it stands beside others, None when others contradict.
    """
    if isinstance(value, list):
        found = {place for one in value if isinstance(one, str) and (place := named_workplace(one))}
        return "hybrid" if "hybrid" in found else found.pop() if len(found) == 1 else None
    words = re.sub(r"[\s_\-]+", "", value.lower()) if isinstance(value, str) else ""
    if "hybrid" in words:
        return "hybrid"
    if "remote" in words or "telecommut" in words:
        return "remote"
    return "onsite" if "onsite" in words or "office" in words or "inperson" in words else None


def joined(*parts: Any) -> str | None:
    """Parts of a place as one line, blanks and repeats left out."""
    known = [found for part in parts if (found := text(part))]
    return ", ".join(dict.fromkeys(known)) or None


def web_address(value: Any) -> str | None:
    """An http or https address without blanks; None for anything else, such as javascript: or a bare path."""
    written = text(value)
    if written is None or " " in written or len(written) > LONGEST_ADDRESS:
        return None
    return written if written[:8].lower().startswith(("http://", "https://")) else None


def as_markup(plain: Any) -> str | None:
    """Plain text as HTML, line breaks kept; None for anything else and for blank text."""
    if not isinstance(plain, str) or not plain.strip():
        return None
    return "<p>" + html.escape(plain.strip(), quote=False).replace("\n", "<br>") + "</p>"


def with_pay(html_text: Any, pay: Any) -> str | None:
    """A description with pay that the platform tells as free text at its end, where it is read like any other text."""
    stated = text(pay)
    parts = [
        html_text if isinstance(html_text, str) else None,
        f"<p>Salary: {html.escape(stated)}</p>" if stated else None,
    ]
    return "\n".join(part for part in parts if part) or None


def mended(written: str) -> str:
    """Text that was decoded wrongly somewhere before us ("Weâ€™re", "MÃ¼nchen"), put right; other text as it is.

    By ftfy, which is asked only where such characters stand together: on a whole description it takes a millisecond.
    """
    return ftfy.fix_encoding(written) if _MISREAD.search(written) else written
