"""Drops persons from payloads at the door: contact fields, mail addresses and telephone numbers. Pure functions."""

import re
from typing import Any

EMAIL, PHONE = "[email removed]", "[phone removed]"

# Fields that hold a person, compared without case, spaces, dashes and underscores.
_PERSONS = frozenset(
    """recruiter recruiters recruitername recruiteremail hiringmanager hiringmanagers hiringteam creator createdby owner
    contactperson contactpersons contactname contactemail contactphone applicationcontact email emailaddress phone
    phonenumber telephone mobile author mailboxemail emailalias""".split()  # noqa: SIM905
)
_EMAIL = re.compile(r"[\w.+%-]{1,64}(?:@|&#64;|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# A telephone number is told by its plus sign, by brackets, or by a word before it; a bare figure is left alone.
_PHONE = re.compile(
    r"(?<![\w.,$€£+/=-])(?:\+\d{1,3}[\s().-]{0,2}(?:\(?\d{1,5}\)?[\s./-]?){2,5}\d{2,4}|\(\d{3}\)\s?\d{3}[-.\s]\d{4}"
    r"|(?i:(?<=tel)|(?<=phone)|(?<=telefon)|(?<=mobile)|(?<=whatsapp)|(?<=call))[.:\s]{1,3}\(?0?\d[\d\s()./-]{6,16}\d)(?![\w%-])"
)
_HINT = re.compile(r"\+\d|\(\d{3}\)|(?i:tel|phone|telefon|mobile|whatsapp|call)")


def without_persons(payload: Any) -> Any:
    """The payload without contact persons, and with mail addresses and telephone numbers replaced in every text."""
    if isinstance(payload, str):
        return scrubbed(payload)
    if isinstance(payload, list):
        return [without_persons(entry) for entry in payload if not _is_person(entry)]
    if isinstance(payload, dict):
        return {name: without_persons(value) for name, value in payload.items() if not _names_person(name)}
    return payload


def _names_person(name: Any) -> bool:
    return isinstance(name, str) and re.sub(r"[\s_\-]", "", name).lower() in _PERSONS


def _is_person(entry: Any) -> bool:
    """A custom field whose type or name says that its value is a person."""
    if not isinstance(entry, dict):
        return False
    return entry.get("value_type") == "user" or ("value" in entry and _names_person(entry.get("name")))


def scrubbed(text: str) -> str:
    """A text with mail addresses and telephone numbers replaced; web addresses keep theirs but for mailto and tel."""
    if "@" in text or "&#64;" in text or "%40" in text:
        text = _EMAIL.sub(EMAIL, text)
    if _HINT.search(text):
        text = _PHONE.sub(lambda found: found.group() if _is_figure(found.group()) else PHONE, text)
    return text


def _is_figure(found: str) -> bool:
    """Too few digits for a telephone number."""
    return sum(char.isdigit() for char in found) < 8
