"""Which addresses may be asked, and how patient the crawl is."""

import datetime as dt
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.http import BoardError
from spiders.middlewares import retry_after
from spiders.safety import is_inside, named_hosts, refusal
from spiders.settings import user_agent
from spiders.xml import as_data, elements

NONE: frozenset[str] = frozenset()
OUTSIDE = st.ip_addresses(v=4).filter(lambda one: one.is_global and not one.is_multicast)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/hostname", "scheme file"),
        ("ftp://files.example/x", "scheme ftp"),
        ("javascript:alert(1)", "scheme javascript"),
        ("gopher://x", "scheme gopher"),
        ("//jobs.example/x", "scheme none"),
        ("http:///x", "without a host"),
        ("http://[::1", "malformed"),
        ("http://jobs.example:99999/", "malformed"),
        ("http://127.0.0.1/", "inside the own network"),
        ("http://10.1.2.3/", "inside"),
        ("http://172.16.0.1/", "inside"),
        ("http://192.168.1.1:8080/", "inside"),
        ("http://169.254.169.254/latest/meta-data", "inside"),
        ("http://100.64.0.1/", "inside"),
        ("http://0.0.0.0/", "inside"),
        ("http://224.0.0.1/", "inside"),
        ("http://[::1]/", "inside"),
        ("http://[fe80::1]/", "inside"),
        ("http://[fd00::1]/", "inside"),
        ("http://[::ffff:10.0.0.1]/", "inside"),
        ("http://[::127.0.0.1]/", "inside"),
        ("http://[64:ff9b::10.0.0.1]/", "inside"),
        ("http://[2002:a9fe:a9fe::1]/", "inside"),
        ("http://[2001:0:7f00:1::1]/", "inside"),
        ("http://user:pass@10.0.0.1/", "inside"),
        ("http://127。0。0。1/", "127.0.0.1 is an address inside"),
        ("http://127.0.0.①/", "127.0.0.1 is an address inside"),
        ("http://⑫7.0.0.1/", "127.0.0.1 is an address inside"),
        ("http://2130706433/", "inside"),
        ("http://0x7f.1/", "inside"),
        ("http://127.0.0.1./", "inside"),
    ],
)
def test_addresses_that_are_never_asked(address: str, reason: str) -> None:
    found = refusal(address, NONE)
    assert found is not None and reason in found


@pytest.mark.parametrize("address", ["https://boards.example/jobs", "http://8.8.8.8/", "https://[2606:4700::1111]/"])
def test_addresses_outside_may_be_asked(address: str) -> None:
    assert refusal(address, NONE) is None


def test_a_host_that_the_boards_file_names_may_be_inside_with_its_port_alone() -> None:
    named = named_hosts(["http://127.0.0.1:8000/greenhouse", "https://localhost/x", ""])
    assert refusal("http://127.0.0.1:8000/other", named) is None
    assert refusal("https://localhost/y", named) is None
    assert refusal("http://127.0.0.1:8001/", named) is not None
    assert refusal("http://127。0。0。1:8000/", named) is None


@given(OUTSIDE)
def test_an_address_outside_is_not_inside_in_either_notation(address: ipaddress.IPv4Address) -> None:
    assert not is_inside(str(address))
    assert not is_inside(f"::ffff:{address}")


@given(st.text(max_size=40))
def test_no_address_raises(address: str) -> None:
    refusal(address, NONE)
    refusal(f"http://{address}", NONE)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120.0), (" 5 ", 5.0), ("0", 0.0), ("", None), ("soon", None), ("-5", None), ("²", None)],
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert retry_after(value) == seconds


def test_retry_after_as_a_date() -> None:
    later = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=90)
    found = retry_after(later.strftime("%a, %d %b %Y %H:%M:%S GMT"))
    assert found is not None and 80 <= found <= 91
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


def test_the_user_agent_says_whom_to_write_to() -> None:
    assert "contact me@crawler.example" in user_agent("me@crawler.example")
    assert user_agent("").startswith("rolemeter/")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty instead of XML"),
        (b"{}", "not XML"),
        (b"<html><p>moved<br></html>", "HTML page instead of XML"),
        (b"<html><p>moved</p></html>", "HTML page instead of XML"),
        (b"<feed><job>", "not XML, or truncated"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "declares entities"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>', "declares entities"),
        (b"<a>" * 1000 + b"</a>" * 1000, "not XML"),
    ],
)
def test_xml_that_is_not_read(body: bytes, reason: str) -> None:
    with pytest.raises(BoardError, match=reason):
        list(elements(body, "job"))


def test_an_element_is_an_object_of_its_children() -> None:
    body = b"""<?xml version="1.0"?><f:jobs xmlns:f="http://feed.example"><!-- note --><f:job><id>1</id><tag>a</tag>
    <tag>b</tag><text><![CDATA[<p>x</p>]]></text></f:job></f:jobs>"""
    assert [as_data(one) for one in elements(body, "job")] == [{"id": "1", "tag": ["a", "b"], "text": "<p>x</p>"}]
