"""The entries of a JSON list one after the other, so that a board of any size is held in memory once only: as bytes."""

import codecs
import json
from collections.abc import Iterator
from typing import Any

WINDOW = 2**20  # bytes that are decoded at once; more where one value is larger
LONGEST_NUMBER = 400  # characters; longer ones are no numbers of a posting
BLANKS = " \t\n\r"
_DECODER = json.JSONDecoder(parse_constant=lambda name: None)  # NaN and Infinity are no JSON


def entries(body: bytes, key: str | None, rest: dict[str, Any]) -> Iterator[Any]:
    """Each value of the list that `body` is, or that stands at `key` of the object that it is; nothing without one.

    What else the object has is put into `rest`, before the end of the iteration. Raises ValueError or RecursionError
    for what is not JSON, which may be after values were given.
    """
    window = _Window(body)
    if key is None:
        yield from _values(window)
    else:
        window.expect("{")
        closed = window.take_if("}")
        while not closed:
            name = window.value()
            window.expect(":")
            if name == key and window.next() == "[":
                yield from _values(window)
            else:
                rest[str(name)] = window.value()
            closed = not window.take_if(",")
            if closed:
                window.expect("}")
    if window.next():
        raise ValueError("something follows the JSON")


def _values(window: "_Window") -> Iterator[Any]:
    window.expect("[")
    if window.take_if("]"):
        return
    while True:
        yield window.value()
        if not window.take_if(","):
            window.expect("]")
            return


class _Window:
    """A part of a text of which more is decoded when it is needed."""

    def __init__(self, body: bytes) -> None:
        self._body, self._read = memoryview(body), 3 if body.startswith(codecs.BOM_UTF8) else 0
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text, self._at = "", 0

    def _more(self) -> bool:
        """Decodes more of the body, twice as much each time in a row; False at its end."""
        if self._read >= len(self._body):
            return False
        kept = self._text[self._at :]
        part = self._body[self._read : self._read + max(WINDOW, len(kept))]
        self._read += len(part)
        self._text = kept + self._decoder.decode(part, final=self._read >= len(self._body))
        self._at = 0
        return True

    def next(self) -> str:
        """The next character that is no blank, which stays; "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in BLANKS:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take_if(self, sign: str) -> bool:
        if self.next() != sign:
            return False
        self._at += 1
        return True

    def expect(self, sign: str) -> None:
        if not self.take_if(sign):
            raise ValueError(f"{sign} expected")

    def value(self) -> Any:
        self.next()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
            except ValueError:
                if not self._more():
                    raise
                continue
            if isinstance(found, int | float) and len(self._text) - end < LONGEST_NUMBER and self._more():
                continue  # a number may go on where the window ends: "1" of "1.5e3"
            self._at = end
            return found
