"""Drops persons from payloads at the door: contact fields, mail addresses and telephone numbers. Pure functions."""

import functools
import re
from typing import Any

EMAIL, PHONE = "[email removed]", "[phone removed]"

# Fields that hold a person, compared without case, blanks, dashes and underscores.
_PERSONS = frozenset(
    """recruiter recruiters recruitername recruiteremail recruiterphone recruiterid recruiterinfo sourcer sourcers
    assignedrecruiter assignedrecruiters accountmanager externalcontactname externalcontactemail
    hiringmanager hiringmanagers hiringmanagername hiringmanageremail hiringteam hiringmembers creator createdby
    updatedby postedby publishedby owner owners jobowner coordinator coordinators interviewers talentpartner
    contact contacts contactperson contactpersons contactpoint contactinfo contactdetails contactname contactemail
    contactphone contactnumber applicationcontact applicationcontacts jobcontact ansprechpartner
    ansprechperson email emails emailaddress emailalias mailboxemail
    phone phones phonenumber telephone fax faxnumber mobile mobilenumber author authors submitter""".split()  # noqa: SIM905
)
# What a custom field is called whose value is a person.
_LABEL = re.compile(
    r"recruiter|sourcer|hiring[ _-]?(?:manager|lead|team)|talent[ _-]?partner|contact|hr[ _-]?partner|hrbp|"
    r"hr business partner|coordinator|interviewer|posted by|job owner|(?:e-?mail|phone|mobile)\b",
    re.IGNORECASE,
)
_LABELS, _VALUES = ("name", "label", "fieldLabel", "key"), ("value", "valueLabel")

_SIGN = ("@", "＠", "&#64;", "&commat;", "%40", "(at)", "[at]")
_DOMAIN = re.compile(
    r"(?:@|＠|&#64;|&commat;|%40|[^\S\n]?[(\[]at[)\]][^\S\n]?)"
    r"(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w-])",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"[\w.+%&'-]{1,64}\Z")

# Digits with what may stand between those of a telephone number; which of these are one, `_is_phone` says.
_DIGITS = re.compile(r"(?<![\w.,$€£+/=#-])[+＋(]?\(?\d[\d\s().\-/‑–]{5,22}\d(?![\w%€$£])")
_AMERICAN = re.compile(r"\(\d{3}\)\s?\d{3}[-.\s‑]\d{4}|(?:1[-.])?\d{3}([-.‑])\d{3}\1\d{4}")
_THOUSANDS = re.compile(r"\+\d{1,3}(?:[ .]\d{3}){2}")
_SPOKEN = re.compile(
    r"\b(?:tel|telephone|telefon|téléphone|telefono|teléfono|phone|mobile|mobil|handy|cell|whatsapp|fax|call|dial|ring)"
    r"(?:\s?(?:number|nummer|no|nr|us|me))?(?:\s(?:at|on|under|unter|au))?[\s.:()–-]{0,4}\Z|"
    r"(?<![\w/])(?-i:[TMPF]):\s?\Z",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"00[1-9]\d{0,2}[\s./-]")  # the international prefix and a country, set apart from the rest


def without_persons(payload: Any) -> Any:
    """The payload without contact persons, and with mail addresses and telephone numbers replaced in every text."""
    if isinstance(payload, str):
        return scrubbed(payload)
    if isinstance(payload, list):
        return [without_persons(entry) for entry in payload if not _is_person(entry)]
    if isinstance(payload, dict):
        return {name: without_persons(value) for name, value in payload.items() if not _names_person(name)}
    return payload


@functools.lru_cache(maxsize=4096)
def _names_person(name: str) -> bool:
    return re.sub(r"[\s_\-]", "", name).lower() in _PERSONS


def _is_person(entry: Any) -> bool:
    """A custom field whose type or label says that its value is a person."""
    if not isinstance(entry, dict):
        return False
    if entry.get("value_type") == "user":
        return True
    if not any(name in entry for name in _VALUES):
        return False
    labels = [label for name in _LABELS if isinstance(label := entry.get(name), str)]
    return any(_LABEL.search(label) for label in labels)


def scrubbed(text: str) -> str:
    """A text with mail addresses and telephone numbers replaced; pay, dates, ids and web addresses stay.

    A telephone number is told by a leading plus sign or 00, by its North American form, or by a word like "call" before
    it; other figures are left alone.
    """
    if any(sign in text for sign in _SIGN):
        text = _without_mail(text)
    if len(text) < 8:
        return text
    return _DIGITS.sub(lambda found: PHONE if _is_phone(found) else found.group(), text)


def _without_mail(text: str) -> str:
    kept, end = [], 0
    for found in _DOMAIN.finditer(text):
        local = _LOCAL.search(text[max(end, found.start() - 64) : found.start()])
        if local is None:
            continue
        kept += [text[end : found.start() - len(local.group())], EMAIL]
        end = found.end()
    return "".join([*kept, text[end:]])


def _is_phone(found: re.Match[str]) -> bool:
    written = found.group()
    digits = sum(char.isdigit() for char in written)
    if not 8 <= digits <= 15:
        return False
    if _ABROAD.match(written) and digits >= 10:
        return True
    if written.lstrip("(").startswith(("+", "＋")):
        return not _THOUSANDS.fullmatch(written)
    return bool(_AMERICAN.fullmatch(written)) or bool(
        _SPOKEN.search(found.string, max(0, found.start() - 40), found.start())
    )
