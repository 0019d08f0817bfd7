"""XML answers, read without what makes XML dangerous: no entities, no external files, no giant trees."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from spiders.http import BoardError


def elements(body: bytes, name: str) -> Iterator[etree._Element]:
    """The elements of that name, in order. Raises BoardError for a body that is no XML, or that declares entities."""
    if b"<!ENTITY" in body:
        raise BoardError("the XML declares entities, which are not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(body.strip(), parser)
    except etree.XMLSyntaxError as error:
        start = " ".join(bytes(body[:60]).decode("utf-8", errors="replace").split())
        raise BoardError(f"{_kind(body)} ({error.msg}); it begins with {start!r}") from error
    if _local(root).lower() == "html":
        raise BoardError("an HTML page instead of XML")
    yield from (element for element in root.iter() if _local(element) == name)


def as_data(element: etree._Element) -> Any:
    """An element as text or, with children, as an object by their names; a repeated child is a list."""
    if not len(element):
        return (element.text or "").strip()
    found: dict[str, list[Any]] = {}
    for child in element:
        if name := _local(child):
            found.setdefault(name, []).append(as_data(child))
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def _kind(body: bytes) -> str:
    """What a body is that is no XML."""
    if not body.strip():
        return "the answer is empty instead of XML"
    return "an HTML page instead of XML" if b"<html" in body[:2000].lower() else "not XML, or truncated"


def _local(element: etree._Element) -> str:
    """The name without its namespace; "" for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
